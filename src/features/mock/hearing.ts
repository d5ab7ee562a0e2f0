import { type FileRef, type MessageRef, type PlatformName, type SeenMessage, sameUser } from '#bot'
import type { Tx } from '../../db/client.ts'
import { isPicture, PICTURE_MAX_BYTES, partText } from '../answers/rules.ts'
import { answerOfMock, findPart, savePart, savePicture } from '../answers/store.ts'
import type { FlowDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import { stageOpenAt } from './running.ts'

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
    also: async (tx, stepped) => {
      partId = await keep(tx, stepped, message, deps.clock.botTime(message.at))
    },
  })
  if (partId !== undefined) for (const file of message.files) await keepPicture(deps, platform, partId, file)
}

/** @param writtenAt bot time: a message that arrives late belongs to the stage in which it was written */
async function keep(
  tx: Tx,
  { mock }: Stepped,
  message: SeenMessage,
  writtenAt: number,
): Promise<number | undefined> {
  const { state } = mock
  const { candidate } = state.seats
  const stage = state.phase === 'done' ? undefined : stageOpenAt(state, writtenAt)
  if (stage === undefined || !candidate || !sameUser(candidate, message.author)) return undefined
  const answer = await answerOfMock(tx, mock.id)
  if (!answer) return undefined
  const part = { answerId: answer.id, ...sourceOf(message.ref) }
  const text = partText(message.text) ?? ''
  const pictures = message.files.some((file) => isPicture(file.mediaType))
  // Nothing but space is no answer, unless it takes back what stood there.
  if (text === '' && !pictures && (await findPart(tx, part)) === undefined) return undefined
  return savePart(tx, { ...part, stage, text, editedAt: message.at })
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

/** What a message is known by among the parts of an answer. */
export function sourceOf({ message }: MessageRef) {
  return { source: 'message' as const, sourceId: message }
}
