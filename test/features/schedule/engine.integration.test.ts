import { randomUUID } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { UserError } from '#bot'
import { deliveries, occurrences, schedules as table } from '../../../src/db/schema.ts'
import { enqueue } from '../../../src/durable/outbox/index.ts'
import { instantOf } from '../../../src/features/schedule/rules/local-time.ts'
import { DAY, HOUR, MINUTE } from '../../../src/kit/durations.ts'
import { manualClock } from '../../support/clock.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { commandBy, newGroup, openDesk, T0 } from './fixtures.ts'

const ZONES = ['UTC', 'Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles', 'America/Santiago'] as const

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const action = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('alarm' as const, 'two alarms' as const, 'power cut' as const) },
  { weight: 3, arbitrary: fc.constantFrom('pause' as const, 'resume' as const, 'skip' as const) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...ZONES) },
)
const later = fc.oneof(
  fc.integer({ min: 0, max: 6 * HOUR }),
  fc.integer({ min: 0, max: 3 * DAY }),
  fc.integer({ min: 0, max: 12 * DAY }),
)
const story = fc.array(fc.record({ action, later }), { minLength: 2, maxLength: 14 })

/** Plays a story of a daily schedule. @returns what was recorded about it */
async function play(events: readonly Readonly<{ action: string; later: number }>[]) {
  const { db } = database
  const clock = manualClock(T0)
  const group = newGroup()
  let fails = false
  const open = () =>
    openDesk({
      database,
      clock,
      openChallenge: async (tx, { scheduleId, channel }) => {
        await enqueue(tx, scheduleId, channel.platform, {
          kind: 'post',
          to: { channel },
          message: { summary: '', blocks: [] },
        })
        if (fails) throw new Error('the power goes')
        return randomUUID()
      },
    })
  let desk = open()
  await desk.schedules.add(commandBy(group.olga), { channel: 'c', cron: '0 18 * * *' })
  const [schedule = expect.unreachable('no schedule')] = await db
    .select()
    .from(table)
    .where(eq(table.space, group.space))
  const { id } = schedule
  const ring = () =>
    db.transaction(async (tx) => {
      const alarm = { kind: 'schedule', key: id, dueAt: clock.now() }
      await desk.schedules.alarms.schedule?.(tx, alarm, clock.now())
    })
  for (const { action: what, later: wait } of events) {
    clock.advance(wait)
    if (what === 'alarm') await ring()
    else if (what === 'two alarms') await Promise.all([ring(), ring()])
    else if (what === 'power cut') {
      fails = true
      await ring()
      fails = false
    } else if (what === 'restart') {
      desk = open()
      await desk.schedules.reconcile()
    } else if (what === 'pause' || what === 'resume' || what === 'skip')
      await desk.schedules.change(commandBy(group.olga), '#1', { kind: what }).catch((error: unknown) => {
        // A command may be refused, such as a pause of a paused schedule.
        if (!(error instanceof UserError)) throw error
      })
    else await desk.setTimeZone(commandBy(group.olga), what)
  }
  // In the end it is on, and its alarm has rung.
  await desk.schedules.change(commandBy(group.olga), '#1', { kind: 'resume' }).catch(() => undefined)
  await ring()
  const rows = await db
    .select()
    .from(occurrences)
    .where(eq(occurrences.scheduleId, id))
    .orderBy(asc(occurrences.dueAt))
  const sent = await db.$count(deliveries, eq(deliveries.stream, id))
  const [after = expect.unreachable('no schedule')] = await db.select().from(table).where(eq(table.id, id))
  return { rows, sent, after, now: clock.now() }
}

it('records each day once, whatever happens, and posts what it records as posted', async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(story, async (events) => {
      const { rows, sent, after, now } = await play(events)
      let day = T0 - (T0 % DAY)
      let last = Number.NEGATIVE_INFINITY
      for (const { dueAt, outcome } of rows) {
        const times = ZONES.map((zone) => instantOf(day + 18 * HOUR, zone))
        expect(times.includes(dueAt) || dueAt === last + MINUTE).toBe(true)
        seen.add(outcome)
        last = dueAt
        day += DAY
      }
      expect(after.nextAt).toBeGreaterThan(now)
      expect([...ZONES.map((zone) => instantOf(day + 18 * HOUR, zone)), last + MINUTE]).toContain(
        after.nextAt,
      )
      expect(sent).toBe(rows.filter(({ outcome }) => outcome === 'posted').length)
      expect(
        rows.every(({ outcome, challengeId }) => (outcome === 'posted') === (challengeId !== null)),
      ).toBe(true)
    }),
    { numRuns: 25 },
  )
  expect([...seen].sort()).toEqual(['missed', 'posted', 'skipped'])
})
