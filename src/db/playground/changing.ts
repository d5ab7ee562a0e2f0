import { sql as statement } from 'drizzle-orm'
import type { Change } from '../../platforms/playground/storage.ts'
import type { Db, Listen, Tx } from '../client.ts'

const CHANNEL = 'loopmate_playground'
/** An arbitrary number that nothing else in this database locks. */
const LOCK = 7_164_003

/** Runs a transaction under a lock, so that the numbers from `next` rise in the order of the commits. */
export function changing<T>(db: Db, work: (tx: Tx, next: () => Promise<number>) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.execute(statement`select pg_advisory_xact_lock(${LOCK})`)
    let changed = false
    const done = await work(tx, async () => {
      changed = true
      const { rows } = await tx.execute<{ next: number }>(
        statement`select nextval('playground_changes')::float8 as next`,
      )
      const [row] = rows
      if (!row) throw new Error('a sequence has no next number')
      return row.next
    })
    if (changed) await notify(tx, 'messages')
    return done
  })
}

/** Takes effect with the commit. */
export async function notify(tx: Tx, change: Change): Promise<void> {
  await tx.execute(statement`select pg_notify(${CHANNEL}, ${change})`)
}

/** Listens for changes. After a new connection, anything may have changed. */
export function onChanges(listen: Listen, onChange: (change: Change) => void): () => void {
  return listen(CHANNEL, (payload) => {
    if (payload !== 'messages') onChange('people')
    if (payload !== 'people') onChange('messages')
  })
}
