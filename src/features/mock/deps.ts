import type { ActionHandler, FeatureDeps } from '../feature.ts'
import type { Engine } from './engine.ts'

export type FlowDeps = FeatureDeps & Readonly<{ engine: Engine }>

export type ActionHandlers = Readonly<Record<string, ActionHandler>>
