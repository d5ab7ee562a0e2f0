import type { Block } from '#bot'
import type { Tx } from '../../db/client.ts'
import { setAlarm } from '../../durable/alarms.ts'
import { type Delivery, enqueue, forgetSlot } from '../../durable/outbox/index.ts'
import type { ChallengeWish } from '../peers.ts'
import { standingProblem } from '../problems/store.ts'
import { dropReactionVotes } from '../review/store.ts'
import { challengeCard, openingMessage } from './cards/challenge-card.ts'
import type { FlowDeps, View } from './deps.ts'
import { headMessage } from './results.ts'
import { remindersOf } from './rules/reminders.ts'
import { type Challenge, insertChallenge } from './store/challenges.ts'
import { requestRecount } from './store/recounts.ts'
import { listSubmissions, type Submission } from './store/submissions.ts'
import { CARD, slotOf, streamOf, THREAD } from './streams.ts'

export const CLOSE_ALARM = 'challenge-close'
export const REMIND_ALARM = 'challenge-remind'

/**
 * Opens a challenge in the transaction that claimed its occurrence: the card, its thread, and its alarms.
 * @returns its id
 * @throws Error for a problem that neither the group nor the content has: `problemsOf` says what they have
 */
export async function openChallenge(deps: FlowDeps, tx: Tx, wish: ChallengeWish): Promise<string> {
  const { timeZone, dueAt, ...values } = wish
  const own = (await standingProblem(tx, wish.groupId, wish.problem)) ?? null
  if (!own && !deps.content.problems.has(wish.problem)) throw new Error(`there is no problem ${wish.problem}`)
  const challenge = await insertChallenge(tx, { ...values, own })
  const view = deps.view(challenge)
  await sayCard(tx, view, 0, dueAt < wish.postedAt ? dueAt : undefined)
  await sayThread(tx, view)
  const { id: key, deadlineAt } = challenge
  await setClose(tx, challenge, deadlineAt)
  for (const at of remindersOf(wish.postedAt, deadlineAt, timeZone))
    await setAlarm(tx, { kind: REMIND_ALARM, key, dueAt: at, payload: {} })
  return challenge.id
}

/** Has a challenge closed at a time; one that is closed by then stays so. */
export function setClose(tx: Tx, { id: key }: Challenge, dueAt: number): Promise<void> {
  return setAlarm(tx, { kind: CLOSE_ALARM, key, dueAt, payload: {} })
}

export function say(tx: Tx, { id, channel }: Challenge, delivery: Delivery): Promise<void> {
  return enqueue(tx, streamOf(id), channel.platform, delivery)
}

/** @param dueAt when it should have been posted, where that is worth a word */
async function sayCard(tx: Tx, view: View, answers: number, dueAt?: number): Promise<void> {
  const { channel } = view.challenge
  const message = challengeCard(view, answers, dueAt)
  await say(tx, view.challenge, { kind: 'post', to: { channel }, message, slot: CARD })
}

async function sayThread(tx: Tx, view: View, again?: Parameters<typeof openingMessage>[1]): Promise<void> {
  const { challenge, problem } = view
  const title = view.t('challenge.title', { problem: problem.title })
  await say(tx, challenge, { kind: 'thread', on: CARD, title, slot: THREAD })
  await say(tx, challenge, { kind: 'post', to: { slot: THREAD }, message: openingMessage(view, again) })
}

/** Draws the card anew, such as when there is one more answer. */
export async function redrawCard(tx: Tx, view: View): Promise<void> {
  const standing = await listStanding(tx, view)
  await say(tx, view.challenge, { kind: 'edit', slot: CARD, message: challengeCard(view, standing.length) })
}

/**
 * Posts a submission's head message, with the four levels to react with as long as votes count. Where an earlier one is
 * gone, so are the reactions on it.
 * @param quiet whether that is said elsewhere
 */
export async function sayAnswer(
  deps: FlowDeps,
  tx: Tx,
  view: View,
  submission: Submission,
  quiet = false,
): Promise<void> {
  const slot = slotOf(submission.id)
  const counted = view.challenge.phase === 'closed' && !submission.late
  const lost = !counted && (await dropReactionVotes(tx, submission.answerId))
  const notes: readonly Block[] =
    lost && !quiet ? [{ type: 'note', text: view.t('challenge.reactionsGone') }] : []
  const message = await headMessage(tx, view, submission, notes)
  await forgetSlot(tx, { stream: streamOf(view.challenge.id), slot })
  await say(tx, view.challenge, { kind: 'post', to: { slot: THREAD }, message, slot })
  if (counted) return
  for (const emoji of deps.vocabulary.levels) await say(tx, view.challenge, { kind: 'react', slot, emoji })
  // Who reacts at once is faster than the note of where the message stands.
  await requestRecount(tx, [submission.id])
}

/**
 * Opens the thread on the card again, and posts all standing answers there.
 * @param lost whether there was one that people know
 */
export async function sayThreadAgain(deps: FlowDeps, tx: Tx, view: View, lost: boolean): Promise<void> {
  const standing = await listStanding(tx, view)
  // What is still to be sent into the thread before this one goes nowhere: all of it is said anew.
  await forgetSlot(tx, { stream: streamOf(view.challenge.id), slot: THREAD })
  await sayThread(tx, view, lost ? (standing.length > 0 ? 'answers' : 'nothing') : undefined)
  for (const submission of standing) await sayAnswer(deps, tx, view, submission, true)
}

/** Posts all of an open challenge once more, of which nothing arrived. */
export async function sayAllAgain(deps: FlowDeps, tx: Tx, view: View): Promise<void> {
  await sayCard(tx, view, (await listStanding(tx, view)).length, view.challenge.postedAt)
  await sayThreadAgain(deps, tx, view, false)
}

async function listStanding(tx: Tx, { challenge }: View): Promise<readonly Submission[]> {
  return (await listSubmissions(tx, challenge.id)).filter(({ state }) => state === 'standing')
}
