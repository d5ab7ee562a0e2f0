import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Connection, connect, ping } from '../src/db/client.ts'
import { startAlarms } from '../src/durable/alarms.ts'
import { openPresence, type Presence } from '../src/durable/presence.ts'
import type { Pump } from '../src/durable/pump.ts'
import { startWatchdog } from '../src/watchdog.ts'
import { manualClock } from './support/clock.ts'
import { type TestDatabase, testDatabase } from './support/database.ts'
import { openRelay, type Relay } from './support/relay.ts'
import { until } from './support/until.ts'

let database: TestDatabase
let relay: Relay
let connection: Connection
let presence: Presence
let alarms: Pump
let dog: Readonly<{ stop(): void }>
let hung: number
/** Whether the database answered, each time that it was asked anew. */
let answers: boolean[]

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

beforeEach(async () => {
  relay = await openRelay(database.source)
  connection = connect(relay.source, { max: 2 })
  presence = await openPresence({ ...connection, limitMs: 200 })
  const { db, sql } = connection
  const log = pino({ level: 'silent' })
  alarms = startAlarms({ db, sql, log, clock: manualClock(0), handlers: { any: async () => undefined } })
  hung = 0
  answers = []
  dog = startWatchdog({
    pumps: [alarms],
    async ask() {
      const answered = await presence.query(ping).then(
        () => true,
        () => false,
      )
      answers.push(answered)
      if (!answered) throw new Error('the database is away')
    },
    onHung: () => void hung++,
    everyMs: 10,
    limitMs: 2_000,
  })
})

afterEach(async () => {
  dog.stop()
  await relay.close()
  await alarms.stop()
  await presence.close()
  await connection.close()
})

/** Work that goes on until it hangs. */
async function worked(): Promise<void> {
  let rounds = 0
  await until(() => {
    alarms.wake()
    return alarms.busyMs() === 0 && ++rounds > 20
  })
}

test('work that goes on is nothing to ask about', async () => {
  await worked()
  expect(answers).toEqual([])
  expect(hung).toBe(0)
})

test('while the database answers nobody, work waits; once it answers, a connection that does not is dead', async () => {
  await worked()
  relay.swallowNew(true)
  relay.swallow()
  alarms.wake()
  await until(() => answers.length >= 3)
  expect(answers).not.toContain(true)
  expect(hung).toBe(0)
  relay.swallowNew(false)
  await until(() => hung > 0)
})

test('connections that were cut are no reason: work goes on over new ones', async () => {
  await worked()
  await database.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`
  alarms.wake()
  await worked()
  expect(hung).toBe(0)
})
