import pg from 'pg'
import type { BenchDeps } from './figures.ts'

export type Counted = Readonly<{ at: number; statements: number; transactions: number }>

/** Counts this process's statements as it sends them, and its transactions as the server counts them. */
export function queryCounter({ sql }: BenchDeps): Readonly<{ read(): Promise<Counted> }> {
  let statements = 0
  pg.Client.prototype.query = new Proxy(pg.Client.prototype.query, {
    apply(query, client, args) {
      statements++
      return Reflect.apply(query, client, args)
    },
  })
  return {
    async read() {
      const [row] = await sql<{ n: number }[]>`
        select (xact_commit + xact_rollback)::float8 as n from pg_stat_database
        where datname = current_database()`
      return { at: performance.now(), statements, transactions: row?.n ?? Number.NaN }
    },
  }
}

export function rate(from: Counted, to: Counted): string {
  const seconds = (to.at - from.at) / 1000
  const each = (field: 'statements' | 'transactions') => ((to[field] - from[field]) / seconds).toFixed(2)
  return `${each('statements')} statements a second, ${each('transactions')} transactions a second over ${seconds.toFixed(0)} s`
}
