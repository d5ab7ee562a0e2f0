import {
  type ChannelRef,
  type GoneEvent,
  type MessageRef,
  type PlatformError,
  type ReactionEvent,
  sameUser,
  type UserRef,
} from '#bot'
import type { Db } from '../../db/client.ts'
import {
  type Delivery,
  enqueue,
  type SlotName,
  slotOfMessage,
  slotOfThread,
} from '../../durable/outbox/index.ts'
import { stageOfEmoji, standingStage } from '../answers/rules.ts'
import { type Answer, answerOfMock, filePart, listMessages } from '../answers/store.ts'
import type { Listener } from '../feature.ts'
import { LOBBY, THREAD } from './announce.ts'
import { keycapsOf } from './catch-up.ts'
import type { FlowDeps } from './deps.ts'
import { deletePartDrawn } from './drawing.ts'
import { hear, sourceOf } from './hearing.ts'
import type { Homeless } from './rules/state.ts'
import { listOpen, lockMock } from './store.ts'

export function createListener(deps: FlowDeps): Partial<Listener> {
  return {
    async onMessage(event) {
      const ref = event.change === 'deleted' ? event.ref : event.message.ref
      const placed = mine(await slotOfThread(deps.db, ref))
      if (event.change !== 'deleted') {
        if (placed) await hear(deps, placed.stream, event.message, event.id)
      } else if (placed) await forget(deps, placed.stream, ref, event.id)
      else await closeLobby(deps, ref)
    },
    onReaction: (event) => file(deps, event),
    onReactionsCleared: (message) => refile(deps, message),
    async onGone(place) {
      const reason = 'channel' in place && place.thread !== undefined ? 'deleted' : 'gone'
      for (const id of await mocksAt(deps, place)) await vanish(deps, id, reason)
    },
  }
}

/** A message can never be sent. Without its place, its lobby or its thread a mock ends. */
export async function onDeadLetter(
  deps: FlowDeps,
  stream: string,
  delivery: Delivery,
  error: PlatformError,
): Promise<void> {
  if (!isMock(stream)) return
  const posts = delivery.kind === 'post' || delivery.kind === 'thread'
  if (posts && error.kind === 'gone') await vanish(deps, stream, 'deleted')
  else if (posts && (delivery.slot === LOBBY || delivery.slot === THREAD))
    await vanish(deps, stream, 'unsent')
  // A card that could not be sent for long bears the controls: it is wanted however late.
  else if (posts && error.kind === 'later') await sendAgain(deps, stream, delivery)
}

/** A mock's stream is its id; those of other features begin with a word of theirs. */
const isMock = (stream: string) => !stream.includes(':')

function mine(placed: SlotName | undefined): SlotName | undefined {
  return placed && isMock(placed.stream) ? placed : undefined
}

/** The id of the mock whose thread this is. */
export async function mockAt(db: Db, thread: ChannelRef): Promise<string | undefined> {
  return mine(await slotOfThread(db, thread))?.stream
}

async function mocksAt({ db }: FlowDeps, place: GoneEvent['place']): Promise<readonly string[]> {
  if (!('channel' in place) || place.thread === undefined)
    return (await listOpen(db, place)).map((mock) => mock.id)
  const id = await mockAt(db, place)
  return id === undefined ? [] : [id]
}

async function vanish({ engine }: FlowDeps, mockId: string, reason: Homeless): Promise<void> {
  await engine.advance(mockId, (_, at) => ({ kind: 'vanish', reason, at }))
}

async function sendAgain({ db }: FlowDeps, mockId: string, delivery: Delivery): Promise<void> {
  await db.transaction(async (tx) => {
    const mock = await lockMock(tx, mockId)
    if (mock && mock.state.phase !== 'cancelled') await enqueue(tx, mockId, mock.channel.platform, delivery)
  })
}

/** A lobby whose card was deleted can't be started any more: its candidate is free again. */
async function closeLobby({ db, engine }: FlowDeps, card: MessageRef): Promise<void> {
  const placed = mine(await slotOfMessage(db, card))
  if (placed?.slot !== LOBBY) return
  await engine.advance(placed.stream, ({ state }, at) =>
    state.phase === 'lobby' ? { kind: 'vanish', reason: 'gone', at } : { kind: 'tick', at },
  )
}

/** A deletion is honoured at any time, also after the mock. */
async function forget(deps: FlowDeps, mockId: string, ref: MessageRef, eventId: string): Promise<void> {
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'tick', at }), {
    event: { platform: ref.platform, id: eventId },
    also: async (tx, _, view) => {
      await deletePartDrawn(tx, view, sourceOf(ref))
    },
  })
}

/** 1️⃣ to 7️⃣ by the candidate on a message of theirs files it under that stage; taken back, it returns. */
async function file(deps: FlowDeps, { message, user, emoji, added, late }: ReactionEvent): Promise<void> {
  const stage = stageOfEmoji(emoji)
  if (stage === undefined) return
  if (!added || late) return refile(deps, message, user)
  const answer = await answerAt(deps, message)
  if (answer && sameUser(answer.author, user))
    await filePart(deps.db, { answerId: answer.id, ...sourceOf(message), stage })
}

/** Files a message by the keycaps that still stand on it. @param by whose reaction calls for it, if anybody's */
async function refile(deps: FlowDeps, message: MessageRef, by?: UserRef): Promise<void> {
  const answer = await answerAt(deps, message)
  const platform = deps.platforms.get(message.platform)
  if (!answer || !platform || (by && !sameUser(answer.author, by))) return
  const part = { answerId: answer.id, ...sourceOf(message) }
  const known = (await listMessages(deps.db, answer.id)).find(({ sourceId }) => sourceId === part.sourceId)
  if (!known) return
  const stage = standingStage(known.filedStage, await keycapsOf(platform, message, answer.author))
  if (stage !== known.filedStage) await filePart(deps.db, { ...part, stage, from: known.filedStage })
}

async function answerAt({ db }: FlowDeps, message: MessageRef): Promise<Answer | undefined> {
  const placed = mine(await slotOfThread(db, message))
  return placed && answerOfMock(db, placed.stream)
}
