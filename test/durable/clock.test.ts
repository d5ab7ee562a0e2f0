import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { clockAnchor } from '../../src/db/schema.ts'
import { loadClock } from '../../src/durable/clock.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const START = Date.UTC(2030, 0, 1)
const HOUR = 3_600_000

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
  expect(Math.abs(clock.now() - Date.now())).toBeLessThanOrEqual(1)
})

test('starts where it is told, and runs as fast as it is told', async () => {
  const clock = await loadClock(database.db, { start: START, speed: 3600 })
  const before = clock.now()
  expect(before).toBeGreaterThanOrEqual(START)
  expect(before).toBeLessThan(START + 24 * HOUR)
  expect(clock.realDelay(before + HOUR)).toBeLessThanOrEqual(1000)
  expect(clock.realDelay(before - HOUR)).toBe(0)
})

test('a restart goes on from the anchor, whatever the start says', async () => {
  const first = await loadClock(database.db, { start: START, speed: 60 })
  const second = await loadClock(database.db, { start: START + 999 * HOUR, speed: 60 })
  expect(Math.abs(second.now() - first.now())).toBeLessThan(60 * 5)
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
  expect(Math.abs(again.now() - slow.now())).toBeLessThan(5)
})

test('replicas that start together share one anchor', async () => {
  const clocks = await Promise.all(
    Array.from({ length: 5 }, () => loadClock(database.db, { start: START, speed: 1000 })),
  )
  const times = clocks.map((clock) => clock.now())
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(50_000)
  expect(await database.db.select().from(clockAnchor)).toHaveLength(1)
})
