import type { Difference } from '../difference.ts'
import type { Fixture } from '../fixture.ts'
import { outboxOf } from '../mock/stored.ts'
import { playMocks } from '../mock/with-faults.ts'
import { asking } from '../postgres.ts'
import type { Scenario } from '../scenario.ts'
import { onDiscord } from '../services/discord.ts'
import { seen } from '../wait.ts'

const LOGGED_MS = 10_000
/** The curveball's line is what Discord will never accept here. */
const POISON = /A change of plan:/

/** A message can never be sent: its channel goes on, and operators see it. */
export const poison: Scenario = {
  name: 'poison',
  run: (context) =>
    playMocks(context, {
      on: onDiscord,
      prepare: ({ service: { discord } }) =>
        discord.faults.add({ method: 'POST', body: POISON, refuse: true, times: 1e6 }),
      // Everybody has an interviewer here, who throws a curveball.
      plan: (plan) => (plan.seats.length > 1 ? plan : { ...plan, name: `${plan.name}-solo` }),
      faults: () => [],
      times: 0,
      gapMs: [0, 0],
      concurrency: context.options.short ? 3 : 8,
      check: { slackMs: 100, refused: new Set(['curveball']) },
      further: (fixture) => seenByOperators(fixture),
    }),
}

async function seenByOperators(fixture: Fixture): Promise<readonly Difference[]> {
  const differences: Difference[] = []
  const lost = (what: string) => differences.push({ kind: 'lost', mock: 'poison', what })
  const [bot] = fixture.bots
  if (!bot) return differences
  const { dead } = await asking(fixture.sql, outboxOf)
  if (dead === 0) lost('nothing was set aside: no curveball was thrown')
  const logged = () =>
    bot.logs.filter(({ msg, level = 0 }) => msg === 'delivery given up' && level >= 50).length
  // Log lines arrive a moment after they were written.
  await seen(() => logged() >= dead, LOGGED_MS)
  if (logged() !== dead) lost(`${dead} dead letters, but ${logged()} lines in the log`)
  const counted = /^loopmate_deliveries_total\{[^}]*outcome="dead"[^}]*\} (\d+)$/mu.exec(
    await bot.metrics(),
  )?.[1]
  if (Number(counted ?? 0) !== dead) lost(`${dead} dead letters, but the metrics say ${counted ?? 0}`)
  return differences
}
