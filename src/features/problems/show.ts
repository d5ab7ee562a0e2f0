import { type Message, UserError } from '#bot'
import type { Caller } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { problemsUnderWay } from '../peers.ts'
import { problemCard } from './cards/problem-card.ts'
import { standingProblem } from './store.ts'

/** Shows a problem as a candidate may know it. */
export async function showProblem(
  { db, content, peers }: FeatureDeps,
  caller: Caller,
  slug: string,
): Promise<Message> {
  const own = await standingProblem(db, caller.group.id, slug)
  const problem = own?.problem ?? content.problems.get(slug)?.[caller.language]
  if (!problem) throw new UserError('error.oldButton')
  const underWay = await problemsUnderWay(peers, caller.group.id)
  return problemCard(caller, { slug, problem, own }, underWay.has(slug))
}
