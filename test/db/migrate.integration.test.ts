import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, migrate } from '../../src/db/client.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase('empty')
})
afterAll(() => database.close())

test('replicas that start together bring the tables up to date once', async () => {
  const replicas = Array.from({ length: 3 }, () => connect(database.source))
  try {
    await Promise.all(replicas.map(migrate))
    await migrate(database)
    const [applied] =
      await database.sql`select count(*) = count(distinct hash) as once from drizzle.__drizzle_migrations`
    expect(applied).toEqual({ once: true })
    const tables = await database.sql`select tablename from pg_tables where schemaname = 'public'`
    expect(tables.map(({ tablename }) => tablename)).toContain('deliveries')
    // A session that was left takes its lock along, but nobody waits for its end.
    await until(async () => {
      const locks = await database.sql`select 1 from pg_locks l join pg_database d on d.oid = l.database
        where l.locktype = 'advisory' and d.datname = current_database()`
      return locks.length === 0
    })
  } finally {
    await Promise.all(replicas.map(({ close }) => close()))
  }
})
