import type { FeatureDeps } from '../feature.ts'
import type { Vocabulary } from './rules/vocabulary.ts'
import type { Challenge } from './store/challenges.ts'
import type { View } from './view.ts'

/** Dependencies of everything below the engine. */
export type ChallengeDeps = FeatureDeps &
  Readonly<{ vocabulary: Vocabulary; view(challenge: Challenge): View }>
