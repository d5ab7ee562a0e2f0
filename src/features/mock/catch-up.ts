import { type MessageRef, type PlatformName, type SeenMessage, sameUser } from '#bot'
import { deletionOf, wordingOf } from '../../durable/attempts.ts'
import { findSlot } from '../../durable/outbox/index.ts'
import { forEachConcurrently } from '../../kit/concurrency.ts'
import { stageOfEmoji, standingStage } from '../answers/rules.ts'
import { answerOfMock, filePart, type KnownMessage, listMessages } from '../answers/store.ts'
import { deleteAnswerPart } from './answer-parts.ts'
import type { MockDeps } from './deps.ts'
import { keycapsOf } from './filing.ts'
import { fetchPictures } from './pictures.ts'
import { recordMessage, sourceOf } from './record.ts'
import { findCopy, replaceMessage } from './replaced.ts'
import { listOpen, type Mock } from './store.ts'
import { THREAD } from './streams.ts'

/** Threads read at the same time; the platforms' own limits set the pace. */
const CONCURRENCY = 8

/**
 * Reads the threads of all begun mocks of a platform. Those being scored come first, because the reveal shows what was
 * written.
 * @throws AggregateError when not every thread could be read: it must be done again
 */
export async function catchUpAll(
  deps: MockDeps,
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
 * Brings a mock's answer in line with its thread, after messages and reactions may have been missed.
 * @throws what the platform throws: it must be done again
 */
async function catchUp(deps: MockDeps, mock: Mock): Promise<void> {
  const { db, platforms, attempts, log } = deps
  const thread = await findSlot(db, mock.id, THREAD)
  const platform = platforms.get(mock.channel.platform)
  const answer = await answerOfMock(db, mock.id)
  if (!thread || !answer || !platform?.readsMessages) return
  // Listed before the thread is read, because events that arrive in the meantime are newer.
  const known = new Map((await listMessages(db, answer.id)).map((part) => [part.sourceId, part]))
  const { messages, complete } = await platform.readMessages(thread)
  const isPart = ({ ref }: SeenMessage) => known.has(ref.message)
  const standing = messages.filter(
    (message) => sameUser(message.author, answer.author) || (message.relayed && isPart(message)),
  )
  const hear = (message: SeenMessage) => hearAgain(deps, mock.id, message, known.get(message.ref.message))
  const faults = [...(await attempts.each(standing, wordingOf, hear))]
  if (complete) {
    const gone = [...known.keys()].filter((id) => !standing.some(({ ref }) => ref.message === id))
    const others = messages.filter((message) => !isPart(message))
    const forget = async (ref: MessageRef) => {
      const part = known.get(ref.message)
      const copy = part && (await findCopy(deps, answer, part, others))
      if (copy) return replaceMessage(deps, mock.id, ref, copy)
      await deps.engine.advance(mock.id, (_, at) => ({ kind: 'tick', at }), {
        also: async (tx, _, view) => deleteAnswerPart(tx, view, sourceOf(ref)),
      })
    }
    const deleted = gone.map((message) => ({ ...thread, message }))
    faults.push(...(await attempts.each(deleted, deletionOf, forget)))
  } else log.warn({ mock: mock.id }, 'could not read all of a thread: is Read Message History allowed?')
  for (const message of standing) {
    const before = known.get(message.ref.message)?.filedStage ?? null
    // Reactions take a request, so only for messages that have a keycap.
    const marked = message.emoji?.some((emoji) => stageOfEmoji(emoji) !== undefined)
    const keycaps = marked ? await keycapsOf(platform, message.ref, answer.author) : []
    const stage = standingStage(before, keycaps)
    const part = { answerId: answer.id, source: 'message', sourceId: message.ref.message } as const
    if (stage !== before) await filePart(db, { ...part, stage, from: before })
  }
  if (faults.length > 0) throw new AggregateError(faults, 'not every message could be read')
}

/** Records a message again; where the stored text is current, only its pictures. */
async function hearAgain(
  deps: MockDeps,
  mockId: string,
  message: SeenMessage,
  known: KnownMessage | undefined,
): Promise<void> {
  if (known?.editedAt === message.at) await fetchPictures(deps, known.id, message)
  else await recordMessage(deps, mockId, message)
}
