import { PlatformError, type PlatformName } from '#bot'
import { deletionOf, wordingOf } from '../../durable/attempts.ts'
import { findSlot } from '../../durable/outbox/index.ts'
import { forEachConcurrently } from '../../kit/concurrency.ts'
import type { ChallengeDeps } from './deps.ts'
import { onThreadLost } from './repair.ts'
import { LATE_MS } from './rules/deadline.ts'
import { type Challenge, listAlive } from './store/challenges.ts'
import { requestRecount } from './store/recounts.ts'
import { listByMessage, listStanding } from './store/submissions.ts'
import { streamOf, THREAD } from './streams.ts'
import { submitMessage } from './submit-message.ts'
import { onAnswerGone } from './thread-messages.ts'

/** Threads read at the same time. */
const CONCURRENCY = 4

/**
 * Reads messages and reactions that arrived while the bot was not connected.
 * @throws AggregateError when not every thread could be read: it must be done again
 */
export async function catchUpAll(
  deps: ChallengeDeps,
  platform: PlatformName,
  stopping: AbortSignal,
): Promise<void> {
  // Late submissions arrive for a while after the close.
  const alive = await listAlive(deps.db, platform, deps.clock.now() - LATE_MS)
  const faults = await forEachConcurrently(alive, CONCURRENCY, stopping, (challenge) =>
    catchUp(deps, challenge),
  )
  if (faults.length > 0) throw new AggregateError(faults, 'not every thread could be read')
}

async function catchUp(deps: ChallengeDeps, challenge: Challenge): Promise<void> {
  await readAgain(deps, challenge)
  await deps.engine.advance(challenge.id, async (_tx, _challenge, at) => ({
    input: { kind: 'caught-up', at },
  }))
}

/** Submissions become what the thread says now, and votes what the reactions on them say. */
async function readAgain(deps: ChallengeDeps, challenge: Challenge): Promise<void> {
  const { db, platforms, attempts } = deps
  const open = (await listStanding(db, challenge.id)).filter(
    ({ late }) => late || challenge.phase !== 'closed',
  )
  await requestRecount(
    db,
    open.map(({ id }) => id),
  )
  const thread = await findSlot(db, streamOf(challenge.id), THREAD)
  const platform = platforms.get(challenge.channel.platform)
  if (!thread || !platform) return
  const known = await listByMessage(db, challenge.id)
  const reading = await platform.readMessages(thread).catch((error: unknown) => {
    if (error instanceof PlatformError && error.kind === 'gone') return undefined
    throw error
  })
  // It was deleted while the bot was away.
  if (!reading) return onThreadLost(deps, challenge)
  if (!platform.readsMessages) return
  const { messages, complete } = reading
  const unheard = await attempts.each(messages, wordingOf, (message) =>
    submitMessage(deps, challenge, message),
  )
  const gone = known
    .filter(({ message }) => complete && !messages.some(({ ref }) => ref.message === message))
    .flatMap(({ message }) => (message === null ? [] : [{ ...thread, message }]))
  const undone = await attempts.each(gone, deletionOf, (ref) => onAnswerGone(deps, challenge, ref, messages))
  const faults = [...unheard, ...undone]
  if (faults.length > 0) throw new AggregateError(faults, 'not every message could be read')
}
