import type { FeatureDeps } from '../feature.ts'
import type { Engine } from './engine.ts'

/** What use cases are built from. */
export type ScheduleDeps = FeatureDeps & Readonly<{ engine: Engine }>
