import type { Tx } from '../../db/client.ts'
import type { FlowDeps, Posed } from './deps.ts'
import { redrawCard } from './open.ts'
import { cancelWithout, lockChallenge } from './store/challenges.ts'

/** Stands for a problem that content/problems no longer has, so that what was said about it can still be listed. */
export function lostProblem(slug: string): Posed {
  return { title: slug, brief: '', keyChallenges: [], mustDiscuss: [], body: '', diagrams: [] }
}

/** Cancels what runs with a problem that is no longer there, which nobody could close, and says so on its card. */
export async function endLost(deps: FlowDeps, tx: Tx): Promise<readonly string[]> {
  const ended = await cancelWithout(tx, [...deps.content.problems.keys()])
  for (const id of ended) {
    const challenge = await lockChallenge(tx, id)
    if (challenge) await redrawCard(tx, deps.view(challenge))
  }
  return ended
}
