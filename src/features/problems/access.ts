import { UserError } from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import type { Caller } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import type { Group } from '../groups/store.ts'
import { ownAmong, problemsOf } from './library.ts'
import { type StandingProblem, standingProblem } from './store.ts'

/** The sentence for members who may not change the group's problems. */
export const ORGANISERS_ONLY = 'problem.refused.organisersOnly'

/**
 * The group's own problem that somebody typed.
 * @throws UserError when it has none of that name
 */
export async function ownChosen(
  deps: FeatureDeps,
  { group, t }: Caller,
  typed: string,
): Promise<StandingProblem> {
  const problems = await problemsOf(deps, group.id)
  const own = ownAmong(problems)
  if (own.size === 0) throw new UserError('problem.refused.none')
  if (problems.get(typed.trim())?.own === null) throw new UserError('problem.refused.notYours')
  return ownBySlug(deps, group, chosenProblem({ problems: own }, typed, t))
}

/**
 * The group's own problem that a component names. A slug says nothing of other groups: it is looked for in
 * this one only.
 * @throws UserError when it is no more
 */
export async function ownBySlug(
  { db }: FeatureDeps,
  group: Group,
  slug: string | undefined,
): Promise<StandingProblem> {
  const problem = slug === undefined ? undefined : await standingProblem(db, group.id, slug)
  if (!problem) throw new UserError('error.oldButton')
  return problem
}
