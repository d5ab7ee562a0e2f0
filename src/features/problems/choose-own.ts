import { UserError } from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { problemsOf } from './offered.ts'
import { ownAmong } from './rules.ts'
import { type StandingProblem, standingProblem } from './store.ts'

/**
 * The group's own problem that an organiser typed.
 * @throws UserError when the group has none of that name, or the caller is no organiser
 */
export async function chooseOwn(deps: FeatureDeps, caller: Caller, typed: string): Promise<StandingProblem> {
  requireOrganiser(caller, 'problem.refused.organisersOnly')
  const { group, t } = caller
  const problems = await problemsOf(deps, group.id)
  const own = ownAmong(problems)
  if (own.size === 0) throw new UserError('problem.refused.none')
  if (problems.get(typed.trim())?.own === null) throw new UserError('problem.refused.notYours')
  const problem = await standingProblem(deps.db, group.id, chosenProblem({ problems: own }, typed, t))
  // Somebody may have removed it since it was listed.
  if (!problem) throw new UserError('error.oldButton')
  return problem
}
