import { type FileRef, type MessageRef, type PlatformName, type SeenMessage, sameUser } from '#bot'
import type { Tx } from '../../db/client.ts'
import { isPicture, PICTURE_MAX_BYTES, partText } from '../answers/rules.ts'
import { answerOfMock, findPart, listPictures, savePicture } from '../answers/store.ts'
import type { FlowDeps } from './deps.ts'
import { savePartDrawn } from './drawing.ts'
import { stageOpenAt } from './rules/running.ts'
import type { View } from './view.ts'

/** Stores what the candidate writes; whoever writes is seen to be there. */
export async function hear(
  deps: FlowDeps,
  mockId: string,
  message: SeenMessage,
  eventId?: string,
): Promise<void> {
  if (message.author.bot) return
  const { platform } = message.ref
  let partId: number | undefined
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'seen', by: message.author, at }), {
    ...(eventId !== undefined && { event: { platform, id: eventId } }),
    also: async (tx, _, view) => {
      partId = await keep(tx, view, message, deps.clock.botTime)
    },
  })
  // Not waited for: what comes next in the channel must not. A picture missed is fetched by the catch-up.
  if (partId !== undefined) void keepPictures(deps, partId, message)
}

/** A platform's own address of a picture expires, so its bytes are kept, once. One that can't be had is left out. */
export async function keepPictures(
  deps: FlowDeps,
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
    deps.log.warn({ err, message: ref.message }, 'pictures of an answer could not be kept')
  }
}

/**
 * A message that arrives late belongs to the stage in which it was written, and one that stood there as it reads
 * when the votes were opened belongs to the answer; after that an answer is closed.
 */
async function keep(
  tx: Tx,
  view: View,
  message: SeenMessage,
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
  const text = partText(message.text) ?? ''
  const pictures = message.files.some((file) => isPicture(file.mediaType))
  // Nothing but space is no answer, unless it takes back what stood there.
  if (text === '' && !pictures && (await findPart(tx, part)) === undefined) return undefined
  return savePartDrawn(tx, view, { ...part, stage, text, editedAt: message.at })
}

async function keepPicture(
  { db, platforms }: FlowDeps,
  platform: PlatformName,
  partId: number,
  file: FileRef,
): Promise<void> {
  const bytes = await platforms.get(platform)?.download(file, PICTURE_MAX_BYTES)
  const { id: fileId, name, mediaType = '' } = file
  if (bytes) await savePicture(db, { partId, fileId, name, mediaType, bytes })
}

/** What a message is known by among the parts of an answer. */
export function sourceOf({ message }: MessageRef) {
  return { source: 'message' as const, sourceId: message }
}
