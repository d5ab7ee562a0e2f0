import type { FeatureDeps } from '../feature.ts'
import { step } from './rules/step.ts'
import { lockOpenExcept, saveState } from './store.ts'

/** The kit of a problem that is gone. */
const NO_KIT = { probes: [], curveballs: 0 }

/** Ends open mocks whose problem is no longer in the content. Their alarms find nothing to do. */
export async function endLost({
  db,
  clock,
  content,
  log,
}: Pick<FeatureDeps, 'db' | 'clock' | 'content' | 'log'>): Promise<void> {
  const ended = await db.transaction(async (tx) => {
    const lost = await lockOpenExcept(tx, [...content.problems.keys()])
    for (const { id, state } of lost)
      await saveState(tx, id, step(state, { kind: 'problem-gone', at: clock.now() }, NO_KIT).state)
    return lost.map(({ id }) => id)
  })
  if (ended.length > 0) log.warn({ mocks: ended }, 'ended mocks whose problem is not in content/problems')
}
