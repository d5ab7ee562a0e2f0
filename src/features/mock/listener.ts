import {
  type FileRef,
  type GoneEvent,
  type Listener,
  type MessageRef,
  type PlatformError,
  type PlatformName,
  type ReactionEvent,
  type SeenMessage,
  sameUser,
} from '#bot'
import type { Tx } from '../../db/client.ts'
import { type Delivery, placeOf, streamOfMessage, streamOfThread } from '../../durable/deliveries.ts'
import { isPicture, PICTURE_MAX_BYTES, partText, stageOfEmoji } from '../answers/rules.ts'
import { answerOfMock, deletePart, filePart, findPart, savePart, savePicture } from '../answers/store.ts'
import { LOBBY, THREAD } from './announce.ts'
import type { FlowDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import type { Homeless } from './state.ts'
import { listOpen, type Mock } from './store.ts'

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
        if (mock.state.phase === 'running' || mock.state.phase === 'paused') await catchUp(deps, mock)
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

/** Stores what the candidate writes; whoever writes is seen to be there. */
async function hear(deps: FlowDeps, mockId: string, message: SeenMessage, eventId?: string): Promise<void> {
  if (message.author.bot) return
  const { platform } = message.ref
  let partId: number | undefined
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'seen', by: message.author, at }), {
    ...(eventId !== undefined && { event: { platform, id: eventId } }),
    also: async (tx, stepped) => {
      partId = await keep(tx, stepped, message)
    },
  })
  if (partId !== undefined) for (const file of message.files) await keepPicture(deps, platform, partId, file)
}

async function keep(tx: Tx, { mock }: Stepped, message: SeenMessage): Promise<number | undefined> {
  const { state } = mock
  const { candidate } = state.seats
  if ((state.phase !== 'running' && state.phase !== 'paused') || !candidate) return undefined
  if (!sameUser(candidate, message.author)) return undefined
  const answer = await answerOfMock(tx, mock.id)
  if (!answer) return undefined
  const part = { answerId: answer.id, ...sourceOf(message.ref) }
  const text = partText(message.text) ?? ''
  const pictures = message.files.some((file) => isPicture(file.mediaType))
  // Nothing but space is no answer, unless it takes back what stood there.
  if (text === '' && !pictures && (await findPart(tx, part)) === undefined) return undefined
  return savePart(tx, { ...part, stage: state.timeline.stage, text, editedAt: message.at })
}

/** A platform's own address of a picture expires, so its bytes are kept. One that can't be had is left out. */
async function keepPicture(
  { db, platforms, log }: FlowDeps,
  platform: PlatformName,
  partId: number,
  file: FileRef,
): Promise<void> {
  const { mediaType } = file
  if (mediaType === undefined || !isPicture(mediaType) || file.bytes > PICTURE_MAX_BYTES) return
  try {
    const bytes = await platforms.get(platform)?.download(file, PICTURE_MAX_BYTES)
    if (bytes) await savePicture(db, { partId, fileId: file.id, name: file.name, mediaType, bytes })
  } catch (err) {
    log.warn({ err, file: file.id }, 'a picture of an answer could not be kept')
  }
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

async function catchUp(deps: FlowDeps, mock: Mock): Promise<void> {
  const { db, platforms, log } = deps
  const thread = await placeOf(db, mock.id, THREAD)
  const platform = platforms.get(mock.channel.platform)
  const { candidate } = mock.state.seats
  if (!thread || !candidate || !platform?.readsMessages) return
  try {
    for (const message of await platform.readMessages(thread))
      if (sameUser(message.author, candidate)) await hear(deps, mock.id, message)
  } catch (err) {
    log.warn({ err, mock: mock.id }, 'what was said in a mock while the bot was away could not be read')
  }
}

function sourceOf({ message }: MessageRef) {
  return { source: 'message' as const, sourceId: message }
}
