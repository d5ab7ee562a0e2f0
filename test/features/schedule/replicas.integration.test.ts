import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from '../../../src/db/client.ts'
import { alarms, deliveries, groups, occurrences, schedules } from '../../../src/db/schema.ts'
import { startAlarms } from '../../../src/durable/alarms.ts'
import { enqueue } from '../../../src/durable/outbox/index.ts'
import { manualClock } from '../../support/clock.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import { openDesk } from './fixtures.ts'

const SCHEDULES = 300
const GROUPS = 15
const DUE = Date.parse('2026-11-30T17:00:00Z')

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

/** Schedules that are all due at the same minute, each with its alarm twice, as after a restart. */
async function fill(): Promise<void> {
  const { db } = database
  const group = { language: 'en', timeZone: 'Europe/Berlin', defaultMinutes: 45 } as const
  const added = await db
    .insert(groups)
    .values(Array.from({ length: GROUPS }, () => group))
    .returning({ id: groups.id })
  const rows = Array.from({ length: SCHEDULES }, (_, index): typeof schedules.$inferInsert => ({
    groupId: added[index % GROUPS]?.id ?? '',
    number: Math.floor(index / GROUPS) + 1,
    platform: 'discord',
    space: 's',
    channel: `c${index}`,
    expression: '0 18 * * 1',
    language: 'en',
    deadlineDays: 7,
    blind: false,
    state: 'active',
    nextAt: DUE,
    nextIn: 'Europe/Berlin',
    revision: 1,
    createdAt: 0,
    changedAt: 0,
    changedBy: { platform: 'discord', space: 's', user: 'olga' },
  }))
  const ids = await db.insert(schedules).values(rows).returning({ id: schedules.id })
  for (const dueAt of [DUE, DUE + 1])
    await db.insert(alarms).values(ids.map(({ id }) => ({ kind: 'schedule', key: id, dueAt })))
}

/** A process with connections of its own. Every 25th posting fails, after it has written. */
function startReplica() {
  const connection = connect(database.source)
  const { db, listen } = connection
  const clock = manualClock(DUE + 60_000)
  let opened = 0
  const { schedules: flow, wishes } = openDesk({
    database,
    clock,
    openChallenge: async (tx, { channel, scheduleId }) => {
      const message = { summary: scheduleId, blocks: [] }
      await enqueue(tx, scheduleId, channel.platform, { kind: 'post', to: { channel }, message })
      if (++opened % 25 === 0) throw new Error('it failed half way')
      return randomUUID()
    },
  })
  const log = pino({ level: 'silent' })
  const running = startAlarms({ db, listen, clock, log, handlers: flow.alarms })
  return {
    wishes,
    clock,
    async stop() {
      await running.stop()
      await connection.close()
    },
  }
}

it(`${SCHEDULES} due schedules are posted exactly once by two replicas`, { timeout: 600_000 }, async () => {
  await fill()
  const { db } = database
  const replicas = [startReplica(), startReplica()]
  const posted = async () => db.$count(occurrences)
  await until(async () => (await posted()) >= SCHEDULES * 0.9, 200_000)
  // A failed posting is tried again after five minutes of bot time.
  await until(async () => {
    for (const { clock } of replicas) clock.advance(60_000)
    const due = await db.$count(alarms, sql`due_at <= ${DUE + 24 * 60 * 60_000}`)
    return due === 0 && (await posted()) === SCHEDULES
  }, 200_000)
  for (const { stop } of replicas) await stop()
  expect(replicas.every(({ wishes }) => wishes.length > SCHEDULES / 10)).toBe(true)
  expect(replicas.reduce((sum, { wishes }) => sum + wishes.length, 0)).toBeGreaterThan(SCHEDULES)

  const rows = await db.select().from(occurrences)
  expect(rows.every(({ outcome, dueAt }) => outcome === 'posted' && dueAt === DUE)).toBe(true)
  expect(new Set(rows.map(({ scheduleId }) => scheduleId)).size).toBe(SCHEDULES)
  expect(new Set(rows.map(({ challengeId }) => challengeId)).size).toBe(SCHEDULES)
  // The deliveries that reached the outbox.
  const sent = await db.select({ stream: deliveries.stream }).from(deliveries)
  expect(sent.length).toBe(SCHEDULES)
  expect(new Set(sent.map(({ stream }) => stream)).size).toBe(SCHEDULES)
})
