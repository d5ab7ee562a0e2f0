import type { FeatureDeps } from '../feature.ts'
import type { Engine } from './engine.ts'

/** The dependencies of all use cases. */
export type ScheduleDeps = FeatureDeps & Readonly<{ engine: Engine }>
