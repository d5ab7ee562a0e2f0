import { type FileRef, type MessageRef, type PlatformName, type SeenMessage, sameUser } from '#bot'
import type { Tx } from '../../db/client.ts'
import { isPicture, PICTURE_MAX_BYTES, readPart, type WrittenPart } from '../answers/rules.ts'
import { answerOfMock, findPart, listPictures, savePicture } from '../answers/store.ts'
import { saveAnswerPart } from './answer-parts.ts'
import type { MockDeps } from './deps.ts'
import { stageOpenAt } from './rules/running.ts'
import type { View } from './view.ts'

/** Stores a message of the candidate's in a mock's thread. Anybody who writes there counts as present. */
export async function recordMessage(
  deps: MockDeps,
  mockId: string,
  message: SeenMessage,
  eventId?: string,
): Promise<void> {
  if (message.author.bot) return
  const { platform } = message.ref
  const written = readPart(message.text)
  let partId: number | undefined
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'seen', by: message.author, at }), {
    ...(eventId !== undefined && { event: { platform, id: eventId } }),
    also: async (tx, _, view) => {
      partId = await savePart(tx, view, message, written, deps.clock.botTime)
    },
  })
  // Not awaited, because the channel's next event must not wait. The catch-up fetches a missed picture.
  if (partId !== undefined) void keepPictures(deps, partId, message)
}

/** Stores a message's pictures, once, because the platform's addresses expire. One that can't be fetched is left out. */
export async function keepPictures(
  deps: MockDeps,
  partId: number,
  { ref, files }: SeenMessage,
): Promise<void> {
  const pictures = files.filter((file) => isPicture(file.mediaType) && file.bytes <= PICTURE_MAX_BYTES)
  if (pictures.length === 0) return
  try {
    const kept = await listPictures(deps.db, partId)
    for (const file of pictures.filter(({ id }) => !kept.includes(id)))
      await keepPicture(deps, ref.platform, partId, file)
  } catch (err) {
    deps.log.warn({ err, message: ref.message }, 'could not store the pictures of an answer')
  }
}

/**
 * A late message belongs to the stage in which it was written. Its text counts if it was there when the votes were
 * revealed; after that an answer is closed.
 */
async function savePart(
  tx: Tx,
  view: View,
  message: SeenMessage,
  { text, diagrams }: WrittenPart,
  botTime: (real: number) => number,
): Promise<number | undefined> {
  const { mock } = view
  const { state } = mock
  const { candidate } = state.seats
  const stage = stageOpenAt(state, botTime(message.writtenAt))
  if (stage === undefined || !candidate || !sameUser(candidate, message.author)) return undefined
  const answer = await answerOfMock(tx, mock.id)
  if (!answer || botTime(message.at) > (answer.revealedAt ?? Number.POSITIVE_INFINITY)) return undefined
  const part = { answerId: answer.id, ...sourceOf(message.ref) }
  const pictures = message.files.some((file) => isPicture(file.mediaType))
  // An empty message is stored only where it replaces an earlier text.
  if (text === '' && !pictures && (await findPart(tx, part)) === undefined) return undefined
  return saveAnswerPart(tx, view, { ...part, stage, text, diagrams, editedAt: message.at })
}

async function keepPicture(
  { db, platforms }: MockDeps,
  platform: PlatformName,
  partId: number,
  file: FileRef,
): Promise<void> {
  const bytes = await platforms.get(platform)?.download(file, PICTURE_MAX_BYTES)
  const { id: fileId, name, mediaType = '' } = file
  if (bytes) await savePicture(db, { partId, fileId, name, mediaType, bytes })
}

/** The key of a message among the parts of an answer. */
export function sourceOf({ message }: MessageRef) {
  return { source: 'message' as const, sourceId: message }
}
