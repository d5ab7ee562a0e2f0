import { sql as statement } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { claimEvent, pruneEvents } from '../../src/durable/inbound.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('an event is claimed once, also by many at once', async () => {
  const { db } = database
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimEvent(db, 'discord', 'e1')))
  expect(claims.filter(Boolean)).toHaveLength(1)
  expect(await claimEvent(db, 'slack', 'e1')).toBe(true)
})

test('a claim goes with the transaction that failed', async () => {
  const { db } = database
  await expect(
    db.transaction(async (tx) => {
      expect(await claimEvent(tx, 'discord', 'e2')).toBe(true)
      throw new Error('handler')
    }),
  ).rejects.toThrow('handler')
  expect(await claimEvent(db, 'discord', 'e2')).toBe(true)
})

test('old events are forgotten, young ones are not', async () => {
  const { db } = database
  await claimEvent(db, 'discord', 'old')
  await claimEvent(db, 'discord', 'young')
  await db.execute(
    statement`update inbound_events set received_at = now() - interval '4 days' where event = 'old'`,
  )
  await pruneEvents(db)
  expect(await claimEvent(db, 'discord', 'old')).toBe(true)
  expect(await claimEvent(db, 'discord', 'young')).toBe(false)
})
