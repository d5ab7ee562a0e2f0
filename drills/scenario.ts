import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bot } from './bot.ts'
import { type CheckOptions, check } from './mock/check.ts'
import type { Difference } from './difference.ts'
import { type Fault, type FaultRun, startFaults } from './fault-plan.ts'
import { type Fixture, openFixture } from './fixture.ts'
import { type MockRun, runMock } from './mock/run.ts'
import { type MockPlan, planMock } from './mock/plan.ts'
import type { Postgres } from './postgres.ts'
import { type Random, seeded } from './random.ts'
import type { Kind, Service } from './service.ts'

export type DrillOptions = Readonly<{ seed: string; short: boolean; replicas: number }>

/** The arguments of a scenario. */
export type Context = Readonly<{
  name: string
  options: DrillOptions
  random: Random
  postgres: Postgres
  /** False when time runs short: then no more faults strike. */
  hasTime(): boolean
  say(line: string): void
}>

export type Outcome = Readonly<{
  name: string
  differences: readonly Difference[]
  faults: ReadonlyMap<string, number>
  mocks: number
  /** Lobbies that closed before they could be started. */
  lapsed: number
  lateness: readonly number[]
  /** How often a bot ended by itself. */
  ends: number
  /** Further lines of the report. */
  remarks?: readonly string[]
}>

export type Scenario = Readonly<{
  name: string
  /** It hurts its database server, which is then its own. */
  ownPostgres?: boolean
  run(context: Context): Promise<Outcome>
}>

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
export async function runWithFaults<S extends Service>(
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
    const faultRun = startFaults({
      random,
      faults: faults(fixture),
      times,
      gapMs,
      after,
      mayStrike: hasTime,
      say,
    })
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

/** The last words of bots that ended by themselves, which none of these faults should cause. */
function endsOf({ bots }: Fixture): readonly string[] {
  return bots.flatMap(({ logs }) =>
    logs.flatMap(({ msg }, index) =>
      msg?.startsWith('the bot ended by itself')
        ? [
            `${msg}, after: ${logs
              .slice(Math.max(0, index - 2), index)
              .map(brief)
              .join(' | ')}`,
          ]
        : [],
    ),
  )
}

function brief({ msg, err, reason }: Bot['logs'][number]): string {
  return `${msg} ${JSON.stringify(reason ?? err ?? '').slice(0, 500)}`
}

/** Keeps the bots' logs in a file when something differs. */
export async function keptLogs(
  { name, options }: Context,
  { bots, service }: Fixture,
  differences: readonly Difference[],
): Promise<readonly string[]> {
  if (differences.length === 0) return []
  const file = join(tmpdir(), `loopmate-drill-${options.seed}-${name}.log`)
  const lines = [
    ...bots.flatMap(({ logs }, bot) => logs.map((line) => JSON.stringify({ bot, ...line }))),
    ...service.requests(),
  ]
  await writeFile(file, `${lines.join('\n')}\n`)
  return [`what the bot logged and asked ${service.title} for: ${file}`]
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

export function randomFor({ seed }: DrillOptions, name: string): Random {
  return seeded(`${seed}/${name}`)
}
