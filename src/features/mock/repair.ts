import type { GoneEvent, MessageRef, PlatformError } from '#bot'
import { type Delivery, enqueue, slotOfMessage } from '../../durable/outbox/index.ts'
import type { FeatureDeps } from '../feature.ts'
import type { MockDeps } from './deps.ts'
import type { VanishReason } from './rules/state.ts'
import { step } from './rules/step.ts'
import { listOpen, lockMock, lockOpenExcept, saveState } from './store.ts'
import { isMockStream, LOBBY, mockAt, mockSlot, THREAD } from './streams.ts'

/** Ends the mocks of a thread, channel or space that is gone. */
export async function onPlaceGone(deps: MockDeps, place: GoneEvent['place']): Promise<void> {
  const inThread = 'channel' in place && place.thread !== undefined
  if (inThread) {
    const id = await mockAt(deps.db, place)
    if (id !== undefined) await vanish(deps, id, 'deleted')
    return
  }
  for (const { id } of await listOpen(deps.db, place)) await vanish(deps, id, 'gone')
}

/** A lobby can't be started without its card, so the mock ends and its candidate can open another. */
export async function onCardDeleted({ db, engine }: MockDeps, card: MessageRef): Promise<void> {
  const slot = mockSlot(await slotOfMessage(db, card))
  if (slot?.slot !== LOBBY) return
  await engine.advance(slot.stream, ({ state }, at) =>
    state.phase === 'lobby' ? { kind: 'vanish', reason: 'gone', at } : { kind: 'tick', at },
  )
}

/** Ends a mock that can't have its channel, lobby card or thread; sends other messages again. */
export async function onUndelivered(
  deps: MockDeps,
  stream: string,
  delivery: Delivery,
  error: PlatformError,
): Promise<void> {
  if (!isMockStream(stream)) return
  const posts = delivery.kind === 'post' || delivery.kind === 'thread'
  if (posts && error.kind === 'gone') await vanish(deps, stream, 'deleted')
  else if (posts && (delivery.slot === LOBBY || delivery.slot === THREAD))
    await vanish(deps, stream, 'unsent')
  // A stage's card has the controls, so it is needed however late it comes.
  else if (posts && error.kind === 'later') await sendAgain(deps, stream, delivery)
}

async function vanish({ engine }: MockDeps, mockId: string, reason: VanishReason): Promise<void> {
  await engine.advance(mockId, (_, at) => ({ kind: 'vanish', reason, at }))
}

async function sendAgain({ db }: MockDeps, mockId: string, delivery: Delivery): Promise<void> {
  await db.transaction(async (tx) => {
    const mock = await lockMock(tx, mockId)
    if (mock && mock.state.phase !== 'cancelled') await enqueue(tx, mockId, mock.channel.platform, delivery)
  })
}

/** Stands in for the kit of a problem that is gone. */
const NO_KIT = { probes: [], curveballs: 0 }

/** Cancels open mocks whose problem was removed from the content. Their alarms find nothing to do. */
export async function cancelWithoutProblem({
  db,
  clock,
  content,
  log,
}: Pick<FeatureDeps, 'db' | 'clock' | 'content' | 'log'>): Promise<void> {
  const cancelled = await db.transaction(async (tx) => {
    const lost = await lockOpenExcept(tx, [...content.problems.keys()])
    for (const { id, state } of lost)
      await saveState(tx, id, step(state, { kind: 'problem-gone', at: clock.now() }, NO_KIT).state)
    return lost.map(({ id }) => id)
  })
  if (cancelled.length > 0)
    log.warn({ mocks: cancelled }, 'mocks were cancelled: their problem is not in content/problems')
}
