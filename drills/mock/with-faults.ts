import type { Difference } from '../difference.ts'
import { type Fault, type FaultRun, startFaults } from '../fault-plan.ts'
import { type Fixture, openFixture } from '../fixture.ts'
import { type Context, type DrillOptions, endsOf, keptLogs, type Outcome } from '../scenario.ts'
import type { Kind, Service } from '../service.ts'
import { type CheckOptions, check } from './check.ts'
import { type MockPlan, planMock } from './plan.ts'
import { type MockRun, runMock } from './run.ts'

export type FaultScenario<S extends Service> = Readonly<{
  on: Kind<S>
  faults(fixture: Fixture<S>): readonly Fault[]
  times: number
  gapMs: readonly [number, number]
  /** Mocks side by side. */
  concurrency: number
  check: CheckOptions
  /** Further comparisons at the end. */
  further?(fixture: Fixture<S>, runs: readonly MockRun[]): Promise<readonly Difference[]>
  /** Runs before people join. */
  prepare?(fixture: Fixture<S>): void
  plan?(plan: MockPlan): MockPlan
}>

/** Plays mock after mock until the fault plan is over; then compares all of them with the model. */
export async function playMocks<S extends Service>(
  context: Context,
  { on, faults, times, gapMs, ...more }: FaultScenario<S>,
): Promise<Outcome> {
  const { name, options, postgres, random, hasTime, say } = context
  const fixture = await openFixture({ open: on.open, postgres, name, ...pace(options, on) })
  try {
    more.prepare?.(fixture)
    const gathered = Promise.withResolvers<void>()
    // At high speed lobbies would close before the bot recovers from a fault.
    const after = options.short ? gathered.promise : Promise.resolve()
    const plan = { random, faults: faults(fixture), times, gapMs, after, mayStrike: hasTime, say }
    const faultRun = startFaults(plan)
    const runs = await runsUntil(context, fixture, faultRun, more, gathered.resolve)
    await faultRun.done
    for (const bot of fixture.bots) await bot.ready()
    fixture.service.calm()
    const found = await check(fixture, runs, more.check)
    const differences = [...found.differences, ...((await more.further?.(fixture, runs)) ?? [])]
    return {
      name,
      differences,
      remarks: [...endsOf(fixture), ...(await keptLogs(context, fixture, differences))],
      faults: faultRun.counts,
      lateness: found.lateness,
      ...tally(fixture, runs),
    }
  } finally {
    await fixture.close()
  }
}

/** How fast bot time runs, and how patient people are. */
export function pace(
  { short }: DrillOptions,
  { speed }: Kind,
): Readonly<{ speed: number; patienceMs: number }> {
  // A busy machine may be slow; it must not lose anything.
  return { speed: short ? speed.short : speed.full, patienceMs: 180_000 }
}

export function tally(fixture: Fixture, runs: readonly MockRun[]) {
  return {
    mocks: runs.length,
    lapsed: runs.filter(({ eventLog }) => eventLog.lapsed).length,
    ends: fixture.bots.reduce((sum, bot) => sum + bot.ends, 0),
  }
}

async function runsUntil(
  { name, options, say }: Context,
  fixture: Fixture,
  faultRun: FaultRun,
  { concurrency, plan = (same) => same }: Pick<FaultScenario<Service>, 'concurrency' | 'plan'>,
  onGathered: () => void,
): Promise<readonly MockRun[]> {
  const runs: MockRun[] = []
  let next = 0
  let started = 0
  const onStarted = () => {
    if (++started === concurrency) onGathered()
  }
  const loop = async () => {
    do {
      const mock = planMock(options.seed, `${name}-${next++}`)
      const run = await runMock(fixture, plan(mock), onStarted)
      runs.push(run)
      say(`${mock.name} ${run.eventLog.lapsed ? 'lapsed' : 'is over'}`)
    } while (!faultRun.over)
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  return runs
}
