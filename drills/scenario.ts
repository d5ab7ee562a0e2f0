import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bot } from './bot.ts'
import type { Difference } from './difference.ts'
import type { Fixture } from './fixture.ts'
import type { Postgres } from './postgres.ts'
import { type Random, seeded } from './random.ts'
import type { Service } from './service.ts'

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
  challenges?: number
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

/** The last words of bots that ended by themselves, which no fault of the drill should cause. */
export function endsOf({ bots }: Pick<Fixture, 'bots'>): readonly string[] {
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

type KeptFrom = Readonly<{ bots: readonly Bot[]; service: Pick<Service, 'title' | 'requests'> }>

/** Keeps the bots' logs in a file when something differs. */
export async function keptLogs(
  { name, options }: Context,
  { bots, service }: KeptFrom,
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

export function randomFor({ seed }: DrillOptions, name: string): Random {
  return seeded(`${seed}/${name}`)
}
