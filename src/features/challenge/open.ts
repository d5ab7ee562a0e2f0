import type { Tx } from '../../db/client.ts'
import type { ChallengeWish } from '../peers.ts'
import { standingProblem } from '../problems/store.ts'
import type { ChallengeDeps } from './deps.ts'
import { carryOut } from './effects.ts'
import { newChallenge } from './rules/step.ts'
import { insertChallenge } from './store/challenges.ts'
import { viewOf } from './view.ts'

/**
 * Opens a challenge in the transaction that claimed its occurrence: the card, its thread, and its alarms.
 * @returns its id
 * @throws Error for a problem that neither the group nor the content has: `problemsOf` says what they have
 */
export async function openChallenge(deps: ChallengeDeps, tx: Tx, wish: ChallengeWish): Promise<string> {
  const { timeZone: _, dueAt: __, ...values } = wish
  const own = (await standingProblem(tx, wish.groupId, wish.problem)) ?? null
  if (!own && !deps.content.problems.has(wish.problem)) throw new Error(`there is no problem ${wish.problem}`)
  const { state, effects } = newChallenge(wish)
  const challenge = await insertChallenge(tx, { ...values, ...state, own })
  await carryOut(deps, tx, viewOf(deps, challenge), effects, {})
  return challenge.id
}
