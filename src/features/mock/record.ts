import { type FileRef, type MessageRef, type SeenMessage, type Sentence, sameUser, sentence } from '#bot'
import type { Tx } from '../../db/client.ts'
import { mediaTypeOf } from '../answers/file-rules.ts'
import { keepFiles, MAX_FILES } from '../answers/file-store.ts'
import { explain } from '../answers/posts.ts'
import { PART_MAX, readPart, type WrittenPart } from '../answers/rules.ts'
import { type Answer, answerOfMock, findPart } from '../answers/store.ts'
import { type MessageFiles, readFiles } from '../answers/text-files.ts'
import { saveAnswerPart } from './answer-parts.ts'
import type { MockDeps } from './deps.ts'
import { fetchPictures } from './pictures.ts'
import { stageOpenAt } from './rules/running.ts'
import { getMock, type Mock } from './store.ts'
import type { View } from './view.ts'

/** A message's text with that of its text files, the files that are kept, and the sentences for its author. */
type Written = WrittenPart & Readonly<{ files: readonly FileRef[]; sentences: readonly Sentence[] }>

/**
 * Stores a message of the candidate's in a mock's thread. Anybody who writes there counts as present.
 * @throws NotYet when a file has to be fetched again
 */
export async function recordMessage(
  deps: MockDeps,
  mockId: string,
  heard: SeenMessage,
  eventId?: string,
): Promise<void> {
  const message = await asAuthors(deps, mockId, heard)
  if (message.author.bot) return
  const { platform } = message.ref
  const written = (await mayCount(deps, mockId, message)) ? await readMessage(deps, message) : undefined
  let partId: number | undefined
  await deps.engine.advance(mockId, (_, at) => ({ kind: 'seen', by: message.author, at }), {
    ...(eventId !== undefined && { event: { platform, id: eventId } }),
    also: async (tx, _, view) => {
      if (written) partId = await saveMessage(deps, tx, view, message, written)
    },
  })
  // Not awaited, because the channel's next event must not wait. The catch-up fetches a missed picture.
  if (partId !== undefined) void fetchPictures(deps, partId, message)
}

/** Files of others, and of messages that come too late, are not fetched. */
async function mayCount(deps: MockDeps, mockId: string, message: SeenMessage): Promise<boolean> {
  const mock = await getMock(deps.db, mockId)
  return mock !== undefined && (await placeOf(deps, deps.db, mock, message)) !== undefined
}

/** A copy that took the place of a candidate's message counts as the candidate's, also when it is edited. */
async function asAuthors({ db }: MockDeps, mockId: string, message: SeenMessage): Promise<SeenMessage> {
  const answer = message.relayed && (await answerOfMock(db, mockId))
  const part = answer && (await findPart(db, { answerId: answer.id, ...sourceOf(message.ref) }))
  return part ? { ...message, author: { ...answer.author, name: message.author.name, bot: false } } : message
}

/** Reads a message with its files. @throws NotYet when a file has to be fetched again */
export async function readMessage(deps: MockDeps, message: SeenMessage): Promise<Written> {
  const { texts, others } = await readFiles(deps, message)
  const read = texts.flatMap((each) => ('text' in each ? [each.text] : []))
  const unread = texts.flatMap((each) => ('unread' in each ? [each] : []))
  const part = readPart([message.text, ...read].filter((text) => text !== '').join('\n\n'))
  const { cutFrom, pictures } = part
  return {
    ...part,
    files: [...others, ...unread.map(({ file }) => file)],
    sentences: [
      ...unread.map((each) => each.unread),
      ...deniedAmong(others),
      ...(cutFrom === undefined ? [] : [sentence('file.cut', { count: cutFrom, max: PART_MAX })]),
      ...(pictures > 0 ? [sentence('picture.embedded', { count: pictures })] : []),
    ],
  }
}

function deniedAmong(others: MessageFiles['others']): readonly Sentence[] {
  return others.filter(({ withheld }) => withheld).map(({ name }) => sentence('file.denied', { name }))
}

/** Stores what a message says and its files, and tells its author what is missing. */
async function saveMessage(
  deps: MockDeps,
  tx: Tx,
  view: View,
  message: SeenMessage,
  { text, diagrams, files, sentences }: Written,
): Promise<number | undefined> {
  const place = await placeOf(deps, tx, view.mock, message)
  if (!place) return undefined
  const { answer, stage } = place
  const part = { answerId: answer.id, ...sourceOf(message.ref) }
  // An empty message is stored only where it replaces an earlier text.
  const empty = text === '' && files.length === 0
  const skipped = empty && (await findPart(tx, part)) === undefined
  const editedAt = message.at
  const partId = skipped
    ? undefined
    : await saveAnswerPart(tx, view, { ...part, stage, text, diagrams, editedAt })
  const kept = files.map((file) => ({ fileId: file.id, name: file.name, mediaType: mediaTypeOf(file) }))
  const unkept =
    partId === undefined ? [] : await keepFiles(tx, { answerId: answer.id, partId, editedAt }, kept)
  const said = [...sentences, ...unkept.map(({ name }) => sentence('file.tooMany', { name, max: MAX_FILES }))]
  const { t, problem } = view
  await explain(tx, deps.clock, message, t, said, (each) =>
    t('submit.aboutMessage', { problem: problem.title, said: each }),
  )
  return partId
}

/**
 * The answer to which a message belongs, and the stage in which it was written; undefined if it does not count. Its
 * text counts if it was there when the votes were revealed; after that an answer is closed.
 */
async function placeOf(
  { clock }: MockDeps,
  db: Parameters<typeof answerOfMock>[0],
  { id, state }: Mock,
  message: SeenMessage,
): Promise<Readonly<{ answer: Answer; stage: number }> | undefined> {
  const { candidate } = state.seats
  const stage = stageOpenAt(state, clock.botTime(message.writtenAt))
  if (stage === undefined || !candidate || !sameUser(candidate, message.author)) return undefined
  const answer = await answerOfMock(db, id)
  if (!answer || clock.botTime(message.at) > (answer.revealedAt ?? Number.POSITIVE_INFINITY)) return undefined
  return { answer, stage }
}

/** The key of a message among the parts of an answer. */
export function sourceOf({ message }: MessageRef) {
  return { source: 'message' as const, sourceId: message }
}
