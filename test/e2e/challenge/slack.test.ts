import { openSlackGroup } from '../group/slack.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('Slack', () => openSlackGroup('socket', { CLOCK_START: SUNDAY }), 20)
