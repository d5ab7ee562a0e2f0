import { type ChannelRef, type GoneEvent, type MessageRef, PlatformError } from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Delivery, findSlot, slotOfMessage, slotOfThread } from '../../durable/outbox/index.ts'
import type { ChallengeDeps } from './deps.ts'
import type { Undelivered } from './rules/state.ts'
import { MAX_REOPENINGS } from './rules/step.ts'
import { type Challenge, getChallenge, listRunning, lockRunningExcept } from './store/challenges.ts'
import { findSubmission, type Submission } from './store/submissions.ts'
import { CARD, challengeAt, streamOf, submissionAt, THREAD } from './streams.ts'
import { withdraw } from './withdraw.ts'

/** A moderator deleted a submission's head message: it is withdrawn until an organiser reopens it. */
export async function onHeadDeleted(deps: ChallengeDeps, ref: MessageRef): Promise<void> {
  const placed = await slotOfMessage(deps.db, ref)
  const submission = placed && (await submissionIn(deps.db, placed.slot))
  if (!submission) return
  await withdraw(deps, submission.challengeId, {
    find: (tx) => findSubmission(tx, submission.id),
    tell: () => true,
  })
}

/** A thread, channel or space is gone, or the bot was removed from it. */
export async function onPlaceGone(deps: ChallengeDeps, place: GoneEvent['place']): Promise<void> {
  if ('channel' in place && place.thread !== undefined) return onThreadDeleted(deps, place)
  for (const { id } of await listRunning(deps.db, place))
    await deps.engine.advance(id, async (_tx, _challenge, at) => ({
      input: { kind: 'lost', what: 'channel', at },
    }))
}

async function onThreadDeleted(deps: ChallengeDeps, thread: ChannelRef): Promise<void> {
  const { db } = deps
  const placed = await slotOfThread(db, thread)
  const id = placed && challengeAt(placed.stream)
  const challenge = id === undefined ? undefined : await getChallenge(db, id)
  // The slot is read after the challenge: while its thread is being opened again no slot is stored.
  if (!challenge || !(await findSlot(db, streamOf(challenge.id), THREAD))) return
  // On Discord a reopened thread has the old thread's id, so a repeated event must not end the challenge.
  if (challenge.reopened >= MAX_REOPENINGS && !(await isGone(deps, thread))) return
  await onThreadLost(deps, challenge)
}

async function isGone({ platforms }: ChallengeDeps, thread: ChannelRef): Promise<boolean> {
  try {
    await platforms.get(thread.platform)?.readMessages(thread)
    return false
  } catch (error) {
    if (error instanceof PlatformError) return error.kind === 'gone'
    throw error
  }
}

/** @param seen the challenge as it was read before its thread was found to be gone */
export async function onThreadLost({ engine }: ChallengeDeps, seen: Challenge): Promise<void> {
  const { id, reopened } = seen
  await engine.advance(id, async (_tx, _challenge, at) => ({ input: { kind: 'thread-lost', reopened, at } }))
}

/** Cancels running challenges whose problem was removed from the content: nobody could close them. */
export async function cancelWithoutProblem({
  db,
  content,
  clock,
  log,
  engine,
}: ChallengeDeps): Promise<void> {
  const cancelled = await db.transaction(async (tx) => {
    const lost = await lockRunningExcept(tx, [...content.problems.keys()])
    for (const challenge of lost)
      await engine.stepIn(tx, challenge, { kind: 'lost', what: 'problem', at: clock.now() })
    return lost.map(({ id }) => id)
  })
  if (cancelled.length > 0)
    log.warn({ challenges: cancelled }, 'challenges were cancelled: their problem is not in content/problems')
}

/** A delivery was given up. */
export async function onUndelivered(
  deps: ChallengeDeps,
  stream: string,
  delivery: Delivery,
  error: PlatformError,
): Promise<void> {
  const id = challengeAt(stream)
  if (id === undefined) return
  await deps.engine.advance(id, async (tx, _challenge, at) => {
    const slot = 'slot' in delivery ? delivery.slot : undefined
    const submission = await submissionIn(tx, slot)
    const cardPosted = (await findSlot(tx, stream, CARD)) !== undefined
    const what = await undelivered(tx, stream, delivery, submission)
    return {
      input: { kind: 'undelivered', what, reason: error.kind, cardPosted, at },
      about: { delivery, ...(submission && { submission }) },
    }
  })
}

async function undelivered(
  tx: Tx,
  stream: string,
  delivery: Delivery,
  submission: Submission | undefined,
): Promise<Undelivered> {
  switch (delivery.kind) {
    case 'post':
      if (delivery.slot === CARD) return { kind: 'card' }
      if (submission) return { kind: 'answer', submission }
      return { kind: 'message', inThread: delivery.slot === undefined && 'slot' in delivery.to }
    case 'thread':
      return { kind: 'thread' }
    case 'edit': {
      if (delivery.slot === CARD) return { kind: 'card-edit' }
      if (!submission) return { kind: 'other' }
      const head = await findSlot(tx, stream, delivery.slot)
      const thread = await findSlot(tx, stream, THREAD)
      return { kind: 'answer-edit', submission, posted: head !== undefined && thread !== undefined }
    }
    case 'put':
    case 'remove':
    case 'react':
    case 'dm':
      return { kind: 'other' }
    default:
      return delivery satisfies never
  }
}

async function submissionIn(
  db: Parameters<typeof findSubmission>[0],
  slot: string | undefined,
): Promise<Submission | undefined> {
  const id = slot === undefined ? undefined : submissionAt(slot)
  return id === undefined ? undefined : findSubmission(db, id)
}
