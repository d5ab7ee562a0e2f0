import { openSlackGroup } from '../group/slack.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('Slack', () => openSlackGroup('socket', { env: { CLOCK_START: SUNDAY }, ownProcess: true }), 20)
