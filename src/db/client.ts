import { fileURLToPath } from 'node:url'
import { sql as statement } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import pTimeout from 'p-timeout'
import pg from 'pg'
import { addressOf, type ConnectionSource } from './address.ts'
import { causes, isUnanswered } from './driver-error.ts'
import { createListener, type Listen } from './listener.ts'

export type { ConnectionSource } from './address.ts'
export type { Listen } from './listener.ts'

export type Db = NodePgDatabase
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]
export type DbOrTx = Db | Tx

export type Database = Readonly<{
  db: Db
  listen: Listen
  /** Opens a connection that is not part of the pool, and is not replaced when it breaks. */
  openDedicated(onClose: () => void): DedicatedConnection
  /** Waits for running queries, at most 5 s. */
  close(): Promise<void>
}>

export type DedicatedConnection = Readonly<{
  /** Runs one query at a time. */
  db: Db
  /** Rejects with the driver's error if it can't connect. */
  connected: Promise<unknown>
  /** Does not wait. */
  close(): Promise<void>
}>

type ConnectOptions = Readonly<{
  /** The most connections of the pool. */
  max?: number
  /**
   * The server ends a transaction without a query for this time. The transaction of a machine that was lost would hold
   * its rows until TCP gives up, by default after two hours. None of our transactions waits for anything but the database.
   */
  idleInTransactionMs?: number
  /**
   * A query without an answer after this time fails, and its connection is closed: a network may have dropped it
   * silently, which TCP notices after a quarter of an hour only.
   */
  queryMs?: number
  /** How often to check the connection that listens. */
  checkMs?: number
}>

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url))

/** An arbitrary number that nothing else in this database locks. */
const MIGRATION_LOCK = 7_164_001

const CONNECT_MS = 30_000
/** 15 s with the quarter for the answer. */
const CHECK_MS = 12_000
const SESSION_CONNECT_MS = 5_000
const CLOSE_MS = 5_000
const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }

/** Opens the pool, which connects when first used. */
export function connect(source: ConnectionSource, options: ConnectOptions = {}): Database {
  const { max = 10, idleInTransactionMs = 30_000, queryMs = 60_000, checkMs = CHECK_MS } = options
  const address = { ...addressOf(source), ...KEEP_ALIVE, application_name: 'loopmate' }
  const pool = new pg.Pool({
    ...address,
    max,
    idleTimeoutMillis: 0,
    maxLifetimeSeconds: 3600,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: queryMs,
    // The pool waits for the promise, though its types do not say so.
    onConnect: prepare as (client: pg.ClientBase) => void,
  })
  // A broken connection also fails its query. Without a listener the event would end the process.
  pool.on('error', () => undefined)
  async function prepare(client: pg.ClientBase): Promise<void> {
    client.on('error', () => undefined)
    // By a statement, since a pooler such as PgBouncer refuses it as a connection parameter.
    await client.query(`set idle_in_transaction_session_timeout = ${idleInTransactionMs}`)
  }
  const listener = createListener(
    () => new pg.Client({ ...address, connectionTimeoutMillis: SESSION_CONNECT_MS }),
    checkMs,
  )
  let closing: Promise<void> | undefined
  return {
    db: createDb(pool),
    listen: listener.listen,
    openDedicated: (onClose) =>
      openDedicated({ ...address, connectionTimeoutMillis: SESSION_CONNECT_MS }, onClose),
    close() {
      listener.close()
      closing ??= pTimeout(pool.end(), { milliseconds: CLOSE_MS, message: false })
      return closing
    },
  }
}

/** Runs the migrations. Replicas that start together wait for each other. */
export async function migrate({ openDedicated }: Pick<Database, 'openDedicated'>): Promise<void> {
  const { db, connected, close } = openDedicated(() => undefined)
  try {
    await connected
    await db.execute(statement`select pg_advisory_lock(${MIGRATION_LOCK})`)
    // The lock ends with the session.
    await runMigrations(db, { migrationsFolder: MIGRATIONS })
  } finally {
    await close()
  }
}

/** @throws the driver's error if the database does not answer */
export async function ping(db: Db): Promise<void> {
  await db.execute(statement`select 1`)
}

/** Like drizzle's own, but closes a connection that does not answer instead of returning it to the pool. */
function createDb(pool: pg.Pool): Db {
  const db: Db = drizzle({ client: pool })
  const transaction: Db['transaction'] = async (work, config) => {
    const client = await pool.connect()
    let hangs = false
    try {
      return await drizzle({ client }).transaction(work, config)
    } catch (error) {
      hangs = causes(error).some(isUnanswered)
      throw error
    } finally {
      client.release(hangs)
    }
  }
  return Object.assign(db, { transaction })
}

function openDedicated(config: pg.ClientConfig, onClose: () => void): DedicatedConnection {
  const client = new pg.Client(config)
  let closed = false
  const end = () => {
    if (closed) return
    closed = true
    onClose()
  }
  client.on('error', end)
  client.on('end', end)
  const connected = client.connect()
  connected.catch(end)
  return {
    db: drizzle({ client }),
    connected,
    close: async () => {
      closed = true
      client.end().catch(() => undefined)
    },
  }
}
