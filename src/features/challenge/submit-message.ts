import {
  type FileRef,
  type MessageEvent,
  type MessageRef,
  type SeenMessage,
  textMessage,
  UserError,
} from '#bot'
import { claimEvent } from '../../durable/inbound.ts'
import { slotOfThread } from '../../durable/outbox/index.ts'
import { userOf } from '../caller.ts'
import type { ChallengeDeps } from './deps.ts'
import { readFiles } from './files.ts'
import { tell } from './posts.ts'
import { answerIn, FILE_TYPES } from './rules/wording.ts'
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

/** Hands in a message that begins with the word for it; its author is told privately why it is refused. */
export async function submitMessage(
  deps: ChallengeDeps,
  challenge: Challenge,
  message: SeenMessage,
): Promise<void> {
  const written = answerIn(message.text)
  const { author } = message
  if (written === undefined || author.bot) return
  try {
    if (challenge.blind && challenge.phase !== 'closed') throw new UserError('challenge.blindMessage')
    if (await isKnown(deps, challenge, message)) return
    const texts = message.files.filter(isText)
    const others = message.files.filter((file) => !isText(file))
    const parts = [written, ...(await readFiles(deps, author.platform, texts))].filter((text) => text !== '')
    if (parts.length === 0 && others.length > 0) throw unreadable('challenge.otherFile', others)
    const done = await handIn(deps, {
      challengeId: challenge.id,
      author: userOf(author),
      source: 'message',
      message: message.ref.message,
      text: parts.join('\n\n'),
      at: deps.clock.botTime(message.at),
    })
    if (!done) return
    await explain(deps, challenge, message, [
      ...(others.length > 0 ? [unreadable('challenge.otherFileToo', others)] : []),
      ...(done.pictures > 0 ? [new UserError('picture.embedded', { count: done.pictures })] : []),
    ])
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    await explain(deps, challenge, message, [error])
  }
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

const isText = ({ name }: FileRef) => FILE_TYPES.some((end) => name.toLowerCase().endsWith(end))

function unreadable(
  key: 'challenge.otherFile' | 'challenge.otherFileToo',
  files: readonly FileRef[],
): UserError {
  return new UserError(key, { name: files[0]?.name ?? '', endings: FILE_TYPES.join(' ') })
}

/** Claimed events are stored for this long. */
const CLAIMED_MS = 3 * 24 * 60 * 60_000

/** Once per wording, though the same message may be read again while it stands. */
async function explain(
  deps: ChallengeDeps,
  challenge: Challenge,
  { author, ref, at }: SeenMessage,
  sentences: readonly UserError[],
): Promise<void> {
  const { db, clock } = deps
  if (sentences.length === 0 || clock.now() - clock.botTime(at) > CLAIMED_MS) return
  const user = userOf(author)
  const { t, problem } = viewOf(deps, challenge)
  const said = sentences.map((each) => t(each)).join('\n')
  const text = t('challenge.aboutMessage', { problem: problem.title, said })
  await db.transaction(async (tx) => {
    if (!(await claimEvent(tx, user.platform, `refused:${ref.message}:${at}`))) return
    await tell(tx, user, textMessage(text))
  })
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
