import { openPlaygroundGroup } from '../group/playground.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('the playground', () => openPlaygroundGroup({ env: { CLOCK_START: SUNDAY }, ownProcess: true }), 20)
