import type { EffectDeps } from './effects.ts'
import type { Engine } from './engine.ts'

/** Dependencies of the use cases. */
export type ChallengeDeps = EffectDeps & Readonly<{ engine: Engine }>
