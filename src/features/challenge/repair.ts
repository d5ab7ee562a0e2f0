import { type ChannelRef, type GoneEvent, type MessageRef, PlatformError } from '#bot'
import { findSlot, slotOfMessage, slotOfThread } from '../../durable/outbox/index.ts'
import type { FlowDeps } from './deps.ts'
import { redrawCard, sayThreadAgain } from './open.ts'
import { type Challenge, getChallenge, listRunning, lockChallenge, savePhase } from './store/challenges.ts'
import { detachMessages, findSubmission } from './store/submissions.ts'
import { challengeAt, streamOf, submissionAt, THREAD } from './streams.ts'
import { tellAuthor, withdraw } from './submit.ts'

/** A thread that was deleted is opened again so often; after that somebody means it. */
const REOPENINGS = 1

/** Somebody who may took an answer's message away: it is out of review until an organiser reopens it. */
export async function headDeleted(deps: FlowDeps, ref: MessageRef): Promise<void> {
  const placed = await slotOfMessage(deps.db, ref)
  const id = placed && submissionAt(placed.slot)
  if (id === undefined) return
  await deps.db.transaction(async (tx) => {
    const before = await findSubmission(tx, id)
    const challenge = before && (await lockChallenge(tx, before.challengeId))
    const submission = await findSubmission(tx, id)
    if (!challenge || submission?.state !== 'standing') return
    await withdraw(deps, tx, challenge, submission)
    await tellAuthor(deps, tx, challenge, submission, 'withdrawn')
  })
}

/** What happens in a place that is gone, or that the bot was sent away from. */
export async function placeGone(deps: FlowDeps, place: GoneEvent['place']): Promise<void> {
  if ('channel' in place && place.thread !== undefined) return threadDeleted(deps, place)
  for (const { id } of await listRunning(deps.db, place)) await cancel(deps, id)
}

async function threadDeleted(deps: FlowDeps, thread: ChannelRef): Promise<void> {
  const { db } = deps
  const placed = await slotOfThread(db, thread)
  const id = placed && challengeAt(placed.stream)
  const challenge = id === undefined ? undefined : await getChallenge(db, id)
  // In this order: where it is being opened again no thread is remembered.
  if (!challenge || !(await findSlot(db, streamOf(challenge.id), THREAD))) return
  // On Discord one that was opened again has the id of the one before, so what is told twice must not end the challenge.
  if (challenge.reopened >= REOPENINGS && !(await isGone(deps, thread))) return
  await threadLost(deps, challenge)
}

async function isGone({ platforms }: FlowDeps, thread: ChannelRef): Promise<boolean> {
  try {
    await platforms.get(thread.platform)?.readMessages(thread)
    return false
  } catch (error) {
    if (error instanceof PlatformError) return error.kind === 'gone'
    throw error
  }
}

/**
 * People's answers are kept: the thread is opened again, once, with all that stand.
 * @param before the challenge as it was when the thread was not known to be gone: one loss is one, however often it is seen
 */
export async function threadLost(
  deps: FlowDeps,
  { id, reopened }: Pick<Challenge, 'id' | 'reopened'>,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, id)
    if (challenge?.phase !== 'open' || challenge.reopened !== reopened) return
    if (reopened >= REOPENINGS) {
      await savePhase(tx, id, { phase: 'cancelled' })
      await redrawCard(tx, deps.view({ ...challenge, phase: 'cancelled' }))
      return
    }
    await savePhase(tx, id, { phase: 'open', reopened: reopened + 1 })
    // Else a look at the new thread would take them for deleted.
    await detachMessages(tx, id)
    await sayThreadAgain(deps, tx, deps.view(challenge), true)
  })
}

/** Where the channel is gone there is nobody to tell: its schedule's organiser is told by the schedule. */
async function cancel(deps: FlowDeps, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, id)
    if (challenge?.phase === 'open' || challenge?.phase === 'closing')
      await savePhase(tx, id, { phase: 'cancelled' })
  })
}
