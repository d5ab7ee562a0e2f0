import { platformContract } from '../../platform-contract/contract.ts'
import { openDiscordStage } from './stage.ts'

platformContract('Discord', () => openDiscordStage())
