import { z } from 'zod'
import { type Action, UserError } from '#bot'
import type { Db } from '../../db/client.ts'
import type { Caller } from '../caller.ts'
import { type Challenge, getChallenge } from './store/challenges.ts'
import { findSubmission, type Submission } from './store/submissions.ts'

const uuid = z.uuid()
const stageIndex = z.coerce.number().int().nonnegative()

type Deps = Readonly<{ db: Db }>
type Component = Readonly<{ action: Action }>

/**
 * The challenge that a button or form is about.
 * @throws UserError when it is no longer there, or belongs to another space
 */
export async function challengeOf(
  { db }: Deps,
  { action: { args } }: Component,
  caller: Caller,
): Promise<Challenge> {
  const id = uuid.safeParse(args[0])
  return inSpace(id.success ? await getChallenge(db, id.data) : undefined, caller)
}

/**
 * The submission that a button or form is about, with its challenge.
 * @throws UserError when it is no longer there, or belongs to another space
 */
export async function submissionOf(
  { db }: Deps,
  { action: { args } }: Component,
  caller: Caller,
): Promise<Readonly<{ challenge: Challenge; submission: Submission }>> {
  const id = uuid.safeParse(args[0])
  const submission = id.success ? await findSubmission(db, id.data) : undefined
  if (!submission) throw new UserError('error.oldButton')
  return { challenge: inSpace(await getChallenge(db, submission.challengeId), caller), submission }
}

function inSpace(challenge: Challenge | undefined, { user }: Caller): Challenge {
  if (challenge?.channel.platform !== user.platform || challenge.channel.space !== user.space)
    throw new UserError('error.oldButton')
  return challenge
}

/** The stage that a button or form is about, after the challenge's id. */
export function stageOf({ args }: Action, stages: number): number {
  const stage = stageIndex.safeParse(args[1])
  if (!stage.success || stage.data >= stages) throw new UserError('error.oldButton')
  return stage.data
}
