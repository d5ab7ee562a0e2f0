import { z } from 'zod'
import { type ActionEvent, UserError } from '#bot'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { type StandingProblem, standingProblem } from './store.ts'

/** The version of a problem that a button or form carries. */
export const versionSchema = z.coerce.number().int().positive()

/**
 * The group's own problem that a button names, for organisers. The slug is looked up in the caller's group only.
 * @throws UserError when the problem is no longer there, or the caller is no organiser
 */
export async function ownProblemOf(
  { db }: FeatureDeps,
  { action: { args } }: ActionEvent,
  caller: Caller,
): Promise<StandingProblem> {
  requireOrganiser(caller, 'problem.refused.organisersOnly')
  const [slug] = args
  const problem = slug === undefined ? undefined : await standingProblem(db, caller.group.id, slug)
  if (!problem) throw new UserError('error.oldButton')
  return problem
}
