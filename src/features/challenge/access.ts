import { z } from 'zod'
import { type Action, type Translate, UserError, type UserRef } from '#bot'
import type { Caller } from '../caller.ts'
import type { FlowDeps } from './deps.ts'
import { type Challenge, getChallenge } from './store/challenges.ts'
import { findSubmission, type Submission } from './store/submissions.ts'

const uuid = z.uuid()
const stageIndex = z.coerce.number().int().nonnegative()

/** The challenge that a component is about, and the person who used it. */
export type Press = Readonly<{ challenge: Challenge; user: UserRef; organiser: boolean; t: Translate }>

type Component = Readonly<{ action: Action }>

/**
 * Finds the challenge that a component is about.
 * @throws UserError when the component is none of ours any more
 */
export async function pressOf(
  deps: FlowDeps,
  { action: { args } }: Component,
  caller: Caller,
): Promise<Press> {
  const id = uuid.safeParse(args[0])
  return pressAt(id.success ? await getChallenge(deps.db, id.data) : undefined, caller)
}

/** Finds the submission that a component is about, and its challenge. */
export async function submissionPress(
  deps: FlowDeps,
  { action: { args } }: Component,
  caller: Caller,
): Promise<Press & Readonly<{ submission: Submission }>> {
  const id = uuid.safeParse(args[0])
  const submission = id.success ? await findSubmission(deps.db, id.data) : undefined
  if (!submission) throw new UserError('error.oldButton')
  return { ...pressAt(await getChallenge(deps.db, submission.challengeId), caller), submission }
}

function pressAt(challenge: Challenge | undefined, { user, organiser, t }: Caller): Press {
  if (challenge?.channel.platform !== user.platform || challenge.channel.space !== user.space)
    throw new UserError('error.oldButton')
  return { challenge, user, organiser, t }
}

/** The stage that a component is about, after the challenge's id. */
export function stageOf({ args }: Action, stages: number): number {
  const stage = stageIndex.safeParse(args[1])
  if (!stage.success || stage.data >= stages) throw new UserError('error.oldButton')
  return stage.data
}
