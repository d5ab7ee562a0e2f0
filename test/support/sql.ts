import postgres from 'postgres'
import { addressOf, type ConnectionSource } from '../../src/db/address.ts'

/** A look at the database from outside the bot, with another driver than its own. */
export type Sql = postgres.Sql

/** Such a look, or a transaction of one. */
export type Queries = postgres.ISql

export function openSql(source: ConnectionSource, max = 4): Readonly<{ sql: Sql; close(): Promise<void> }> {
  const { connectionString, host = '', port = 0, user, database } = addressOf(source)
  const options = { max, onnotice: () => undefined, fetch_types: false }
  const sql = connectionString
    ? postgres(connectionString, options)
    : postgres({ ...options, path: `${host}/.s.PGSQL.${port}`, user: user ?? '', database: database ?? '' })
  return { sql, close: () => sql.end({ timeout: 5 }) }
}
