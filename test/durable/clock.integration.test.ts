import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clockAnchor } from '../../src/db/schema.ts'
import { setAlarm, startAlarms } from '../../src/durable/alarms.ts'
import { loadClock } from '../../src/durable/clock.ts'
import { HOUR } from '../../src/kit/durations.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

const START = Date.UTC(2030, 0, 1)

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.delete(clockAnchor)
})

test('the tests run on the Node that the bot runs on', () => {
  expect(Number.parseInt(process.versions.node, 10)).toBeGreaterThanOrEqual(24)
})

test('without settings bot time is real time', async () => {
  const clock = await loadClock(database.db)
  expect(clock.speed).toBe(1)
  const before = Date.now()
  const now = clock.now()
  expect(now).toBeGreaterThanOrEqual(before)
  expect(now).toBeLessThanOrEqual(Date.now())
})

test('starts where it is told, and runs as fast as it is told', async () => {
  const began = Date.now()
  const clock = await loadClock(database.db, { start: START, speed: 3600 })
  const before = clock.now()
  expect(before).toBeGreaterThanOrEqual(START)
  expect(before).toBeLessThanOrEqual(START + (Date.now() - began) * 3600)
  expect(clock.realDelay(before + HOUR)).toBeLessThanOrEqual(1000)
  expect(clock.realDelay(before - HOUR)).toBe(0)
})

test('a restart goes on from the anchor, whatever the start says', async () => {
  const first = await loadClock(database.db, { start: START, speed: 60 })
  const second = await loadClock(database.db, { start: START + 999 * HOUR, speed: 60 })
  expect(second.anchor()).toEqual(first.anchor())
})

test('another speed goes on from the time that it is', async () => {
  const fast = await loadClock(database.db, { start: START, speed: 60_000 })
  const before = fast.now()
  const slow = await loadClock(database.db, { speed: 1 })
  const after = slow.now()
  expect(slow.speed).toBe(1)
  expect(after).toBeGreaterThanOrEqual(before)
  expect(after).toBeLessThanOrEqual(fast.now())
  const again = await loadClock(database.db)
  expect(again.anchor()).toEqual(slow.anchor())
})

test('replicas that start together share one anchor', async () => {
  const clocks = await Promise.all(
    Array.from({ length: 5 }, () => loadClock(database.db, { start: START, speed: 1000 })),
  )
  const [first] = clocks
  expect(clocks.map((clock) => clock.anchor())).toEqual(clocks.map(() => first?.anchor()))
  expect(await database.db.select().from(clockAnchor)).toHaveLength(1)
})

test('another speed is taken by all who follow, and time goes on from where it was', async () => {
  const [here, there] = [await loadClock(database.db), await loadClock(database.db)]
  const log = pino({ level: 'silent' })
  const ends = [here.follow(database.listen, log), there.follow(database.listen, log)]
  const changes: string[] = []
  here.onChange(() => changes.push('here'))
  there.onChange(() => changes.push('there'))
  // Whether both listen already shows only when a change is heard.
  await until(async () => {
    const speed = here.speed === 60 ? 10 : 60
    await here.changeSpeed(speed)
    const heard = () => there.speed === speed && there.anchor().realMs === here.anchor().realMs
    return until(heard, 1000).catch(() => false)
  })
  expect(there.anchor()).toEqual(here.anchor())
  expect(changes).toContain('here')
  expect(changes).toContain('there')
  const before = { real: Date.now(), here: here.now() }
  await there.changeSpeed(1)
  await until(() => here.speed === 1)
  expect(here.anchor()).toEqual(there.anchor())
  const { realMs, botMs } = here.anchor()
  expect(realMs).toBeGreaterThanOrEqual(before.real)
  expect(botMs).toBeGreaterThanOrEqual(before.here)
  expect(botMs - before.here).toBeLessThanOrEqual((realMs - before.real + 1) * 60)
  for (const end of ends) end()
})

test('two changes of speed at once both count, one after the other', async () => {
  const began = Date.now()
  const clocks = [await loadClock(database.db, { start: START }), await loadClock(database.db)]
  await Promise.all([clocks[0]?.changeSpeed(1000), clocks[1]?.changeSpeed(2000)])
  const [row] = await database.db.select().from(clockAnchor)
  expect([1000, 2000]).toContain(row?.speed)
  expect(row?.botMs).toBeGreaterThanOrEqual(START)
  expect(row?.botMs).toBeLessThanOrEqual(START + (Date.now() - began) * 2000)
})

test('the same speed again changes nothing, and after a restart it is that of the settings', async () => {
  const clock = await loadClock(database.db, { start: START })
  await clock.changeSpeed(60_000)
  const anchor = clock.anchor()
  await clock.changeSpeed(60_000)
  expect(clock.anchor()).toEqual(anchor)
  await until(() => clock.now() > START + HOUR)
  const restarted = await loadClock(database.db)
  expect(restarted.speed).toBe(1)
  expect(restarted.now()).toBeGreaterThan(START + HOUR)
})

test('an alarm comes earlier when time begins to run faster', async () => {
  const clock = await loadClock(database.db, { start: START })
  const handled: number[] = []
  const alarms = startAlarms({
    db: database.db,
    listen: database.listen,
    clock,
    log: pino({ level: 'silent' }),
    handlers: { test: async (_, __, at) => void handled.push(at) },
  })
  clock.onChange(alarms.wake)
  const dueAt = START + HOUR
  await database.db.transaction((tx) => setAlarm(tx, { kind: 'test', key: 'k', dueAt }))
  await clock.changeSpeed(100_000)
  const [at] = await until(() => handled.length > 0 && handled)
  expect(at).toBeGreaterThanOrEqual(dueAt)
  await alarms.stop()
})
