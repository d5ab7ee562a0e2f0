import { type FileRef, type SeenMessage, type Sentence, sentence, UserError } from '#bot'
import { withoutPictures } from '../../markdown/embedded.ts'
import { isTextFile, TEXT_ENDINGS } from '../answers/file-rules.ts'
import { explain } from '../answers/posts.ts'
import { type ReadFile, readFiles } from '../answers/text-files.ts'
import { userOf } from '../caller.ts'
import type { ChallengeDeps } from './deps.ts'
import { ANSWER_MAX, answerIn, isTooLong, mayBegin } from './rules/wording.ts'
import type { Challenge } from './store/challenges.ts'
import { findSubmissionBy, latestVersion, listByMessage } from './store/submissions.ts'
import { handIn } from './submit.ts'
import { viewOf } from './view.ts'

/**
 * Hands in a message that begins with the word for it, or whose file does; its author is told privately why it is
 * refused.
 * @throws NotYet when a file has to be fetched again
 */
export async function submitMessage(
  deps: ChallengeDeps,
  challenge: Challenge,
  heard: SeenMessage,
): Promise<void> {
  const message = await asAuthors(deps, challenge, heard)
  const { author } = message
  if (author.bot || !mayAnswer(message)) return
  try {
    if (answerIn(message.text) !== undefined && isBlind(challenge))
      throw new UserError('challenge.blindMessage')
    if (await isKnown(deps, challenge, message)) return
    const { texts, others } = await readFiles(deps, message)
    const text = answerOf(message.text, texts)
    if (text === undefined) return
    if (isBlind(challenge)) throw new UserError('challenge.blindMessage')
    if (text === '' && others.length > 0) throw unusable('challenge.otherFile', others)
    const done = await handIn(deps, {
      challengeId: challenge.id,
      author: userOf(author),
      source: 'message',
      message: message.ref.message,
      text,
      at: deps.clock.botTime(message.at),
    })
    if (!done) return
    await explainTo(deps, challenge, message, [
      ...(others.length > 0 ? [unusable('challenge.otherFileToo', others)] : []),
      ...(done.pictures > 0 ? [sentence('picture.embedded', { count: done.pictures })] : []),
    ])
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    await explainTo(deps, challenge, message, [error])
  }
}

/** A copy that took the place of an answer's message counts as the author's, also when it is edited. */
async function asAuthors(
  { db }: ChallengeDeps,
  { id }: Challenge,
  message: SeenMessage,
): Promise<SeenMessage> {
  if (!message.relayed) return message
  const known = (await listByMessage(db, id)).find((each) => each.message === message.ref.message)
  if (!known) return message
  return { ...message, author: { ...message.author, user: known.submission.author, bot: false } }
}

/** Whether its text is an answer, or a text file's may be. Files of other messages are not fetched. */
function mayAnswer({ text, files }: SeenMessage): boolean {
  return answerIn(text) !== undefined || (mayBegin(text) && files.some(isTextFile))
}

const isBlind = ({ blind, phase }: Challenge) => blind && phase !== 'closed'

/**
 * The answer in a message with its files; undefined where neither begins with the word for it.
 * @throws UserError with why a file of an answer can't be read
 */
export function answerOf(said: string, texts: readonly ReadFile[]): string | undefined {
  const begun = answerIn(said)
  const read = texts.map((each) => ('text' in each ? each.text : ''))
  const whole = [begun ?? said, ...read].filter((text) => text.trim() !== '').join('\n\n')
  const answer = begun === undefined ? answerIn(whole) : whole
  // A file that can't be read may be an answer if it is all that there is.
  const alone = read.every((text) => text === '')
  for (const each of answer === undefined && !alone ? [] : texts) {
    if ('unread' in each) throw new UserError(each.unread)
    // Said by its name, since a message may have several files.
    if (isTooLong(withoutPictures(each.text).text))
      throw new UserError('file.tooLarge', { name: each.file.name, max: ANSWER_MAX })
  }
  return answer
}

/** Whether this wording or a newer one is stored. Threads are read again and again, and files may be gone by then. */
async function isKnown(
  { db, clock }: ChallengeDeps,
  { id }: Challenge,
  { author, at }: SeenMessage,
): Promise<boolean> {
  const submission = await findSubmissionBy(db, id, author.user)
  const latest = submission && (await latestVersion(db, submission.id))
  return latest !== undefined && clock.botTime(at) <= latest.at
}

function unusable(
  key: 'challenge.otherFile' | 'challenge.otherFileToo',
  files: readonly FileRef[],
): UserError {
  return new UserError(key, { name: files.map(({ name }) => name), endings: TEXT_ENDINGS.join(' ') })
}

async function explainTo(
  deps: ChallengeDeps,
  challenge: Challenge,
  message: SeenMessage,
  sentences: readonly Sentence[],
): Promise<void> {
  const { db, clock } = deps
  const { t, problem } = viewOf(deps, challenge)
  await db.transaction((tx) =>
    explain(tx, clock, message, t, sentences, (said) =>
      t('challenge.aboutMessage', { problem: problem.title, said }),
    ),
  )
}
