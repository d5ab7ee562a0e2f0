import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect, type Database } from '../../src/db/client.ts'
import { alarms, deliveries } from '../../src/db/schema.ts'
import { setAlarm, startAlarms } from '../../src/durable/alarms.ts'
import { enqueue, startDeliveries } from '../../src/durable/outbox/index.ts'
import type { Worker } from '../../src/durable/worker.ts'
import { manualClock } from '../support/clock.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { NO_PICTURES } from '../support/no-pictures.ts'
import { post } from '../support/outbox.ts'
import { openRelay, type Relay } from '../support/relay.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

/** Less than the minute after which it is looked without any reason. */
const SOON_MS = 30_000
const START = Date.UTC(2030, 0, 1)
const log = pino({ level: 'silent' })

type Work = Readonly<{
  what: string
  /** Something due at once, from another replica. */
  put(key: string): Promise<void>
  /** @param done told the key of each piece that was done */
  start(at: Database, done: (key: string) => void): Worker
}>

let database: TestDatabase
let relay: Relay
let stops: (() => Promise<void>)[]

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.delete(alarms)
  await database.db.delete(deliveries)
  relay = await openRelay(database.source)
  stops = [relay.close]
})
afterEach(async () => {
  for (const stop of stops.reverse()) await stop()
})

const ALARMS: Work = {
  what: 'an alarm',
  put: (key) => database.db.transaction((tx) => setAlarm(tx, { kind: 'test', key, dueAt: START })),
  start: ({ db, listen }, done) =>
    startAlarms({
      db,
      listen,
      clock: manualClock(START),
      log,
      workers: 1,
      handlers: { test: async (_, { key }) => done(key) },
    }),
}

const DELIVERIES: Work = {
  what: 'a delivery',
  put: (key) => database.db.transaction((tx) => enqueue(tx, key, 'playground', post(key))),
  start: ({ db, listen }, done) => {
    const platform = scriptedPlatform('playground', (call) => {
      if (call.kind === 'post') done(call.message.summary)
    })
    const platforms = new Map([['playground', platform] as const])
    return startDeliveries({ db, listen, platforms, log, renderer: NO_PICTURES, workers: 1 })
  },
}

describe.each([ALARMS, DELIVERIES])('$what is picked up', ({ put, start }) => {
  /** A replica behind a network of its own that has done one piece and sleeps. */
  async function asleep(): Promise<readonly string[]> {
    const replica = connect(relay.source, { checkMs: 200, queryMs: 300 })
    stops.push(replica.close)
    const done: string[] = []
    const worker = start(replica, (key) => done.push(key))
    stops.push(worker.stop)
    await put('first')
    await until(() => done.includes('first'))
    // The last looks before it sleeps: what fails there is tried again without anybody being told.
    await sleep(200)
    return done
  }

  test('when another replica wants it', async () => {
    const done = await asleep()
    await put('second')
    await expect.poll(() => done, { timeout: SOON_MS }).toEqual(['first', 'second'])
  })

  test('when the connection that listens broke, and nobody heard of it', async () => {
    const done = await asleep()
    await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`
    await put('second')
    await expect.poll(() => done, { timeout: SOON_MS }).toEqual(['first', 'second'])
  })

  test('when a network swallowed all connections without a word', async () => {
    const done = await asleep()
    relay.swallow()
    await put('second')
    await expect.poll(() => done, { timeout: SOON_MS }).toEqual(['first', 'second'])
  })
})
