import type { Translate } from '#bot'
import type { Content, Problem } from '../../content/schema.ts'
import type { FeatureDeps } from '../feature.ts'
import type { Vocabulary } from './rules/vocabulary.ts'
import type { Challenge } from './store/challenges.ts'

export type FlowDeps = FeatureDeps & Readonly<{ vocabulary: Vocabulary; view(challenge: Challenge): View }>

/** What a challenge says of its problem, before and after the close. */
export type Posed = Pick<Problem, 'title' | 'brief' | 'keyChallenges' | 'mustDiscuss' | 'body' | 'diagrams'>

/** All that a card is drawn from. */
export type View = Readonly<{
  challenge: Challenge
  content: Content
  problem: Posed
  t: Translate
  /** Whether the platform shows the bot what people write in the thread. */
  readsMessages: boolean
}>
