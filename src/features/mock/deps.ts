import type { FeatureDeps } from '../feature.ts'
import type { Engine } from './engine.ts'

/** The dependencies of all use cases. */
export type MockDeps = FeatureDeps & Readonly<{ engine: Engine }>
