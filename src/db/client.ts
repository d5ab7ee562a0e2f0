import { fileURLToPath } from 'node:url'
import { sql as statement } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'

/** The raw client: LISTEN and hand-written SQL. */
export type Sql = postgres.Sql

export type Db = ReturnType<typeof createDb>
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
export type DbOrTx = Db | Tx

/** A URL, or postgres.js options such as those of a unix socket. */
export type ConnectionSource = string | Readonly<{ path: string; user: string; database: string }>

export type Connection = Readonly<{
  db: Db
  sql: Sql
  /** Waits for running queries, 5 s at most. */
  close(): Promise<void>
}>

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_164_001

/**
 * Opens the pools; they connect when first used. Two clients, because drizzle changes the serializers
 * of the one it is given: a Date as a parameter throws there.
 */
export function connect(source: ConnectionSource, options: { max?: number } = {}): Connection {
  const client = createClient(source, options.max ?? 10)
  const sql = createClient(source, 2)
  return {
    db: createDb(client),
    sql,
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })])
    },
  }
}

/** Brings the tables up to date. Replicas that start together wait for one another. */
export async function migrate(db: Db): Promise<void> {
  const held = await db.$client.reserve()
  try {
    await held`select pg_advisory_lock(${MIGRATION_LOCK})`
    await runMigrations(db, { migrationsFolder: MIGRATIONS })
  } finally {
    await held`select pg_advisory_unlock(${MIGRATION_LOCK})`
    held.release()
  }
}

/** @throws whatever the driver throws when the database does not answer */
export async function ping(db: Db): Promise<void> {
  await db.execute(statement`select 1`)
}

function createDb(client: Sql) {
  return drizzle(client)
}

function createClient(source: ConnectionSource, max: number): Sql {
  const options = { max, onnotice: () => undefined, connection: { application_name: 'loopmate' } }
  return typeof source === 'string' ? postgres(source, options) : postgres({ ...options, ...source })
}
