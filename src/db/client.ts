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
  /** Opens one connection that serves nothing else, and is neither renewed nor replaced when it breaks. */
  openSession(onClose: () => void): Session
  /** Waits for running queries, 5 s at most. */
  close(): Promise<void>
}>

/** It connects with the first query. `close` waits for nothing. */
export type Session = Readonly<{ db: Db; close(): Promise<void> }>

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
    openSession: (onclose) => {
      const own = createClient(source, 1, { max_lifetime: null, connect_timeout: 5, onclose })
      return { db: createDb(own), close: () => own.end({ timeout: 0 }) }
    },
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), sql.end({ timeout: 5 })])
    },
  }
}

/** Brings the tables up to date. Replicas that start together wait for one another. */
export async function migrate(db: Db): Promise<void> {
  // With fetch_types off, postgres.js never resolves a reserve() that opens the connection itself.
  await ping(db)
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

type ClientOptions = Readonly<{ max_lifetime?: null; connect_timeout?: number; onclose?: () => void }>

function createClient(source: ConnectionSource, max: number, more: ClientOptions = {}): Sql {
  const options = {
    max,
    onnotice: () => undefined,
    connection: { application_name: 'loopmate' },
    // postgres.js asks for them when it connects and leaves the failure unhandled, which ends the process.
    fetch_types: false,
    ...more,
  }
  const socket = typeof source === 'string' ? unixSocket(source) : source
  return typeof source === 'string' && !socket
    ? postgres(source, options)
    : postgres({ ...options, ...socket })
}

/**
 * The options for a URL whose host is the percent-encoded folder of a unix socket, as libpq has it
 * (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS); postgres.js takes
 * it for a host name. Undefined for any other URL.
 */
function unixSocket(url: string) {
  const { hostname, port, username, password, pathname } = new URL(url)
  const folder = decodeURIComponent(hostname)
  if (!folder.startsWith('/')) return undefined
  return {
    path: `${folder}/.s.PGSQL.${port || 5432}`,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  }
}
