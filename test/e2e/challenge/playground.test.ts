import { openPlaygroundGroup } from '../group/playground.ts'
import { SUNDAY, weekly } from './weekly.ts'

weekly('the playground', () => openPlaygroundGroup({ CLOCK_START: SUNDAY }), 20)
