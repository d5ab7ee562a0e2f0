import type { FeatureDeps } from '../feature.ts'
import type { Engine } from './engine.ts'

export type FlowDeps = FeatureDeps & Readonly<{ engine: Engine }>
