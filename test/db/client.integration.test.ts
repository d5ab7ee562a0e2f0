import { sql as statement } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { clockAnchor } from '../../src/db/schema.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { openRelay } from '../support/relay.ts'
import { until } from '../support/until.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.db.insert(clockAnchor).values({ realMs: 0, botMs: 0, speed: 1 })
})
afterAll(() => database.close())

test('rows that a lost machine had locked are free again soon', async () => {
  const relay = await openRelay(database.source)
  const lost = connect(relay.source, { idleInTransactionMs: 800 })
  const locked = Promise.withResolvers<void>()
  const waking = Promise.withResolvers<void>()
  const holding = lost.db.transaction(async (tx) => {
    await tx.select().from(clockAnchor).for('update')
    relay.swallow()
    locked.resolve()
    await waking.promise
    await tx.update(clockAnchor).set({ speed: 2 })
  })
  const failed = holding.then(
    () => undefined,
    (error: unknown) => error,
  )
  try {
    await locked.promise
    await database.db.transaction((tx) => tx.select().from(clockAnchor).for('update'))
  } finally {
    waking.resolve()
    await relay.close()
    await lost.close()
  }
  expect(await failed).toBeInstanceOf(Error)
  expect(await database.db.select({ speed: clockAnchor.speed }).from(clockAnchor)).toEqual([{ speed: 1 }])
})

test('a statement at work is left alone however long it takes', async () => {
  const { db, close } = connect(database.source, { max: 1, idleInTransactionMs: 100 })
  try {
    // Without BEGIN: between two statements a busy machine may well be idle for longer than the limit.
    const { rows } = await db.execute(statement`
      select current_setting('idle_in_transaction_session_timeout') as limit from pg_sleep(0.3)`)
    expect(rows).toEqual([{ limit: '100ms' }])
  } finally {
    await close()
  }
})

test('a transaction whose connection is cut fails, none of it stays, and others go on', async () => {
  const { db, close } = connect(database.source, { max: 1 })
  const pid = statement`select pg_backend_pid() as pid`
  try {
    for (const speed of [10, 11, 12]) {
      const cut = db.transaction(async (tx) => {
        await tx.update(clockAnchor).set({ speed })
        const { rows } = await tx.execute<{ pid: number }>(pid)
        await database.sql`select pg_terminate_backend(${rows[0]?.pid ?? 0})`
        await tx.update(clockAnchor).set({ speed: speed + 1 })
      })
      await expect(cut).rejects.toThrow()
      const idle = await db.execute<{ pid: number }>(pid)
      // One that is cut while nobody uses it is replaced.
      await database.sql`select pg_terminate_backend(${idle.rows[0]?.pid ?? 0})`
      await until(() =>
        db.execute(pid).then(
          () => true,
          () => false,
        ),
      )
      expect(await db.select({ speed: clockAnchor.speed }).from(clockAnchor)).toEqual([{ speed: 1 }])
    }
  } finally {
    await close()
  }
})

test('a query that a network swallowed fails in time, and its connection is not used again', async () => {
  const relay = await openRelay(database.source)
  const { db, close } = connect(relay.source, { max: 2, queryMs: 1_000 })
  try {
    await db.execute(statement`select 1`)
    const began = Promise.withResolvers<void>()
    const swallowed = Promise.withResolvers<void>()
    const inside = db.transaction(async (tx) => {
      await tx.execute(statement`select 1`)
      began.resolve()
      await swallowed.promise
      await tx.execute(statement`select 2`)
    })
    await began.promise
    relay.swallow()
    swallowed.resolve()
    await expect(inside).rejects.toThrow()
    for (let i = 0; i < 5; i++) expect((await db.execute(statement`select 3 as n`)).rows).toEqual([{ n: 3 }])
    relay.swallow()
    await expect(db.execute(statement`select 4`)).rejects.toThrow()
    for (let i = 0; i < 5; i++) expect((await db.execute(statement`select 5 as n`)).rows).toEqual([{ n: 5 }])
  } finally {
    await relay.close()
    await close()
  }
})

test('a channel is heard again after its connection broke, and whoever listens is told that it may have missed something', async () => {
  const { listen, close } = connect(database.source)
  const heard: (string | undefined)[] = []
  const others: (string | undefined)[] = []
  try {
    const unlisten = listen('test_channel', (payload) => heard.push(payload))
    listen('test_other', (payload) => others.push(payload))
    await until(() => heard.length === 1 && others.length === 1)
    await database.sql`select pg_notify('test_channel', 'a')`
    await until(() => heard.includes('a'))
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`
    await until(() => heard.filter((payload) => payload === undefined).length === 2)
    await database.sql`select pg_notify('test_channel', 'b')`
    await until(() => heard.includes('b'))
    unlisten()
    await database.sql`select pg_notify('test_channel', 'c')`
    await database.sql`select pg_notify('test_other', 'd')`
    await until(() => others.includes('d'))
    expect(heard).toEqual([undefined, 'a', undefined, 'b'])
  } finally {
    await close()
  }
})
