import { parseArgs } from 'node:util'
import { type Postgres, startPostgres } from './postgres.ts'
import { report } from './report.ts'
import { type DrillOptions, type Outcome, randomFor, type Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'

const USAGE = `npm run drill -- [--seed N] [--short] [--only name] [--replicas N]
scenarios: ${scenarios.map(({ name }) => name).join(', ')}`

/** Scenarios side by side. */
const CONCURRENCY = { short: 5, full: 3 }
/** No scenario begins after the first and no fault strikes after the second, to keep within one or ten minutes. */
const LAST_BEGIN_MS = { short: 22_000, full: 480_000 }
const LAST_FAULT_MS = { short: 28_000, full: 540_000 }

/** The number of differences that each scenario prints at once. */
const SHOWN = 5

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      short: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
      replicas: { type: 'string', default: '2' },
    },
  })
  const chosen = scenarios.filter(({ name }) => values.only?.includes(name) ?? true)
  const replicas = Number(values.replicas)
  if (chosen.length === 0 || !Number.isInteger(replicas) || replicas < 1) {
    process.stderr.write(`${USAGE}\n`)
    process.exit(2)
  }
  const options = { seed: values.seed ?? String(Date.now() % 100_000), short: values.short, replicas }
  // Each process that a drill starts is ended with it.
  process.setMaxListeners(100)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const began = performance.now()
  say(began, `seed ${options.seed}`)
  const outcomes = await runAll(chosen, options, began)
  const ok = report(outcomes, options, performance.now() - began)
  process.exit(ok ? 0 : 1)
}

async function runAll(chosen: readonly Scenario[], options: DrillOptions, began: number) {
  const shared = await startPostgres()
  // A minute may be too short for all scenarios: the order is random, so that each gets its turn.
  const waiting = options.short ? [...randomFor(options, 'order').shuffled(chosen)] : [...chosen]
  const outcomes: Outcome[] = []
  const loop = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift())
      if (isBefore(began, LAST_BEGIN_MS, options)) outcomes.push(await run(next, options, shared, began))
      else say(began, `${next.name}: LEFT OUT, for lack of time on this machine`)
  }
  try {
    await Promise.all(Array.from({ length: options.short ? CONCURRENCY.short : CONCURRENCY.full }, loop))
  } finally {
    await shared.close()
  }
  return outcomes
}

async function run(
  scenario: Scenario,
  options: DrillOptions,
  shared: Postgres,
  began: number,
): Promise<Outcome> {
  const { name } = scenario
  const postgres = scenario.ownPostgres ? await startPostgres() : shared
  const line = (text: string) => say(began, `${name}: ${text}`)
  try {
    line('begins')
    const hasTime = () => isBefore(began, LAST_FAULT_MS, options)
    const random = randomFor(options, name)
    const outcome = await scenario.run({ name, options, random, postgres, hasTime, say: line })
    line(outcome.differences.length === 0 ? 'done' : `${outcome.differences.length} differences`)
    for (const { kind, mock, what } of outcome.differences.slice(0, SHOWN)) line(`${kind}: ${mock}: ${what}`)
    return outcome
  } catch (error) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    line(`broke off: ${what}`)
    const differences = [{ kind: 'broken', mock: name, what } as const]
    return { name, differences, faults: new Map(), mocks: 0, lapsed: 0, lateness: [], ends: 0 }
  } finally {
    if (postgres !== shared) await postgres.close()
  }
}

function isBefore(began: number, limit: typeof LAST_BEGIN_MS, { short }: DrillOptions): boolean {
  return performance.now() - began < (short ? limit.short : limit.full)
}

function say(began: number, line: string): void {
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

await main()
