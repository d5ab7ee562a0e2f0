import { randomInt } from 'node:crypto'
import { type SQL, type SQLWrapper, sql as statement } from 'drizzle-orm'
import pTimeout from 'p-timeout'
import type { Database, Db, DedicatedConnection } from '../../db/client.ts'

/**
 * A database session that holds a lock as long as this process lives. After its death the lock is free at once, so that
 * other replicas need not wait for the end of its leases.
 */
export type Session = Readonly<{
  /** Stored in rows as their holder. Changes with a restart of the server; undefined without a session. */
  id(): string | undefined
  /**
   * Queries in this session, so that it waits for neither a busy pool nor a broken connection.
   * @throws the driver's error, or an error after the time limit; both begin a new session
   */
  query<T>(work: (db: Db, id: string) => Promise<T>): Promise<T>
  close(): Promise<void>
}>

export type SessionOptions = Readonly<{
  openDedicated: Database['openDedicated']
  /** A query without an answer after this time has failed. */
  limitMs?: number
}>

/** The class of these advisory locks: any number that nothing else in this database locks. */
const LOCKS = 7_164_002

const SERVER = statement`extract(epoch from pg_postmaster_start_time())::text`

/**
 * Whether the process that a row names is known to be gone. After a restart of the server, which ends all sessions, that
 * is unknown until the leases expire.
 */
export function isGone(session: SQLWrapper): SQL {
  return statement`(split_part(${session}, '-', 1) = ${SERVER} and not exists (
    select from pg_locks
    where locktype = 'advisory' and classid = ${LOCKS}::oid and objsubid = 2
      and objid = split_part(${session}, '-', 2)::oid
      and database = (select oid from pg_database where datname = current_database())))`
}

type Current = {
  readonly session: DedicatedConnection
  readonly entered: Promise<string>
  id: string | undefined
  /** The last query; a session runs one at a time. */
  last: Promise<unknown>
}

/** @throws as `query` does, if the database does not answer */
export async function openSession({ openDedicated, limitMs = 2_000 }: SessionOptions): Promise<Session> {
  const key = randomInt(1, 2 ** 31 - 1)
  let current: Current | undefined
  let closed = false
  const late = `the database did not answer within ${limitMs} ms`

  function enter(): Current {
    const session = openDedicated(() => leave(me))
    const entered = session.connected
      .then(() => lock(session.db, key))
      .then((id) => {
        me.id = id
        return id
      })
    entered.catch(() => undefined)
    const me: Current = { session, entered, id: undefined, last: entered }
    return me
  }

  function leave(me: Current): void {
    if (current !== me) return
    // Begins a new session at once, lest this process seem gone. After a failed beginning it waits for the next query.
    current = me.id === undefined || closed ? undefined : enter()
    void me.session.close().catch(() => undefined)
  }

  const session: Session = {
    id: () => current?.id,
    async query(work) {
      if (closed) throw new Error('the session is closed')
      current ??= enter()
      const me = current
      try {
        const answer = me.last.then(async () => work(me.session.db, await me.entered))
        me.last = answer.catch(() => undefined)
        return await pTimeout(answer, { milliseconds: limitMs, message: late })
      } catch (error) {
        leave(me)
        throw error
      }
    },
    async close() {
      closed = true
      const me = current
      current = undefined
      await me?.session.close()
    },
  }
  await session.query(async () => undefined)
  return session
}

/** The lock is shared, since the server may keep the former session for a while. @returns the session's id */
async function lock(db: Db, key: number): Promise<string> {
  const { rows } = await db.execute<{ id: string }>(statement`
    select ${SERVER} || '-' || ${key}::int as id from pg_advisory_lock_shared(${LOCKS}::int, ${key}::int)`)
  const [row] = rows
  if (!row) throw new Error('the session got no id')
  return row.id
}
