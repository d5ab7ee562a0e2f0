import { UserError, type UserRef } from '#bot'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { withoutPictures } from '../../markdown/embedded.ts'
import { withMarksOnLines } from '../../markdown/tidy.ts'
import { createAnswer } from '../answers/store.ts'
import type { ChallengeDeps } from './deps.ts'
import { requireAccepted } from './engine.ts'
import { analyse, type StoredAnalysis } from './rules/analysis.ts'
import { namesOfStages } from './rules/stage-words.ts'
import { ANSWER_MAX, codePoints } from './rules/wording.ts'
import { type Challenge, lockChallenge } from './store/challenges.ts'
import {
  addVersion,
  findSubmissionBy,
  insertSubmission,
  latestVersion,
  type Submission,
  saveSubmissionState,
  type Version,
} from './store/submissions.ts'

/** A text as it is handed in. */
export type HandIn = Readonly<{
  challengeId: string
  author: UserRef
  source: Version['source']
  /** The platform's id of the message with the text. */
  message?: string
  text: string
  /** Bot time at which it was written. */
  at: number
  /** The inbound event, so that a redelivery changes nothing. */
  event?: string
}>

/** `again`: its author had handed in before. `pictures`: how many within the text were left out. */
export type HandedIn = Readonly<{ submission: Submission; again: boolean; pictures: number }>

/**
 * Accepts a submission, or a newer wording of it, and shows it in the thread.
 * @returns undefined when the event was handled before, or an equal or newer wording stands
 * @throws UserError with why it is not accepted: then nothing changed
 */
export async function handIn(deps: ChallengeDeps, wish: HandIn): Promise<HandedIn | undefined> {
  const { text, pictures } = checkText(wish.text)
  const analysis = analyse(text, namesOfStages(deps.content.stages))
  return deps.db.transaction(async (tx) => {
    const { author, challengeId, event, at } = wish
    if (event !== undefined && !(await claimEvent(tx, author.platform, event))) return undefined
    const challenge = await lockChallenge(tx, challengeId)
    if (!challenge) throw new UserError('error.oldButton')
    const before = await findSubmissionBy(tx, challengeId, author.user)
    const latest = before && (await latestVersion(tx, before.id))
    // Checked before any refusal, because messages in a thread are read again and again.
    if (latest && wish.source === 'message' && at <= latest.at) return undefined
    const unchanged = before?.state === 'standing' && text === latest?.text
    let handedIn: HandedIn | undefined
    const stepped = await deps.engine.stepIn(
      tx,
      challenge,
      { kind: 'hand-in', before, unchanged, at },
      async (_, { outcome }) => {
        if (unchanged) return { submission: before }
        const submission = await store(
          tx,
          challenge,
          { ...wish, text, analysis },
          before,
          outcome.late ?? false,
        )
        handedIn = { submission, again: before !== undefined, pictures }
        return { submission }
      },
    )
    requireAccepted(stepped)
    return handedIn
  })
}

/** @throws UserError for a text that is empty or too long */
export function checkText(raw: string): Readonly<{ text: string; pictures: number }> {
  // The database refuses NUL and half surrogate pairs.
  const said = raw.replaceAll('\0', '').toWellFormed().replaceAll('\r\n', '\n').trim()
  const { text: kept, pictures } = withoutPictures(said)
  const count = codePoints(kept)
  if (count > ANSWER_MAX) throw new UserError('challenge.tooLong', { count, max: ANSWER_MAX })
  const text = withMarksOnLines(kept).trim()
  if (text === '') throw new UserError('error.emptyAnswer')
  return { text, pictures }
}

async function store(
  tx: Tx,
  challenge: Challenge,
  wish: HandIn & Readonly<{ analysis: StoredAnalysis }>,
  before: Submission | undefined,
  late: boolean,
): Promise<Submission> {
  const submission = before ?? (await insertFirst(tx, challenge, wish, late))
  const { source, message = null, text, at, analysis } = wish
  await addVersion(tx, submission, { source, message, text, at, analysis })
  if (before?.state === 'withdrawn') await saveSubmissionState(tx, before.id, 'standing')
  return { ...submission, state: 'standing', version: submission.version + 1 }
}

async function insertFirst(tx: Tx, challenge: Challenge, wish: HandIn, late: boolean): Promise<Submission> {
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
