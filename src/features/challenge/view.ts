import type { Language, Translate, UserRef } from '#bot'
import type { Content, Problem } from '../../content/schema.ts'
import type { FeatureDeps } from '../feature.ts'
import type { Challenge } from './store/challenges.ts'

/** The parts of a problem that a challenge shows. */
type ChallengeProblem = Pick<
  Problem,
  'title' | 'brief' | 'keyChallenges' | 'mustDiscuss' | 'body' | 'diagrams'
>

/** Everything that cards are made from. */
export type View = Readonly<{
  challenge: Challenge
  content: Content
  problem: ChallengeProblem
  t: Translate
  /** Whether the platform shows the bot what people write in the thread. */
  readsMessages: boolean
}>

type ViewDeps = Pick<FeatureDeps, 'content' | 'texts' | 'platforms'>

export function viewOf({ content, texts, platforms }: ViewDeps, challenge: Challenge): View {
  const { own, language, channel } = challenge
  const problem = own?.problem ?? content.problems.get(challenge.problem)?.[language]
  return {
    challenge,
    content,
    problem: problem ?? removedProblem(challenge.problem),
    t: texts.in(language),
    readsMessages: platforms.get(channel.platform)?.readsMessages ?? false,
  }
}

/** Stands in for a problem that content/problems no longer has, so that its challenges can still be listed. */
function removedProblem(slug: string): ChallengeProblem {
  return { title: slug, brief: '', keyChallenges: [], mustDiscuss: [], body: '', diagrams: [] }
}

/** The seven stages by which an answer is divided; the buffer for questions is none of them. */
export function stageNames({ stages }: Content, language: Language): readonly string[] {
  return stages.slice(0, -1).map(({ name }) => name[language])
}

/** A member of the challenge's space, by the platform's id. */
export function memberOf({ channel: { platform, space } }: Challenge, user: string): UserRef {
  return { platform, space, user }
}
