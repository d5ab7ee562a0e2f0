import type { Logger } from 'pino'
import type { ConnectionSource, Database } from '../src/db/client.ts'
import type { Sql } from '../test/support/sql.ts'

export type BenchDeps = Omit<Database, 'close'> &
  Readonly<{ sql: Sql; source: ConnectionSource; log: Logger }>

/** The value below which this share of the sorted values lies; nearest rank. */
function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** One line with the name of a measurement and its spread in milliseconds. */
export function spread(what: string, values: readonly number[]): string {
  const shown = [0.5, 0.99, 1].map((share) => percentile(values, share).toFixed(1))
  return `${what}: p50 ${shown[0]} ms, p99 ${shown[1]} ms, worst ${shown[2]} ms (n = ${values.length})`
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Waits without blocking until enough has happened. */
export async function untilCount(count: () => number, enough: number): Promise<void> {
  while (count() < enough) await new Promise((resolve) => setTimeout(resolve, 5))
}
