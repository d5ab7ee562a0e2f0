import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bot } from './bot.ts'
import { type CheckOptions, check } from './check.ts'
import type { Difference } from './difference.ts'
import { type Life, live } from './life.ts'
import { type MockPlan, planMock } from './plan.ts'
import type { Postgres } from './postgres.ts'
import { type Random, seeded } from './random.ts'
import type { Kind, Service } from './service.ts'
import { type Blow, type Storm, startStorm } from './storm.ts'
import { openTown, type Town } from './town.ts'

export type DrillOptions = Readonly<{ seed: string; short: boolean; replicas: number }>

/** What a scenario is given. */
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
  /** Lobbies that nobody could start in time. */
  lapsed: number
  lateness: readonly number[]
  /** How often a bot ended by itself. */
  ends: number
  /** What else is worth knowing. */
  remarks?: readonly string[]
}>

export type Scenario = Readonly<{
  name: string
  /** It hurts its database server, which is then its own. */
  ownPostgres?: boolean
  run(context: Context): Promise<Outcome>
}>

export type Weather<S extends Service> = Readonly<{
  on: Kind<S>
  blows(town: Town<S>): readonly Blow[]
  times: number
  gapMs: readonly [number, number]
  /** Mocks side by side. */
  concurrency: number
  check: CheckOptions
  /** Looked at when all is over. */
  further?(town: Town<S>, lives: readonly Life[]): Promise<readonly Difference[]>
  /** Before anybody comes. */
  prepare?(town: Town<S>): void
  plan?(plan: MockPlan): MockPlan
}>

/** People live through mock after mock until the storm is over; then all is held against the model. */
export async function weather<S extends Service>(
  context: Context,
  { on, blows, times, gapMs, ...more }: Weather<S>,
): Promise<Outcome> {
  const { name, options, postgres, random, hasTime, say } = context
  const town = await openTown({ open: on.open, postgres, name, ...pace(options, on) })
  try {
    more.prepare?.(town)
    const gathered = Promise.withResolvers<void>()
    // Where time runs fast, lobbies would close before the machine has got over a fault.
    const after = options.short ? gathered.promise : Promise.resolve()
    const storm = startStorm({ random, blows: blows(town), times, gapMs, after, mayStrike: hasTime, say })
    const lives = await livesUntil(context, town, storm, more, gathered.resolve)
    await storm.done
    for (const bot of town.bots) await bot.ready()
    town.service.calm()
    const found = await check(town, lives, more.check)
    const differences = [...found.differences, ...((await more.further?.(town, lives)) ?? [])]
    return {
      name,
      differences,
      remarks: [...endsOf(town), ...(await keptLogs(context, town, differences))],
      faults: storm.counts,
      lateness: found.lateness,
      ...tally(town, lives),
    }
  } finally {
    await town.close()
  }
}

/** What bots that ended by themselves said before, which no fault of these should bring about. */
function endsOf({ bots }: Town): readonly string[] {
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

/** Where something differs, what the bots logged is kept for whoever looks into it. */
export async function keptLogs(
  { name, options }: Context,
  { bots, service }: Town,
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
  // Nobody waits for so long where all is well; a machine that does much else is slow, and loses nothing.
  return { speed: short ? speed.short : speed.full, patienceMs: 180_000 }
}

export function tally(town: Town, lives: readonly Life[]) {
  return {
    mocks: lives.length,
    lapsed: lives.filter(({ diary }) => diary.lapsed).length,
    ends: town.bots.reduce((sum, bot) => sum + bot.ends, 0),
  }
}

async function livesUntil(
  { name, options, say }: Context,
  town: Town,
  storm: Storm,
  { concurrency, plan = (same) => same }: Pick<Weather<Service>, 'concurrency' | 'plan'>,
  onGathered: () => void,
): Promise<readonly Life[]> {
  const lives: Life[] = []
  let next = 0
  let started = 0
  const onStarted = () => {
    if (++started === concurrency) onGathered()
  }
  const loop = async () => {
    do {
      const mock = planMock(options.seed, `${name}-${next++}`)
      const life = await live(town, plan(mock), onStarted)
      lives.push(life)
      say(`${mock.name} ${life.diary.lapsed ? 'lapsed' : 'is over'}`)
    } while (!storm.over)
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  return lives
}

export function randomFor({ seed }: DrillOptions, name: string): Random {
  return seeded(`${seed}/${name}`)
}
