import type { Tx } from '../../db/client.ts'
import { setAlarm } from '../../durable/alarms.ts'
import { type Delivery, expectPictures } from '../../durable/outbox/index.ts'
import { markRevealed } from '../answers/store.ts'
import type { FeatureDeps } from '../feature.ts'
import { assignReviewers, releaseReviewers } from './assign.ts'
import {
  editAnswer,
  editCard,
  post,
  postAnswer,
  postChallenge,
  postResult,
  reopenThread,
  repostChallenge,
  showAnswer,
} from './posts.ts'
import type { EmojiVocabulary } from './rules/emoji.ts'
import type { ChallengeEffect } from './rules/state.ts'
import type { Challenge } from './store/challenges.ts'
import { requestRecount } from './store/recounts.ts'
import { detachMessages, listOnTime, type Submission } from './store/submissions.ts'
import { tellAuthor, tellOrganiser } from './tell.ts'
import type { View } from './view.ts'

export const CLOSE_ALARM = 'challenge-close'
export const REMIND_ALARM = 'challenge-remind'

export type EffectDeps = FeatureDeps & Readonly<{ vocabulary: EmojiVocabulary }>

/** The submission or delivery that effects are about. */
export type About = Readonly<{ submission?: Submission; delivery?: Delivery }>

/** Writes what follows a step, in the step's transaction: deliveries, alarms, recounts. */
export async function carryOut(
  deps: EffectDeps,
  tx: Tx,
  view: View,
  effects: readonly ChallengeEffect[],
  about: About,
): Promise<void> {
  for (const effect of effects) await carryOutOne(deps, tx, view, effect, about)
}

async function carryOutOne(
  deps: EffectDeps,
  tx: Tx,
  view: View,
  effect: ChallengeEffect,
  about: About,
): Promise<void> {
  const { challenge } = view
  switch (effect.kind) {
    case 'posted':
      return postChallenge(tx, view, effect.dueAt)
    case 'card-changed':
      return editCard(tx, view)
    case 'close-scheduled':
      return setAlarm(tx, { kind: CLOSE_ALARM, key: challenge.id, dueAt: effect.at })
    case 'reminder-scheduled':
      return setAlarm(tx, { kind: REMIND_ALARM, key: challenge.id, dueAt: effect.at })
    case 'recount-started':
      return startRecount(tx, challenge)
    case 'votes-revealed':
      for (const { answerId } of await listOnTime(tx, challenge.id))
        await markRevealed(tx, answerId, effect.at)
      return
    case 'result-posted':
      return postResult(deps, tx, view)
    case 'reposted':
      return repostChallenge(deps, tx, view)
    case 'thread-reopened':
      return reopenThread(deps, tx, view, effect.deleted)
    case 'messages-detached':
      return detachMessages(tx, challenge.id)
    case 'organiser-told':
      return tellOrganiser(deps, tx, view, effect.reason)
    case 'submission-shown':
      return showAnswer(deps, tx, view, required(about.submission))
    case 'submission-changed':
      return editAnswer(tx, view, required(about.submission))
    case 'submission-reposted':
      return postAnswer(deps, tx, view, required(about.submission))
    case 'reviewers-assigned':
      return assignReviewers(deps, tx, challenge, required(about.submission))
    case 'reviewers-released':
      return releaseReviewers(deps, tx, challenge, required(about.submission))
    case 'author-told':
      return tellAuthor(tx, view, required(about.submission), effect.what)
    case 'message-reposted':
      return repost(tx, challenge, required(about.delivery), effect.to)
    default:
      return effect satisfies never
  }
}

function required<T>(about: T | undefined): T {
  if (about === undefined) throw new Error('an effect on a challenge lacks what it is about')
  return about
}

async function startRecount(tx: Tx, { id }: Challenge): Promise<void> {
  // The result shows the worked design's diagrams once the reactions are counted.
  await expectPictures(tx)
  const submissions = await listOnTime(tx, id)
  await requestRecount(
    tx,
    submissions.map((submission) => submission.id),
  )
}

async function repost(
  tx: Tx,
  challenge: Challenge,
  delivery: Delivery,
  to: 'same' | 'channel',
): Promise<void> {
  if (delivery.kind !== 'post') return
  await post(tx, challenge, to === 'same' ? delivery : { ...delivery, to: { channel: challenge.channel } })
}
