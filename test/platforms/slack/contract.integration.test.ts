import { platformContract } from '../../platform-contract/contract.ts'
import { openSlackStage } from './stage.ts'

platformContract('Slack in Socket Mode', () => openSlackStage('socket'))
platformContract('Slack over HTTP', () => openSlackStage('http'))
