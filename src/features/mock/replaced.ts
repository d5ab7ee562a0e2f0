import type { MessageRef, SeenMessage } from '#bot'
import { isCopy } from '../../kit/copies.ts'
import { listNames } from '../answers/file-store.ts'
import { type Answer, findPart, type KnownMessage } from '../answers/store.ts'
import { moveAnswerPart } from './answer-parts.ts'
import type { MockDeps } from './deps.ts'
import { fetchPictures } from './pictures.ts'
import { readMessage, recordMessage, sourceOf } from './record.ts'

/** A webhook's copy took the place of a message, which was deleted: the part that it holds stays. */
export async function replaceMessage(
  deps: MockDeps,
  mockId: string,
  from: MessageRef,
  copy: SeenMessage,
  eventId?: string,
): Promise<void> {
  const { platform } = from
  let partId: number | undefined
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'seen', by: copy.author, at }), {
    ...(eventId !== undefined && { event: { platform, id: eventId } }),
    also: async (tx, _, view) => {
      partId = await moveAnswerPart(tx, view, sourceOf(from), copy)
    },
  })
  if (partId !== undefined) void fetchPictures(deps, partId, copy)
  // The original was never heard, or its deletion came first.
  else await recordMessage(deps, mockId, copy)
}

/**
 * The copy of a message that is gone, by its text and the names of its files; it counts as its author's.
 * @param messages those of the thread that have no part
 */
export async function findCopy(
  deps: MockDeps,
  { id: answerId, author }: Answer,
  { id, sourceId, editedAt }: KnownMessage,
  messages: readonly SeenMessage[],
): Promise<SeenMessage | undefined> {
  const relayed = messages.filter((message) => message.relayed)
  const part = relayed.length > 0 && (await findPart(deps.db, { answerId, source: 'message', sourceId }))
  if (!part) return undefined
  const original = { text: part.text, files: await listNames(deps.db, id) }
  for (const copy of relayed) {
    const { text, files } = await readMessage(deps, copy)
    const said = { text, files: files.map(({ name }) => name) }
    if (isCopy(original, said, copy.writtenAt - editedAt))
      return { ...copy, author: { ...author, name: copy.author.name, bot: false } }
  }
  return undefined
}
