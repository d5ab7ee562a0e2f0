import type { ChannelRef, Language } from '#bot'
import type { Tx } from '../../db/client.ts'
import { setAlarm } from '../../durable/alarms.ts'
import { type Delivery, enqueue, forgetPlace } from '../../durable/deliveries.ts'
import { standingProblem } from '../problems/store.ts'
import { dropReactionVotes } from '../review/store.ts'
import { challengeCard, openingMessage } from './cards.ts'
import { requestRecount } from './counting/store.ts'
import type { FlowDeps, View } from './deps.ts'
import { remindersOf } from './rules/reminders.ts'
import { type Challenge, insertChallenge } from './store.ts'
import { CARD, slotOf, streamOf, THREAD } from './streams.ts'
import { answerMessage } from './submissions/answer-card.ts'
import { latestVersion, listSubmissions, type Submission } from './submissions/store.ts'

export const CLOSE_ALARM = 'challenge-close'
export const REMIND_ALARM = 'challenge-remind'

/** Everything a schedule says about the challenge it posts; times are bot time. */
export type ChallengeWish = Readonly<{
  groupId: string
  scheduleId: string
  channel: ChannelRef
  /** A slug of the content's, or of the group's own problems. */
  problem: string
  language: Language
  /** Whether nobody is told whose answer is whose before the close. */
  blind: boolean
  /** The zone whose daytime reminders keep to. */
  timeZone: string
  postedAt: number
  deadlineAt: number
  /** Earlier than `postedAt` where it is so late that it is worth a word, else the same. */
  dueAt: number
}>

/**
 * Opens a challenge in the transaction that claimed its occurrence: the card, its thread, and its alarms.
 * @returns its id
 * @throws Error for a problem that neither the group nor the content has: `problemsOf` says what they have
 */
export async function openChallenge(deps: FlowDeps, tx: Tx, wish: ChallengeWish): Promise<string> {
  const { timeZone, dueAt, ...values } = wish
  const own = (await standingProblem(tx, wish.groupId, wish.problem)) ?? null
  const challenge = await insertChallenge(tx, { ...values, own })
  const view = deps.view(challenge)
  const late = dueAt < wish.postedAt
  await say(tx, challenge, {
    kind: 'post',
    to: { channel: challenge.channel },
    message: challengeCard(view, 0, late ? dueAt : undefined),
    slot: CARD,
  })
  await sayThread(tx, view)
  const { id: key, deadlineAt } = challenge
  await setAlarm(tx, { kind: CLOSE_ALARM, key, dueAt: deadlineAt, payload: {} })
  for (const at of remindersOf(wish.postedAt, deadlineAt, timeZone))
    await setAlarm(tx, { kind: REMIND_ALARM, key, dueAt: at, payload: {} })
  return challenge.id
}

export function say(tx: Tx, { id, channel }: Challenge, delivery: Delivery): Promise<void> {
  return enqueue(tx, streamOf(id), channel.platform, delivery)
}

async function sayThread(tx: Tx, view: View): Promise<void> {
  const { challenge, problem } = view
  const title = view.t('challenge.title', { problem: problem.title })
  await say(tx, challenge, { kind: 'thread', on: CARD, title, slot: THREAD })
  await say(tx, challenge, { kind: 'post', to: { slot: THREAD }, message: openingMessage(view) })
}

/** Draws the card anew, such as when there is one more answer. */
export async function redrawCard(tx: Tx, view: View): Promise<void> {
  const standing = (await listSubmissions(tx, view.challenge.id)).filter(({ state }) => state === 'standing')
  await say(tx, view.challenge, { kind: 'edit', slot: CARD, message: challengeCard(view, standing.length) })
}

/**
 * Posts a submission's head message with the four levels to react with. Where an earlier one is gone, so are the reactions
 * on it.
 */
export async function sayAnswer(
  deps: FlowDeps,
  tx: Tx,
  view: View,
  submission: Submission,
  text: string,
): Promise<void> {
  const slot = slotOf(submission.id)
  const message = answerMessage(view, submission, text)
  await dropReactionVotes(tx, submission.answerId)
  await forgetPlace(tx, { stream: streamOf(view.challenge.id), slot })
  await say(tx, view.challenge, { kind: 'post', to: { slot: THREAD }, message, slot })
  for (const emoji of deps.vocabulary.levels) await say(tx, view.challenge, { kind: 'react', slot, emoji })
  // Who reacts at once is faster than the note of where the message stands.
  await requestRecount(tx, [submission.id])
}

/** Opens the thread again on the card, and posts all standing answers there. */
export async function sayThreadAgain(deps: FlowDeps, tx: Tx, view: View): Promise<void> {
  await sayThread(tx, view)
  for (const submission of await listSubmissions(tx, view.challenge.id)) {
    const latest = await latestVersion(tx, submission.id)
    if (submission.state === 'standing' && latest) await sayAnswer(deps, tx, view, submission, latest.text)
  }
}
