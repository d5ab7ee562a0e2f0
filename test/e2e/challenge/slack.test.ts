import { openSlackClub } from './slack-club.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('Slack', () => openSlackClub('socket', { CLOCK_START: SUNDAY }), 20)
