import type { Sql } from './sql.ts'
import { until } from './until.ts'

/** A statement of the bot that the database holds until released, such as a claim of a delivery. */
export type HoldPoint = Readonly<{
  table: string
  /** As `create trigger` takes it, such as `update of attempts`. */
  event: string
  /** A condition on `old` and `new` row. */
  when: string
}>

export type Hold = Readonly<{
  /** Resolves once the bot waits there. */
  reached(): Promise<void>
  /** Ends what waits, as if its process had died with its connection, and lets everything pass from then on. */
  abort(): Promise<void>
}>

/** Any number that nothing else locks. */
const LOCK = 20_260_401

/**
 * Stops the bot at a named point: a trigger waits for a lock that the test holds. What was decided before is committed,
 * and nothing after it has happened.
 */
export async function holdAt(sql: Sql, { table, event, when }: HoldPoint): Promise<Hold> {
  const holder = await sql.reserve()
  await holder`select pg_advisory_lock(${LOCK})`
  await sql.unsafe(`
    create or replace function test_hold() returns trigger language plpgsql as $$
      begin
        perform pg_advisory_xact_lock_shared(${LOCK});
        if tg_op = 'DELETE' then return old; end if;
        return new;
      end $$;
    create trigger test_hold before ${event} on ${table} for each row when (${when}) execute function test_hold()`)
  const waiting = () => sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted
      and database = (select oid from pg_database where datname = current_database())`
  return {
    reached: async () => void (await until(async () => (await waiting()).length > 0)),
    async abort() {
      for (const { pid } of await waiting()) await sql`select pg_terminate_backend(${pid}::int)`
      await until(async () => (await waiting()).length === 0)
      await sql.unsafe(`drop trigger test_hold on ${table}`)
      await holder`select pg_advisory_unlock(${LOCK})`
      holder.release()
    },
  }
}

/** After the commit that enqueued a message, and before anything of it is sent. */
export const BEFORE_SEND: HoldPoint = {
  table: 'deliveries',
  event: 'update of attempts',
  when: `new.kind = 'post' and new.attempts > old.attempts`,
}

/** After the service has taken a message, and before that is stored. */
export const BEFORE_COMPLETION: HoldPoint = {
  table: 'deliveries',
  event: 'delete',
  when: `old.kind = 'post'`,
}
