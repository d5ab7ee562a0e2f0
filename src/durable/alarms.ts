import { sql as statement } from 'drizzle-orm'
import type { Logger } from 'pino'
import { levelOf } from '#bot'
import type { Db, Listen, Tx } from '../db/client.ts'
import { alarms } from '../db/schema.ts'
import { backoffMs } from '../kit/backoff.ts'
import type { Clock } from './clock.ts'
import { startWorker, type TakeResult, type Worker } from './worker.ts'

/** `dueAt` in bot time. */
export type Alarm = Readonly<{ kind: string; key: string; dueAt: number }>

/**
 * Runs in the transaction that removes the alarm. A stale alarm's handler does nothing.
 * @param at bot time when it was taken, which is later than `dueAt` after an outage
 */
export type AlarmHandler = (tx: Tx, alarm: Alarm, at: number) => Promise<void>

export type AlarmsOptions = Readonly<{
  db: Db
  listen: Listen
  clock: Clock
  log: Logger
  handlers: Readonly<Record<string, AlarmHandler>>
  workers?: number
  /** The real time before the first retry. It doubles with each further one. */
  retryMs?: number
  /** Called after each handled alarm; `lateMs` is bot time. */
  onHandled?(alarm: Alarm, lateMs: number): void
}>

const CHANNEL = 'loopmate_alarms'
const MAX_ATTEMPTS = 8

/**
 * Sets an alarm. Setting the same one twice has no effect. An alarm is never cancelled: its handler sees that the row
 * has changed. Since it is only inserted, the caller waits for no lock while it holds a row.
 */
export async function setAlarm(tx: Tx, { kind, key, dueAt }: Alarm): Promise<void> {
  await tx
    .insert(alarms)
    .values({ kind, key, dueAt: Math.round(dueAt) })
    .onConflictDoNothing()
  await tx.execute(statement`select pg_notify(${CHANNEL}, '')`)
}

/** Runs the handlers of due alarms, the oldest first, each exactly once across all replicas. */
export function startAlarms(options: AlarmsOptions): Worker {
  return startWorker({
    name: 'alarms',
    listen: options.listen,
    channel: CHANNEL,
    concurrency: options.workers ?? 2,
    takeOne: () => takeOne(options),
    log: options.log,
  })
}

type Row = Readonly<{
  id: number
  kind: string
  key: string
  dueAt: number
  attempts: number
}>

async function takeOne(options: AlarmsOptions): Promise<TakeResult> {
  const { db, clock, handlers, onHandled } = options
  const kinds = Object.keys(handlers)
  const handled = await db.transaction(async (tx): Promise<Alarm | TakeResult> => {
    const at = clock.now()
    const found = await tx.execute<Row>(statement`
      select id::float8 as id, kind, key, due_at::float8 as "dueAt", attempts
      from alarms
      where not dead and due_at <= ${at} and kind in ${kinds}
        and (not_before is null or not_before <= now())
      order by due_at, id
      limit 1 for update skip locked`)
    const [row] = found.rows
    if (!row) return { nextIn: await nextIn(tx, clock, at, kinds) }
    const { kind, key, dueAt } = row
    const alarm = { kind, key, dueAt }
    try {
      // A savepoint undoes what a failed handler wrote, and keeps the row's lock.
      await tx.transaction(async (inner) => handlers[kind]?.(inner, alarm, at))
    } catch (error) {
      await postpone(tx, options, row, error)
      return 'work'
    }
    await tx.execute(statement`delete from alarms where id = ${row.id}`)
    return alarm
  })
  if (handled === 'work' || 'nextIn' in handled) return handled
  onHandled?.(handled, Math.max(0, clock.now() - handled.dueAt))
  return 'work'
}

async function postpone(tx: Tx, { log, retryMs = 500 }: AlarmsOptions, row: Row, error: unknown) {
  const attempts = row.attempts + 1
  const dead = attempts >= MAX_ATTEMPTS
  const delay = backoffMs(attempts, retryMs)
  await tx.execute(statement`
    update alarms
    set attempts = ${attempts}, dead = ${dead}, error = ${String(error)},
      not_before = now() + ${delay} * interval '1 millisecond'
    where id = ${row.id}`)
  const about = { err: error, kind: row.kind, key: row.key, attempts }
  if (dead) log[levelOf(error)](about, 'alarm given up')
  else log.warn(about, 'alarm failed; trying again')
}

/** The wait for a due row that another worker has locked, in case that worker dies. */
const LOCKED_MS = 1_000

/** Runs in the transaction that found nothing: its `now()` is the same, so no row that becomes due is missed. */
async function nextIn(tx: Tx, clock: Clock, at: number, kinds: string[]): Promise<number | undefined> {
  const found = await tx.execute<{ due: number | null; wait: number | null; locked: boolean }>(statement`
    select
      min(due_at) filter (where due_at > ${at})::float8 as due,
      (extract(epoch from min(not_before) filter (where not_before > now()) - now()) * 1000)::float8 as wait,
      coalesce(bool_or(due_at <= ${at} and (not_before is null or not_before <= now())), false) as locked
    from alarms where not dead and kind in ${kinds}`)
  const [next] = found.rows
  if (!next) return undefined
  const delays = [
    ...(next.due === null ? [] : [clock.realDelay(next.due)]),
    ...(next.wait === null ? [] : [Math.ceil(next.wait)]),
    ...(next.locked ? [LOCKED_MS] : []),
  ]
  return delays.length > 0 ? Math.min(...delays) : undefined
}
