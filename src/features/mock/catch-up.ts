import {
  type MessageRef,
  type Platform,
  type PlatformName,
  type SeenMessage,
  sameUser,
  type UserRef,
} from '#bot'
import { findSlot } from '../../durable/outbox/index.ts'
import { forEachConcurrently } from '../../kit/concurrency.ts'
import { stageOfEmoji, standingStage } from '../answers/rules.ts'
import { answerOfMock, filePart, type KnownMessage, listMessages } from '../answers/store.ts'
import { THREAD } from './announce.ts'
import type { FlowDeps } from './deps.ts'
import { deletePartDrawn } from './drawing.ts'
import { hear, keepPictures } from './hearing.ts'
import { listOpen, type Mock } from './store.ts'

/** Threads that are read side by side; the platforms' own limits keep the pace. */
const CONCURRENCY = 8

/**
 * Catches up with every begun mock of a platform, first where scores are being given: what was written is to be
 * there when they are shown.
 * @throws AggregateError when not every thread could be read: it must be done again
 */
export async function catchUpAll(
  deps: FlowDeps,
  platform: PlatformName,
  stopping: AbortSignal,
): Promise<void> {
  const begun = (await listOpen(deps.db, { platform })).filter(({ state }) => state.phase !== 'lobby')
  const scoring = begun.filter(({ state }) => state.phase === 'scoring')
  const waiting = [...scoring, ...begun.filter((mock) => !scoring.includes(mock))]
  const faults = await forEachConcurrently(waiting, CONCURRENCY, stopping, (mock) => catchUp(deps, mock))
  if (faults.length > 0) throw new AggregateError(faults, 'not every thread could be read')
}

/**
 * Reads what was written, edited, deleted and filed in a mock's thread while nobody listened. What
 * stands in the thread is the truth.
 * @throws whatever keeps it from reading: it must be done again
 */
async function catchUp(deps: FlowDeps, mock: Mock): Promise<void> {
  const { db, platforms, log } = deps
  const thread = await findSlot(db, mock.id, THREAD)
  const platform = platforms.get(mock.channel.platform)
  const answer = await answerOfMock(db, mock.id)
  if (!thread || !answer || !platform?.readsMessages) return
  // Asked before the thread is read: what is heard meanwhile is newer than that reading.
  const known = new Map((await listMessages(db, answer.id)).map((part) => [part.sourceId, part]))
  const { messages, complete } = await platform.readMessages(thread)
  const standing = messages.filter((message) => sameUser(message.author, answer.author))
  for (const message of standing) await hearAgain(deps, mock.id, message, known.get(message.ref.message))
  if (complete) {
    const gone = [...known.keys()].filter((id) => !standing.some(({ ref }) => ref.message === id))
    for (const sourceId of gone)
      await deps.engine.advance(mock.id, (_, at) => ({ kind: 'tick', at }), {
        also: async (tx, _, view) => deletePartDrawn(tx, view, { source: 'message', sourceId }),
      })
  } else log.warn({ mock: mock.id }, 'a thread could not be read whole: is Read Message History allowed?')
  for (const message of standing) {
    const before = known.get(message.ref.message)?.filedStage ?? null
    // Asked only where a keycap stands at all.
    const marked = message.emoji?.some((emoji) => stageOfEmoji(emoji) !== undefined)
    const keycaps = marked ? await keycapsOf(platform, message.ref, answer.author) : []
    const stage = standingStage(before, keycaps)
    const part = { answerId: answer.id, source: 'message', sourceId: message.ref.message } as const
    if (stage !== before) await filePart(db, { ...part, stage, from: before })
  }
}

/** What is stored as it stands is only looked at for pictures. */
async function hearAgain(
  deps: FlowDeps,
  mockId: string,
  message: SeenMessage,
  known: KnownMessage | undefined,
): Promise<void> {
  if (known?.editedAt === message.at) await keepPictures(deps, known.id, message)
  else await hear(deps, mockId, message)
}

/** The stages whose keycap this person has put on a message. */
export async function keycapsOf(
  platform: Platform,
  message: MessageRef,
  person: UserRef,
): Promise<readonly number[]> {
  const reactions = await platform.readReactions(message)
  return reactions
    .filter(({ user }) => sameUser(user, person))
    .flatMap((reaction) => stageOfEmoji(reaction.emoji) ?? [])
}
