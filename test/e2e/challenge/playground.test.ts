import { openPlaygroundGroup } from '../group/playground.ts'
import { killAtNamedPoints } from './kills.ts'
import { SUNDAY } from './script.ts'
import { tellChallenge } from './story.ts'

tellChallenge('the playground', () => openPlaygroundGroup({ env: { CLOCK_START: SUNDAY } }))
killAtNamedPoints('the playground', () => openPlaygroundGroup({ ownProcess: true }))
