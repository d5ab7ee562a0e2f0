import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/db/client.ts'
import { alarms, inboundEvents } from '../../src/db/schema.ts'
import { type Alarm, type AlarmHandler, setAlarm, startAlarms } from '../../src/durable/alarms.ts'
import { claimEvent } from '../../src/durable/inbound.ts'
import { type ManualClock, manualClock } from '../support/clock.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

const START = Date.UTC(2030, 0, 1)
const log = pino({ level: 'silent' })

let database: TestDatabase
let clock: ManualClock
let stops: (() => Promise<void>)[]

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.delete(alarms)
  clock = manualClock(START)
  stops = []
})
afterEach(async () => {
  for (const stop of stops) await stop()
})

function start(
  handlers: Record<string, AlarmHandler>,
  options: { workers?: number; retryMs?: number; onHandled?: (alarm: Alarm, lateMs: number) => void } = {},
) {
  const { db, listen } = database
  const running = startAlarms({ db, listen, clock, log, handlers, ...options })
  stops.push(() => running.stop())
  return running
}

const set = (key: string, dueAt: number) =>
  database.db.transaction((tx) => setAlarm(tx, { kind: 'test', key, dueAt }))

const left = () => database.db.select().from(alarms)

test('handles what is due, oldest first, and nothing else', async () => {
  const seen: [string, number][] = []
  await set('second', START + 200)
  await set('first', START + 100)
  await set('future', START + 10_000)
  clock.set(START + 5_000)
  start(
    {
      test: async (_tx, { key }, at) => {
        seen.push([key, at])
      },
    },
    { workers: 1 },
  )
  await until(() => seen.length === 2)
  expect(seen).toEqual([
    ['first', START + 5_000],
    ['second', START + 5_000],
  ])
  await until(async () => (await left()).length === 1)
  expect((await left()).map(({ key }) => key)).toEqual(['future'])
  clock.advance(5_000)
  await until(() => seen.length === 3)
})

test('sleeps until the moment, and hears of an earlier one', async () => {
  const late: number[] = []
  start(
    { test: async () => undefined },
    {
      onHandled: (_alarm, lateMs) => late.push(lateMs),
    },
  )
  await set('later', START + 60_000)
  await set('soon', START + 10)
  clock.advance(30)
  await until(() => late.length === 1)
  expect(late).toEqual([20])
})

test('the same alarm is one, another time is another', async () => {
  await set('a', START)
  await set('a', START)
  await set('a', START + 1)
  expect(await left()).toHaveLength(2)
})

test('many workers handle each alarm once', async () => {
  const seen: string[] = []
  const handlers: Record<string, AlarmHandler> = {
    test: async (tx, { key }) => {
      // Twice the same would not be claimed again.
      expect(await claimEvent(tx, 'playground', key)).toBe(true)
      seen.push(key)
    },
  }
  const other = connect(database.source)
  stops.push(() => other.close())
  for (let i = 0; i < 60; i++) await set(`k${i}`, START + i)
  const second = startAlarms({ ...other, clock, log, handlers, workers: 3 })
  stops.unshift(() => second.stop())
  start(handlers, { workers: 3 })
  clock.advance(1_000)
  await until(async () => (await left()).length === 0)
  expect(new Set(seen).size).toBe(60)
  expect(seen).toHaveLength(60)
})

test('a failed handler’s writes are undone; it is tried again, and others go on', async () => {
  let tries = 0
  const seen: string[] = []
  await set('fails', START)
  await set('works', START + 1)
  clock.advance(10)
  start(
    {
      test: async (tx, { key }) => {
        if (key === 'works') {
          seen.push(key)
          return
        }
        await claimEvent(tx, 'slack', `try ${++tries}`)
        if (tries < 3) throw new Error('not yet')
      },
    },
    { retryMs: 20 },
  )
  await until(async () => (await left()).length === 0)
  expect(tries).toBe(3)
  expect(seen).toEqual(['works'])
  const claimed = await database.db.select().from(inboundEvents).where(eq(inboundEvents.platform, 'slack'))
  expect(claimed.map(({ event }) => event)).toEqual(['try 3'])
})

test('a broken statement in a handler fails that alarm only', async () => {
  const seen: string[] = []
  await set('broken', START)
  await set('works', START + 1)
  clock.advance(10)
  start(
    {
      test: async (tx, { key }) => {
        if (key === 'broken') await tx.execute('select nonsense')
        seen.push(key)
      },
    },
    { workers: 1, retryMs: 60_000 },
  )
  await until(() => seen.length === 1)
  const [row] = await until(async () => {
    const rows = await left()
    return rows.length === 1 && rows
  })
  expect(seen).toEqual(['works'])
  expect(row).toMatchObject({ key: 'broken', attempts: 1, dead: false })
})

test('is given up after eight failures, and can then be set anew', async () => {
  let tries = 0
  start(
    {
      test: async () => {
        tries++
        throw new Error('never')
      },
    },
    { retryMs: 1 },
  )
  await set('doomed', START)
  const dead = await until(async () => (await left()).find((row) => row.dead))
  expect(dead).toMatchObject({ attempts: 8 })
  expect(dead.error).toContain('never')
  expect(tries).toBe(8)
  await set('doomed', START)
  await until(() => tries > 8)
})

test('goes on after its connections were cut', async () => {
  const seen: string[] = []
  start({
    test: async (_tx, { key }) => {
      seen.push(key)
    },
  })
  await set('before', START)
  await until(() => seen.includes('before'))
  // Each is waited for: what listened before the cut must not be taken for what listens after it.
  await database.sql`select pg_terminate_backend(pid, 60000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  await until(async () => {
    const [listening] = await database.sql`select 1 from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`
    return listening !== undefined
  })
  // On a connection of its own: the first query on one that was cut may fail.
  const other = connect(database.source)
  stops.push(() => other.close())
  await other.db.transaction((tx) => setAlarm(tx, { kind: 'test', key: 'after', dueAt: START }))
  await expect.poll(() => seen).toEqual(['before', 'after'])
})

test('also handles an alarm that the version before set, beside its own of the same time', async () => {
  const seen: string[] = []
  await database.sql`insert into alarms (kind, key, due_at, payload)
    values ('test', 'shared', ${START}, '{"revision": 3}')`
  await set('shared', START)
  await set('shared', START)
  expect(await left()).toHaveLength(2)
  start({
    test: async (_tx, { key }) => {
      seen.push(key)
    },
  })
  await expect.poll(left).toEqual([])
  expect(seen).toEqual(['shared', 'shared'])
})

test('does not take kinds that nobody handles here', async () => {
  const seen: string[] = []
  await database.db.transaction((tx) => setAlarm(tx, { kind: 'unknown', key: 'x', dueAt: START }))
  await set('known', START + 1)
  clock.advance(10)
  start({
    test: async (_tx, { key }) => {
      seen.push(key)
    },
  })
  await until(() => seen.length === 1)
  await until(async () => (await left()).length === 1)
  expect((await left())[0]).toMatchObject({ kind: 'unknown', attempts: 0 })
})
