import { passTime } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import type { Group } from './group.ts'

/** Bot time now, in milliseconds. */
export async function botTime({ db }: Pick<Group, 'db'>): Promise<number> {
  const [row] = await db.sql<{ now: number }[]>`
    select (bot_ms + (extract(epoch from clock_timestamp()) * 1000 - real_ms) * speed)::float8 as now
    from clock_anchor`
  return row?.now ?? expectNever()
}

function expectNever(): never {
  throw new Error('the clock has no anchor')
}

/** Lets bot time pass until that moment while the bot runs. */
export async function reach(group: Pick<Group, 'db' | 'logs'>, at: number): Promise<void> {
  await pass(group, Math.round(at - (await botTime(group))))
}

/** Lets bot time pass until that moment while no bot runs, so that nobody has to hear of it. */
export async function reachUnheard({ db }: Pick<Group, 'db'>, at: number): Promise<void> {
  await passTime(db, Math.round(at - (await botTime({ db }))))
}

/** Moves bot time on while the bot runs, and waits until the bot has heard of it: events are judged by its clock. */
export async function pass(
  { db, logs }: Pick<Group, 'db' | 'logs'>,
  ms: number,
  speed?: number,
): Promise<void> {
  const before = logs().length
  await passTime(db, ms, speed)
  await until(() =>
    logs()
      .slice(before)
      .some(({ msg }) => msg === 'bot time changed' || msg === 'ready'),
  )
}

/**
 * Moves bot time to the next alarm of a mock, and waits until it has rung and everything it led to is said: so
 * 45 minutes take as long as the bot needs for what happens in them.
 * @returns false where none lies ahead
 */
export async function passToNextAlarm(group: Pick<Group, 'db' | 'logs'>): Promise<boolean> {
  const now = await botTime(group)
  const [next] = await group.db.sql<{ due: number | null }[]>`
    select min(due_at)::float8 as due from alarms where kind = 'mock' and not dead and due_at > ${Math.floor(now)}`
  if (!next?.due) return false
  await pass(group, Math.max(0, Math.ceil(next.due - now)))
  await settled(group)
  return true
}

/** Waits until nothing is due, to be sent or to be counted. @throws Error with what still is after a minute */
export async function settled({ db, logs }: Pick<Group, 'db' | 'logs'>): Promise<void> {
  let left: readonly unknown[] = []
  const look = async () => {
    left = await db.sql`
      select 'delivery' as left, stream || ' ' || kind as about, attempts,
        not_before - now() as wait, leased_until - now() as lease, error
      from deliveries where state = 'pending'
      union all
      select 'alarm', kind, attempts, not_before - now(), null, error from alarms, clock_anchor
      where not dead
        and due_at <= bot_ms + (extract(epoch from clock_timestamp()) * 1000 - real_ms) * speed
      union all
      select 'recount', state, recount_failures, recount_at - now(), null, null from submissions
      where recount_at is not null`
    return left.length === 0
  }
  await until(look).catch((error: unknown) => {
    throw new Error(JSON.stringify({ left, logged: logs().slice(-20) }, null, 1), { cause: error })
  })
}
