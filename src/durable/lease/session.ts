import { randomInt } from 'node:crypto'
import { type SQL, type SQLWrapper, sql as statement } from 'drizzle-orm'
import type { Connection, Db, DedicatedConnection } from '../../db/client.ts'

/**
 * That this process is alive, as the database sees it: a session of its own that holds a lock. When
 * the process dies its lock is free at once, so that others need not wait until its leases run out.
 */
export type Session = Readonly<{
  /** Goes into rows as their holder. Another after a restart of the server; undefined while there is no session. */
  id(): string | undefined
  /**
   * Asks the database in this session, so that neither a busy pool nor a broken connection is waited for.
   * @throws whatever the driver throws, and when there is no answer in time; either begins a new session
   */
  query<T>(work: (db: Db, id: string) => Promise<T>): Promise<T>
  close(): Promise<void>
}>

export type SessionOptions = Readonly<{
  openDedicated: Connection['openDedicated']
  /** A query has failed that has no answer by then. */
  limitMs?: number
}>

/** The class of these advisory locks: any number that nothing else in this database locks. */
const LOCKS = 7_164_002

const SERVER = statement`extract(epoch from pg_postmaster_start_time())::text`

/**
 * Whether the process that a row names is known to be gone. Not after a restart of the server, which
 * ended all sessions: then nobody knows, and leases run out.
 */
export function isGone(session: SQLWrapper): SQL {
  return statement`(split_part(${session}, '-', 1) = ${SERVER} and not exists (
    select from pg_locks
    where locktype = 'advisory' and classid = ${LOCKS}::oid and objsubid = 2
      and objid = split_part(${session}, '-', 2)::oid
      and database = (select oid from pg_database where datname = current_database())))`
}

type Inside = {
  readonly session: DedicatedConnection
  readonly entered: Promise<string>
  id: string | undefined
  /** Until what was asked last is answered: a session takes one question at a time. */
  last: Promise<unknown>
}

/** @throws as `query` does, when the database does not answer */
export async function openSession({ openDedicated, limitMs = 2_000 }: SessionOptions): Promise<Session> {
  const key = randomInt(1, 2 ** 31 - 1)
  let inside: Inside | undefined
  let closed = false

  function enter(): Inside {
    const session = openDedicated(() => leave(me))
    const entered = session.connected
      .then(() => lock(session.db, key))
      .then((id) => {
        me.id = id
        return id
      })
    entered.catch(() => undefined)
    const me: Inside = { session, entered, id: undefined, last: entered }
    return me
  }

  function leave(me: Inside): void {
    if (inside !== me) return
    // At once, lest others think this process gone; but one that could not begin waits for the next query.
    inside = me.id === undefined || closed ? undefined : enter()
    void me.session.close().catch(() => undefined)
  }

  const session: Session = {
    id: () => inside?.id,
    async query(work) {
      if (closed) throw new Error('the session is closed')
      inside ??= enter()
      const me = inside
      try {
        const answer = me.last.then(async () => work(me.session.db, await me.entered))
        me.last = answer.catch(() => undefined)
        return await within(limitMs, () => answer)
      } catch (error) {
        leave(me)
        throw error
      }
    },
    async close() {
      closed = true
      const me = inside
      inside = undefined
      await me?.session.close()
    },
  }
  await session.query(async () => undefined)
  return session
}

/** Shared, since the session before may live on in the server for a while. @returns the session's id */
async function lock(db: Db, key: number): Promise<string> {
  const { rows } = await db.execute<{ id: string }>(statement`
    select ${SERVER} || '-' || ${key}::int as id from pg_advisory_lock_shared(${LOCKS}::int, ${key}::int)`)
  const [row] = rows
  if (!row) throw new Error('the database did not say who this is')
  return row.id
}

async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`the database did not answer within ${ms} ms`)), ms)
  try {
    return await Promise.race([work(), late.promise])
  } finally {
    clearTimeout(timer)
  }
}
