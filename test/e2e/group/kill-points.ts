import type { TestDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'

/** The bot stands still at a point of its work, so that a test can kill it exactly there. */
export type KillPoint = Readonly<{
  /** Resolves when the bot stands there. */
  reached(): Promise<void>
  /** Once the bot is dead: what it was doing is undone, and the next bot gets past the point. */
  release(): Promise<void>
}>

/** The key of the advisory lock that the test holds and the bot waits for. */
const LOCK = 1313

/** After the commit of what people did, and before any of it is sent. */
export function beforeSend(db: TestDatabase): Promise<KillPoint> {
  return standAt(db, 'before update of attempts on deliveries for each row')
}

/** Between a send that the service has taken and the note that it was taken. */
export function beforeCompletion(db: TestDatabase): Promise<KillPoint> {
  return standAt(db, 'before delete on deliveries for each row when (old.leased_until > now())')
}

async function standAt({ sql }: TestDatabase, when: string): Promise<KillPoint> {
  const holder = await sql.reserve()
  await holder`select pg_advisory_lock(${LOCK})`
  await sql.unsafe(`
    create function stand_still() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(${LOCK});
      return coalesce(new, old);
    end $$;
    create trigger stand_still ${when} execute function stand_still()`)
  const waiting = () => sql<{ pid: number }[]>`
    select pid from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted
      and database = (select oid from pg_database where datname = current_database())`
  return {
    async reached() {
      await until(async () => (await waiting()).length > 0)
    },
    async release() {
      // The server hears of the bot's death only when it answers it: the statement would still be carried out.
      await until(async () => {
        const left = await waiting()
        for (const { pid } of left) await sql`select pg_terminate_backend(${pid})`
        return left.length === 0
      })
      await sql`drop function stand_still cascade`
      await holder`select pg_advisory_unlock(${LOCK})`
      holder.release()
    },
  }
}
