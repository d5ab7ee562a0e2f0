import { platformContract } from '../../platform-contract/contract.ts'
import { openPlaygroundStage } from './stage.ts'

platformContract('The playground', openPlaygroundStage)
