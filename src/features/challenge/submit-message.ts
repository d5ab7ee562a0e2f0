import {
  type FileRef,
  type MessageEvent,
  type MessageRef,
  type SeenMessage,
  type Sentence,
  sentence,
  UserError,
} from '#bot'
import { slotOfThread } from '../../durable/outbox/index.ts'
import { withoutPictures } from '../../markdown/embedded.ts'
import { isTextFile, TEXT_ENDINGS } from '../answers/file-rules.ts'
import { explain } from '../answers/posts.ts'
import { type ReadFile, readFiles } from '../answers/text-files.ts'
import { userOf } from '../caller.ts'
import type { ChallengeDeps } from './deps.ts'
import { ANSWER_MAX, answerIn, isTooLong, mayBegin } from './rules/wording.ts'
import { type Challenge, getChallenge } from './store/challenges.ts'
import { findSubmissionBy, latestVersion, listByMessage } from './store/submissions.ts'
import { challengeAt } from './streams.ts'
import { handIn } from './submit.ts'
import { viewOf } from './view.ts'
import { withdraw } from './withdraw.ts'

/** A message `answer: …` in a challenge's thread hands in; other messages there are talk. */
export async function onThreadMessage(deps: ChallengeDeps, event: MessageEvent): Promise<void> {
  const ref = event.change === 'deleted' ? event.ref : event.message.ref
  const challenge = await challengeIn(deps, ref)
  if (!challenge) return
  if (event.change === 'deleted') await onAnswerDeleted(deps, challenge, ref)
  else await submitMessage(deps, challenge, event.message)
}

async function challengeIn(deps: ChallengeDeps, ref: MessageRef): Promise<Challenge | undefined> {
  const placed = await slotOfThread(deps.db, ref)
  const id = placed && challengeAt(placed.stream)
  return id === undefined ? undefined : getChallenge(deps.db, id)
}

/**
 * Hands in a message that begins with the word for it, or whose file does; its author is told privately why it is
 * refused.
 * @throws NotYet when a file has to be fetched again
 */
export async function submitMessage(
  deps: ChallengeDeps,
  challenge: Challenge,
  message: SeenMessage,
): Promise<void> {
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

/** Whether its text is an answer, or a text file's may be. Files of other messages are not fetched. */
function mayAnswer({ text, files }: SeenMessage): boolean {
  return answerIn(text) !== undefined || (mayBegin(text) && files.some(isTextFile))
}

const isBlind = ({ blind, phase }: Challenge) => blind && phase !== 'closed'

/**
 * The answer in a message with its files; undefined where neither begins with the word for it.
 * @throws UserError with why a file of an answer can't be read
 */
function answerOf(said: string, texts: readonly ReadFile[]): string | undefined {
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

/** A submission whose message was deleted is withdrawn, at any time. */
export async function onAnswerDeleted(
  deps: ChallengeDeps,
  { id }: Challenge,
  ref: MessageRef,
): Promise<void> {
  await withdraw(deps, id, {
    find: async (tx) =>
      (await listByMessage(tx, id)).find(({ message }) => message === ref.message)?.submission,
  })
}
