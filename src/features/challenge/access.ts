import { z } from 'zod'
import { type Action, type Actor, type Interaction, type Translate, UserError, type UserRef } from '#bot'
import type { FlowDeps } from './deps.ts'
import { type Challenge, getChallenge } from './store.ts'
import { findSubmission, type Submission } from './submissions/store.ts'

const uuid = z.uuid()
const stageIndex = z.coerce.number().int().nonnegative()

/** Who used a challenge's component, and what they may read. */
export type Caller = Readonly<{ challenge: Challenge; user: UserRef; organiser: boolean; t: Translate }>

type Component = Interaction & Readonly<{ action: Action }>

/**
 * The challenge that a component is about, and the person who used it.
 * @throws UserError when the component is none of ours any more
 */
export async function callerOf(deps: FlowDeps, event: Component): Promise<Caller> {
  const id = uuid.safeParse(event.action.args[0])
  return callerAt(deps, event, id.success ? await getChallenge(deps.db, id.data) : undefined)
}

/** The submission that a component is about, its challenge, and the person who used it. */
export async function submissionCaller(
  deps: FlowDeps,
  event: Component,
): Promise<Caller & Readonly<{ submission: Submission }>> {
  const id = uuid.safeParse(event.action.args[0])
  const submission = id.success ? await findSubmission(deps.db, id.data) : undefined
  if (!submission) throw new UserError('error.oldButton')
  const caller = await callerAt(deps, event, await getChallenge(deps.db, submission.challengeId))
  return { ...caller, submission }
}

async function callerAt(
  { settings }: FlowDeps,
  event: Interaction,
  challenge: Challenge | undefined,
): Promise<Caller> {
  const { actor } = event
  if (challenge?.channel.platform !== actor.platform || challenge.channel.space !== actor.space)
    throw new UserError('error.oldButton')
  const group = await settings.groupAt(event)
  return {
    challenge,
    user: refOf(actor),
    organiser: await settings.organises(actor, group),
    t: settings.textsFor(actor, group),
  }
}

export function refOf({ platform, space, user }: Actor): UserRef {
  return { platform, space, user }
}

/** The stage that a component is about, after the challenge's id. */
export function stageOf({ args }: Action, stages: number): number {
  const stage = stageIndex.safeParse(args[1])
  if (!stage.success || stage.data >= stages) throw new UserError('error.oldButton')
  return stage.data
}
