import type { Tx } from '../../db/client.ts'
import type { AlarmHandler } from '../../durable/alarms.ts'
import type { ChallengeDeps } from './deps.ts'
import { type Challenge, lockChallenge } from './store/challenges.ts'
import { awaitsRecount } from './store/recounts.ts'

/** The alarm of the deadline. */
export function closeChallenge(deps: ChallengeDeps): AlarmHandler {
  return async (tx, { key, dueAt }, at) => {
    const before = await lockChallenge(tx, key)
    if (!before) return
    const { challenge } = await deps.engine.stepIn(tx, before, { kind: 'deadline', dueAt, at })
    await closeIfCounted(deps, tx, challenge)
  }
}

/** Closes a challenge whose last recount has ended; in a transaction that holds its row. */
export async function closeIfCounted(deps: ChallengeDeps, tx: Tx, challenge: Challenge): Promise<void> {
  const pending = await awaitsRecount(tx, challenge.id)
  await deps.engine.stepIn(tx, challenge, { kind: 'recounted', pending, at: deps.clock.now() })
}
