import { textMessage, timeToken, UserError, type UserRef } from '#bot'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { enqueue, findSlot } from '../../durable/outbox/index.ts'
import { createAnswer } from '../answers/store.ts'
import { joinExchange, leaveExchange } from './assign.ts'
import { withdrawnMessage } from './cards/answer-card.ts'
import { authorOf } from './cards/challenge-card.ts'
import type { FlowDeps } from './deps.ts'
import { redrawCard, say, sayAnswer } from './open.ts'
import { headMessage } from './results.ts'
import { ANSWER_MAX, mayHandIn } from './rules/phase.ts'
import { type Challenge, lockChallenge } from './store/challenges.ts'
import { requestRecount } from './store/recounts.ts'
import {
  addVersion,
  insertSubmission,
  latestVersion,
  type Submission,
  saveSubmissionState,
  submissionOf,
  type Version,
} from './store/submissions.ts'
import { personStream, slotOf, streamOf } from './streams.ts'

export type Wish = Readonly<{
  challengeId: string
  author: UserRef
  source: Version['source']
  /** The platform's id of the message that it stands in. */
  message?: string
  text: string
  /** Bot time at which it was written. */
  at: number
  /** What it came with, so that a repetition changes nothing. */
  event?: string
}>

export type HandedIn = Readonly<{ submission: Submission; again: boolean }>

/**
 * Takes an answer, or its newer wording, and shows it in the thread.
 * @returns undefined when the event was handled before, or an equal or newer wording stands
 * @throws UserError with why it isn't taken: then nothing changed
 */
export async function handIn(deps: FlowDeps, wish: Wish): Promise<HandedIn | undefined> {
  const text = checkText(wish.text)
  return deps.db.transaction(async (tx) => {
    const { author, challengeId, event } = wish
    if (event !== undefined && !(await claimEvent(tx, author.platform, event))) return undefined
    const challenge = await lockChallenge(tx, challengeId)
    if (!challenge) throw new UserError('error.oldButton')
    const before = await submissionOf(tx, challengeId, author.user)
    const latest = before && (await latestVersion(tx, before.id))
    // Before anything is said against it: what stands in a thread is read again and again.
    if (latest && wish.source === 'message' && wish.at <= latest.at) return undefined
    const taken = mayHandIn(challenge, wish.at, before)
    if ('refused' in taken) throw new UserError(`challenge.refused.${taken.refused}`)
    if (before?.state === 'standing' && text === latest?.text) return undefined
    const submission = before ?? (await insertFirst(tx, challenge, wish, taken.late))
    const { source, message = null, at } = wish
    await addVersion(tx, submission, { source, message, text, at })
    const now: Submission = { ...submission, state: 'standing', version: submission.version + 1 }
    if (before?.state === 'withdrawn') await saveSubmissionState(tx, before.id, { state: 'standing' })
    await show(deps, tx, challenge, now, before?.state === 'standing')
    return { submission: now, again: before !== undefined }
  })
}

/** @throws UserError for an answer that is empty or too long */
function checkText(raw: string): string {
  const text = raw.replaceAll('\r\n', '\n').trim()
  if (text === '') throw new UserError('error.emptyAnswer')
  const count = [...text].length
  if (count > ANSWER_MAX) throw new UserError('challenge.tooLong', { count, max: ANSWER_MAX })
  return text
}

async function insertFirst(tx: Tx, challenge: Challenge, wish: Wish, late: boolean): Promise<Submission> {
  const { groupId, problem, language } = challenge
  const answerId = await createAnswer(tx, { groupId, problem, language, author: wish.author })
  return insertSubmission(tx, {
    challengeId: challenge.id,
    answerId,
    author: wish.author.user,
    late,
    handedInAt: wish.at,
  })
}

/** @param stood whether it stood before, so that it has its reviewers */
async function show(
  deps: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  submission: Submission,
  stood: boolean,
): Promise<void> {
  const view = deps.view(challenge)
  const slot = slotOf(submission.id)
  // One that was withdrawn comes back on its message, with the reactions that stand there.
  if (stood || (await findSlot(tx, streamOf(challenge.id), slot)))
    await say(tx, challenge, { kind: 'edit', slot, message: await headMessage(tx, view, submission) })
  else await sayAnswer(deps, tx, view, submission)
  if (stood) return
  await redrawCard(tx, view)
  if (!submission.late) await joinExchange(deps, tx, challenge, submission)
  // Nobody listened to what became of them meanwhile.
  await requestRecount(tx, [submission.id])
}

/** Takes an answer out of review; its wordings stay stored. */
export async function withdraw(
  deps: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  submission: Submission,
): Promise<void> {
  const view = deps.view(challenge)
  await saveSubmissionState(tx, submission.id, { state: 'withdrawn' })
  await leaveExchange(deps, tx, challenge, submission)
  const message = withdrawnMessage(view, submission)
  await say(tx, challenge, { kind: 'edit', slot: slotOf(submission.id), message })
  await redrawCard(tx, view)
}

/** Brings a withdrawn answer back as it was. */
export async function reopen(
  deps: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  submission: Submission,
): Promise<void> {
  await saveSubmissionState(tx, submission.id, { state: 'standing' })
  await show(deps, tx, challenge, { ...submission, state: 'standing' }, false)
}

/** An author is told privately what others did with their answer. */
export async function tellAuthor(
  deps: FlowDeps,
  tx: Tx,
  challenge: Challenge,
  { author, number }: Submission,
  what: 'withdrawn' | 'reopened',
): Promise<void> {
  if (challenge.phase === 'cancelled') return
  const { t, problem } = deps.view(challenge)
  const key = what === 'withdrawn' && challenge.phase !== 'open' ? 'withdrawnLate' : what
  const text = t(`challenge.yours.${key}`, {
    number,
    problem: problem.title,
    deadline: timeToken(challenge.deadlineAt, 'date'),
  })
  const user = authorOf(challenge, author)
  await enqueue(tx, personStream(user), user.platform, { kind: 'dm', user, message: textMessage(text) })
}
