import type { Kind } from './difference.ts'
import type { DrillOptions, Outcome } from './scenario.ts'

const SHOWN = 12
const KINDS: readonly Kind[] = ['lost', 'doubled', 'misordered', 'wrong']

/** Prints how all went. @returns whether nothing differs */
export function report(outcomes: readonly Outcome[], options: DrillOptions, tookMs: number): boolean {
  for (const outcome of outcomes) print(summary(outcome))
  const all = outcomes.flatMap(({ differences }) => differences)
  const count = (kind: Kind) => all.filter((each) => each.kind === kind).length
  const shown = count('broken') > 0 ? [...KINDS, 'broken' as const] : KINDS
  const sums = shown.map((kind) => `${kind} = ${count(kind)}`)
  const worst = Math.max(0, ...outcomes.flatMap(({ lateness }) => lateness))
  const mocks = outcomes.reduce((sum, outcome) => sum + outcome.mocks, 0)
  const challenges = outcomes.reduce((sum, outcome) => sum + (outcome.challenges ?? 0), 0)
  const faults = outcomes.reduce((sum, outcome) => sum + total(outcome), 0)
  print(
    `\n${sums.join(', ')}\n${mocks} mocks, ${challenges} challenges, ${faults} faults, worst delay of a stage's announcement ` +
      `${Math.round(worst)} ms, took ${Math.round(tookMs / 1000)} s, seed ${options.seed}`,
  )
  if (all.length === 0) return true
  const only = outcomes.filter(({ differences }) => differences.length > 0).map(({ name }) => name)
  print(
    `\nthe first differences (again: npm run drill -- --seed ${options.seed}${options.short ? ' --short' : ''}${only.map((name) => ` --only ${name}`).join('')}):`,
  )
  for (const { kind, mock, what } of all.slice(0, SHOWN)) print(`- ${kind}: ${mock}: ${what}`)
  if (all.length > SHOWN) print(`… and ${all.length - SHOWN} more`)
  return false
}

function summary(outcome: Outcome): string {
  const { name, mocks, challenges, lapsed, lateness, ends, differences, faults, remarks = [] } = outcome
  const kinds = [...faults].map(([kind, count]) => `${kind} ${count}`).join(', ')
  const late = lateness.toSorted((a, b) => a - b)
  const worst = Math.round(late.at(-1) ?? 0)
  const median = Math.round(late[Math.floor(late.length / 2)] ?? 0)
  return [
    `\n${name}: ${differences.length === 0 ? 'ok' : `${differences.length} DIFFERENCES`}`,
    `  ${challenges === undefined ? `${mocks} mocks` : `${challenges} challenge`}${lapsed > 0 ? `, ${lapsed} lapsed` : ''}; faults: ${kinds || 'none'}`,
    ...(late.length > 0
      ? [`  stages announced ${late.length}, median delay ${median} ms, worst ${worst} ms`]
      : []),
    ...(ends > 0 ? [`  the bot ended by itself ${ends} times`] : []),
    ...remarks.map((remark) => `  ${remark}`),
  ].join('\n')
}

function total({ faults }: Outcome): number {
  return [...faults.values()].reduce((sum, count) => sum + count, 0)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
