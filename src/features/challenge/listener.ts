import { PlatformError, type PlatformName } from '#bot'
import { type Delivery, findSlot } from '../../durable/outbox/index.ts'
import { forEachConcurrently } from '../../kit/concurrency.ts'
import type { Listener } from '../feature.ts'
import type { FlowDeps } from './deps.ts'
import { setClose } from './open.ts'
import { hearCleared, hearReaction } from './react.ts'
import { headDeleted, placeGone, threadLost } from './repair.ts'
import { undelivered } from './repair-posts.ts'
import { LATE_MS } from './rules/phase.ts'
import { type Challenge, listAlive } from './store/challenges.ts'
import { requestRecount } from './store/recounts.ts'
import { listByMessage, listSubmissions } from './store/submissions.ts'
import { challengeAt, streamOf, THREAD } from './streams.ts'
import { forget, hear, take } from './submit-message.ts'

/** Threads that are read side by side. */
const CONCURRENCY = 4

export function createListener(deps: FlowDeps): Partial<Listener> {
  return {
    async onMessage(event) {
      await hear(deps, event)
      if (event.change === 'deleted') await headDeleted(deps, event.ref)
    },
    onReaction: (event) => hearReaction(deps, event),
    onReactionsCleared: (message) => hearCleared(deps, message),
    onGone: (place) => placeGone(deps, place),
  }
}

/** A message can never be sent. */
export async function onDeadLetter(
  deps: FlowDeps,
  stream: string,
  delivery: Delivery,
  error: PlatformError,
): Promise<void> {
  const id = challengeAt(stream)
  if (id !== undefined) await undelivered(deps, id, delivery, error)
}

/**
 * Reads what was said and how people reacted while the bot was not connected.
 * @throws AggregateError when not every thread could be read: it must be done again
 */
export async function catchUpAll(
  deps: FlowDeps,
  platform: PlatformName,
  stopping: AbortSignal,
): Promise<void> {
  // Late answers come for a while.
  const alive = await listAlive(deps.db, platform, deps.clock.now() - LATE_MS)
  const faults = await forEachConcurrently(alive, CONCURRENCY, stopping, (challenge) =>
    catchUp(deps, challenge),
  )
  if (faults.length > 0) throw new AggregateError(faults, 'not every thread could be read')
}

async function catchUp(deps: FlowDeps, challenge: Challenge): Promise<void> {
  await readAgain(deps, challenge)
  const now = deps.clock.now()
  // The close has waited for that.
  if (challenge.phase === 'open' && now > challenge.deadlineAt)
    await deps.db.transaction((tx) => setClose(tx, challenge, now))
}

/** What stands in a challenge's thread, and on its answers, is the truth. */
async function readAgain(deps: FlowDeps, challenge: Challenge): Promise<void> {
  const { db, platforms } = deps
  const open = (await listSubmissions(db, challenge.id)).filter(
    ({ state, late }) => state === 'standing' && (late || challenge.phase !== 'closed'),
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
  // It was deleted while nobody listened.
  if (!reading) return threadLost(deps, challenge)
  if (!platform.readsMessages) return
  const { messages, complete } = reading
  for (const message of messages) await take(deps, challenge, message)
  if (!complete) return
  for (const { message } of known)
    if (!messages.some(({ ref }) => ref.message === message))
      await forget(deps, challenge, { ...thread, message })
}
