import {
  type FileRef,
  type MessageEvent,
  type MessageRef,
  PlatformError,
  type PlatformName,
  type SeenMessage,
  textMessage,
  UserError,
  type UserRef,
} from '#bot'
import { claimEvent } from '../../durable/inbound.ts'
import { enqueue, slotOfThread } from '../../durable/outbox/index.ts'
import type { FlowDeps } from './deps.ts'
import { ANSWER_MAX, answerIn, FILE_TYPES } from './rules/phase.ts'
import { type Challenge, getChallenge, lockChallenge } from './store/challenges.ts'
import { latestVersion, listByMessage, submissionOf } from './store/submissions.ts'
import { challengeAt, personStream } from './streams.ts'
import { handIn, withdraw } from './submit.ts'
import { readFile } from './submit-panel.ts'

/** Takes `answer: …` in a challenge's thread; the thread's other messages are talk. */
export async function hear(deps: FlowDeps, event: MessageEvent): Promise<void> {
  const ref = event.change === 'deleted' ? event.ref : event.message.ref
  const challenge = await challengeIn(deps, ref)
  if (!challenge) return
  if (event.change === 'deleted') await forget(deps, challenge, ref)
  else await take(deps, challenge, event.message)
}

async function challengeIn(deps: FlowDeps, ref: MessageRef): Promise<Challenge | undefined> {
  const placed = await slotOfThread(deps.db, ref)
  const id = placed && challengeAt(placed.stream)
  return id === undefined ? undefined : getChallenge(deps.db, id)
}

/** Takes a message that begins with the word for it; what is wrong with it its author is told privately. */
export async function take(deps: FlowDeps, challenge: Challenge, message: SeenMessage): Promise<void> {
  const written = answerIn(message.text)
  const { author } = message
  if (written === undefined || author.bot) return
  try {
    if (challenge.blind && challenge.phase !== 'closed') throw new UserError('challenge.blindMessage')
    if (await isKnown(deps, challenge, message)) return
    const texts = message.files.filter(isText)
    const others = message.files.filter((file) => !isText(file))
    const parts = [written, ...(await readFiles(deps, author.platform, texts))].filter((text) => text !== '')
    if (parts.length === 0 && others.length > 0) throw notTaken('challenge.otherFile', others)
    const done = await handIn(deps, {
      challengeId: challenge.id,
      author: { platform: author.platform, space: author.space, user: author.user },
      source: 'message',
      message: message.ref.message,
      text: parts.join('\n\n'),
      at: deps.clock.botTime(message.at),
    })
    if (done && others.length > 0)
      await explain(deps, challenge, message, notTaken('challenge.otherFileToo', others))
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    await explain(deps, challenge, message, error)
  }
}

/** What was taken, or replaced since, is read again and again; its files may be gone by then. */
async function isKnown(
  { db, clock }: FlowDeps,
  { id }: Challenge,
  { author, at }: SeenMessage,
): Promise<boolean> {
  const submission = await submissionOf(db, id, author.user)
  const latest = submission && (await latestVersion(db, submission.id))
  return latest !== undefined && clock.botTime(at) <= latest.at
}

const isText = ({ name }: FileRef) => FILE_TYPES.some((end) => name.toLowerCase().endsWith(end))

function notTaken(
  key: 'challenge.otherFile' | 'challenge.otherFileToo',
  files: readonly FileRef[],
): UserError {
  return new UserError(key, { name: files[0]?.name ?? '', endings: FILE_TYPES.join(' ') })
}

/** @throws UserError for a file that can't be read now or later: what else was said in the thread must not wait for it */
async function readFiles(
  deps: FlowDeps,
  platform: PlatformName,
  files: readonly FileRef[],
): Promise<readonly string[]> {
  const read: string[] = []
  for (const file of files) {
    const text = await readFile(deps, platform, file).catch((error: unknown) => {
      if (!(error instanceof PlatformError) || error.kind === 'later') throw error
      const key = error.kind === 'invalid' ? 'challenge.fileTooLarge' : 'challenge.fileGone'
      throw new UserError(key, { name: file.name, max: ANSWER_MAX })
    })
    read.push(text.trim())
  }
  return read
}

/** Events that were handled are remembered for as long. */
const TOLD_MS = 3 * 24 * 60 * 60_000

/** Once a wording: it may be heard and read again, for as long as it stands. */
async function explain(
  { db, texts, clock, view }: FlowDeps,
  challenge: Challenge,
  { author, ref, at }: SeenMessage,
  refusal: UserError,
): Promise<void> {
  if (clock.now() - clock.botTime(at) > TOLD_MS) return
  const user: UserRef = { platform: author.platform, space: author.space, user: author.user }
  const said = texts.in(challenge.language)(refusal)
  const { t, problem } = view(challenge)
  const text = t('challenge.aboutMessage', { problem: problem.title, said })
  await db.transaction(async (tx) => {
    if (!(await claimEvent(tx, user.platform, `refused:${ref.message}:${at}`))) return
    await enqueue(tx, personStream(user), user.platform, { kind: 'dm', user, message: textMessage(text) })
  })
}

/** An answer whose message was deleted is withdrawn, at any time. */
export async function forget(deps: FlowDeps, challenge: Challenge, ref: MessageRef): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const locked = await lockChallenge(tx, challenge.id)
    const found = (await listByMessage(tx, challenge.id)).find(({ message }) => message === ref.message)
    if (locked && found?.submission.state === 'standing') await withdraw(deps, tx, locked, found.submission)
  })
}
