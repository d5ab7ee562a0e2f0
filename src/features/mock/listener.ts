import {
  type GoneEvent,
  type Listener,
  type MessageRef,
  type PlatformError,
  type ReactionEvent,
  sameUser,
} from '#bot'
import { type Delivery, streamOfMessage, streamOfThread } from '../../durable/deliveries.ts'
import { stageOfEmoji } from '../answers/rules.ts'
import { answerOfMock, deletePart, filePart } from '../answers/store.ts'
import { LOBBY, THREAD } from './announce.ts'
import { catchUp } from './catch-up.ts'
import type { FlowDeps } from './deps.ts'
import { hear, sourceOf } from './hearing.ts'
import type { Homeless } from './state.ts'
import { listOpen } from './store.ts'

export type MockListener = Listener &
  Readonly<{
    /** A message can never be sent. Without its place, its lobby or its thread a mock ends. */
    onDead(stream: string, delivery: Delivery, error: PlatformError): Promise<void>
  }>

export function createListener(deps: FlowDeps): MockListener {
  return {
    async onMessage(event) {
      const ref = event.change === 'deleted' ? event.ref : event.message.ref
      const placed = await streamOfThread(deps.db, ref)
      if (event.change !== 'deleted') {
        if (placed) await hear(deps, placed.stream, event.message, event.id)
      } else if (placed) await forget(deps, placed.stream, ref, event.id)
      else await closeLobby(deps, ref)
    },
    onReaction: (event) => file(deps, event),
    async onGone(place) {
      const reason = 'channel' in place && place.thread !== undefined ? 'deleted' : 'gone'
      for (const id of await mocksAt(deps, place)) await vanish(deps, id, reason)
    },
    async onDead(stream, delivery, error) {
      const posts = delivery.kind === 'post' || delivery.kind === 'thread'
      if (posts && error.kind === 'gone') await vanish(deps, stream, 'deleted')
      else if (posts && (delivery.slot === LOBBY || delivery.slot === THREAD))
        await vanish(deps, stream, 'unsent')
    },
    async onConnected(platform) {
      for (const mock of await listOpen(deps.db, { platform }))
        if (mock.state.phase !== 'lobby') await catchUp(deps, mock)
    },
  }
}

async function mocksAt({ db }: FlowDeps, place: GoneEvent['place']): Promise<readonly string[]> {
  if (!('channel' in place) || place.thread === undefined)
    return (await listOpen(db, place)).map((mock) => mock.id)
  const placed = await streamOfThread(db, place)
  return placed ? [placed.stream] : []
}

async function vanish({ engine }: FlowDeps, mockId: string, reason: Homeless): Promise<void> {
  await engine.advance(mockId, (_, at) => ({ kind: 'vanish', reason, at }))
}

/** A lobby whose card was deleted can't be started any more: its candidate is free again. */
async function closeLobby({ db, engine }: FlowDeps, card: MessageRef): Promise<void> {
  const placed = await streamOfMessage(db, card)
  if (placed?.slot !== LOBBY) return
  await engine.advance(placed.stream, ({ state }, at) =>
    state.phase === 'lobby' ? { kind: 'vanish', reason: 'gone', at } : { kind: 'tick', at },
  )
}

/** A deletion is honoured at any time, also after the mock. */
async function forget(deps: FlowDeps, mockId: string, ref: MessageRef, eventId: string): Promise<void> {
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'tick', at }), {
    event: { platform: ref.platform, id: eventId },
    also: async (tx, { mock }) => {
      const answer = await answerOfMock(tx, mock.id)
      if (!answer) return
      const stage = 'timeline' in mock.state ? mock.state.timeline.stage : 0
      await deletePart(tx, { answerId: answer.id, stage, ...sourceOf(ref), at: mock.state.at })
    },
  })
}

/** 1️⃣ to 7️⃣ by the candidate on a message of theirs files it under that stage; taken back, it returns. */
async function file({ db }: FlowDeps, event: ReactionEvent): Promise<void> {
  const stage = stageOfEmoji(event.emoji)
  if (stage === undefined) return
  const placed = await streamOfThread(db, event.message)
  const answer = placed && (await answerOfMock(db, placed.stream))
  if (!answer || !sameUser(answer.author, event.user)) return
  const part = { answerId: answer.id, ...sourceOf(event.message) }
  await filePart(db, event.added ? { ...part, stage } : { ...part, stage: null, from: stage })
}
