import { openSlackGroup } from '../group/slack.ts'
import { killAtNamedPoints } from './kills.ts'
import { SUNDAY } from './script.ts'
import { tellChallenge } from './story.ts'

tellChallenge('Slack', () => openSlackGroup('socket', { env: { CLOCK_START: SUNDAY } }))
killAtNamedPoints('Slack', () => openSlackGroup('socket', { ownProcess: true }))
