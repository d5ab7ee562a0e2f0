import { type GoneEvent, type Listener, type MessageRef, PlatformError, type PlatformName } from '#bot'
import { type Delivery, placeOf, streamOfMessage, streamOfThread } from '../../durable/deliveries.ts'
import { inLanes } from '../../durable/lanes.ts'
import { hearCleared, hearReaction } from './counting/reacting.ts'
import { requestRecount } from './counting/store.ts'
import type { FlowDeps } from './deps.ts'
import { redrawCard, sayAnswer, sayThreadAgain } from './open.ts'
import { type Challenge, listRunning, lockChallenge, savePhase } from './store.ts'
import { CARD, challengeAt, streamOf, submissionAt, THREAD } from './streams.ts'
import { withdraw } from './submissions/hand-in.ts'
import { forget, hear, take } from './submissions/hearing.ts'
import {
  detachMessages,
  findSubmission,
  latestVersion,
  listByMessage,
  listSubmissions,
} from './submissions/store.ts'

/** A thread that was deleted is opened again so often; after that somebody means it. */
const REOPENINGS = 1
/** Threads that are read side by side. */
const LANES = 4

export type ChallengeListener = Omit<Listener, 'onJoined'> &
  Readonly<{
    /**
     * Reads what was said and how people reacted while nobody listened.
     * @throws AggregateError when not every thread could be read: it must be done again
     */
    catchUp(platform: PlatformName, stopping: AbortSignal): Promise<void>
    /** A message can never be sent. */
    onDead(stream: string, delivery: Delivery, error: PlatformError): Promise<void>
  }>

export function createListener(deps: FlowDeps): ChallengeListener {
  return {
    async onMessage(event) {
      await hear(deps, event)
      if (event.change === 'deleted') await headDeleted(deps, event.ref)
    },
    onReaction: (event) => hearReaction(deps, event),
    onReactionsCleared: (message) => hearCleared(deps, message),
    onGone: (place) => placeGone(deps, place),
    async onDead(stream, delivery, error) {
      const id = challengeAt(stream)
      if (id !== undefined) await undelivered(deps, id, delivery, error)
    },
    catchUp: (platform, stopping) => catchUpAll(deps, platform, stopping),
  }
}

/** Somebody who may took an answer's message away: it is out of review until an organiser reopens it. */
async function headDeleted(deps: FlowDeps, ref: MessageRef): Promise<void> {
  const placed = await streamOfMessage(deps.db, ref)
  const id = placed && submissionAt(placed.slot)
  if (id === undefined) return
  await deps.db.transaction(async (tx) => {
    const before = await findSubmission(tx, id)
    const challenge = before && (await lockChallenge(tx, before.challengeId))
    const submission = await findSubmission(tx, id)
    if (challenge && submission?.state === 'standing') await withdraw(deps, tx, challenge, submission)
  })
}

async function placeGone(deps: FlowDeps, place: GoneEvent['place']): Promise<void> {
  if ('channel' in place && place.thread !== undefined) {
    const placed = await streamOfThread(deps.db, place)
    const id = placed && challengeAt(placed.stream)
    if (id !== undefined) await threadGone(deps, id)
    return
  }
  for (const { id } of await listRunning(deps.db, place)) await cancel(deps, id)
}

/** People's answers are kept: the thread is opened again, once, with all that stand. */
async function threadGone(deps: FlowDeps, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, id)
    if (challenge?.phase !== 'open') return
    if (challenge.reopened >= REOPENINGS) {
      await savePhase(tx, id, { phase: 'cancelled' })
      await redrawCard(tx, deps.view({ ...challenge, phase: 'cancelled' }))
      return
    }
    await savePhase(tx, id, { phase: 'open', reopened: challenge.reopened + 1 })
    // Else a look at the new thread would take them for deleted.
    await detachMessages(tx, id)
    await sayThreadAgain(deps, tx, deps.view(challenge))
  })
}

/** Where the channel is gone there is nobody to tell. */
async function cancel(deps: FlowDeps, id: string): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, id)
    if (challenge?.phase === 'open' || challenge?.phase === 'closing')
      await savePhase(tx, id, { phase: 'cancelled' })
  })
}

async function undelivered(
  deps: FlowDeps,
  id: string,
  delivery: Delivery,
  error: PlatformError,
): Promise<void> {
  const posts = delivery.kind === 'post' || delivery.kind === 'thread'
  if (posts && (delivery.slot === CARD || delivery.slot === THREAD)) return cancel(deps, id)
  if (delivery.kind !== 'edit' || error.kind !== 'gone') return
  const submissionId = submissionAt(delivery.slot)
  if (submissionId === undefined) return
  await deps.db.transaction(async (tx) => {
    const challenge = await lockChallenge(tx, id)
    const submission = await findSubmission(tx, submissionId)
    const latest = submission && (await latestVersion(tx, submission.id))
    const thread = await placeOf(tx, streamOf(id), THREAD)
    // Its message is gone, such as one that a moderator deleted before it was reopened.
    if (challenge?.phase === 'open' && submission?.state === 'standing' && latest && thread)
      await sayAnswer(deps, tx, deps.view(challenge), submission, latest.text)
  })
}

async function catchUpAll(deps: FlowDeps, platform: PlatformName, stopping: AbortSignal): Promise<void> {
  const running = await listRunning(deps.db, { platform })
  const faults = await inLanes(running, LANES, stopping, (challenge) => catchUp(deps, challenge))
  if (faults.length > 0) throw new AggregateError(faults, 'not every thread could be read')
}

/** What stands in a challenge's thread, and on its answers, is the truth. */
async function catchUp(deps: FlowDeps, challenge: Challenge): Promise<void> {
  const { db, platforms } = deps
  const standing = (await listSubmissions(db, challenge.id)).filter(({ state }) => state === 'standing')
  await requestRecount(
    db,
    standing.map(({ id }) => id),
  )
  const thread = await placeOf(db, streamOf(challenge.id), THREAD)
  const platform = platforms.get(challenge.channel.platform)
  if (!thread || !platform?.readsMessages || challenge.blind) return
  const known = await listByMessage(db, challenge.id)
  const reading = await platform.readMessages(thread).catch((error: unknown) => {
    if (error instanceof PlatformError && error.kind === 'gone') return undefined
    throw error
  })
  // It was deleted while nobody listened.
  if (!reading) return threadGone(deps, challenge.id)
  const { messages, complete } = reading
  for (const message of messages) await take(deps, challenge, message)
  if (!complete) return
  for (const { message } of known)
    if (!messages.some(({ ref }) => ref.message === message))
      await forget(deps, challenge, { ...thread, message })
}
