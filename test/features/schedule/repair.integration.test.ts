import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { alarms, deliveries, occurrences, schedules as table } from '../../../src/db/schema.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { commandBy, iso, outcomes } from './fixtures.ts'
import { useRunningDesk } from './running-desk.ts'

const at = (moment: string) => Date.parse(moment)
const fixture = useRunningDesk()

describe("a schedule in its group's zone", () => {
  const zone = (timeZone: string) => fixture.desk.setTimeZone(commandBy(fixture.group.olga), timeZone)

  it('moves when /settings changes the zone', async () => {
    await zone('Europe/Berlin')
    await fixture.add({ timeZone: undefined })
    await fixture.add({ timeZone: 'Europe/Berlin', day: 'tue' })
    await zone('Asia/Tokyo')
    const nextAt = async () => {
      const rows = await fixture.database.db.select().from(table).orderBy(table.number)
      return rows.map((each) => iso(each.nextAt))
    }
    await until(async () => (await nextAt())[0] === '2026-11-30T09:00Z')
    expect(await nextAt()).toEqual(['2026-11-30T09:00Z', '2026-12-01T17:00Z'])
    fixture.clock.set(at('2026-11-30T09:00Z'))
    await fixture.posted(1)
    expect(fixture.desk.wishes[0]).toMatchObject({ deadlineAt: at('2026-12-07T09:00Z') })
  })

  it('posts at once an occurrence that has passed in the new zone, without calling it late', async () => {
    await zone('Europe/Berlin')
    await fixture.add({ timeZone: undefined })
    fixture.clock.set(at('2026-11-30T12:00Z'))
    await zone('Asia/Tokyo')
    await fixture.posted(1)
    expect(fixture.desk.wishes).toMatchObject([{ postedAt: fixture.clock.now(), dueAt: fixture.clock.now() }])
    await fixture.settled(1)
    expect(await outcomes(fixture.database.db)).toEqual(['2026-11-30T09:00Z posted'])
  })
})

describe('a schedule that can not post', () => {
  it('posts later, once, however often it failed', async () => {
    await fixture.stop()
    let failures = 0
    fixture.start(async () => {
      if (failures < 12 && ++failures > 0) throw new Error('the power goes')
      return crypto.randomUUID()
    })
    await fixture.add()
    fixture.clock.set(at('2026-11-30T17:00Z'))
    await until(() => {
      fixture.clock.advance(MINUTE)
      return failures === 12 && fixture.desk.wishes.length > 12
    })
    await fixture.settled(1)
    expect(fixture.desk.wishes.length).toBe(13)
    expect(await outcomes(fixture.database.db)).toEqual(['2026-11-30T17:00Z posted'])
    const [{ challengeId } = expect.unreachable('no row')] = await fixture.database.db
      .select()
      .from(occurrences)
    expect(challengeId).not.toBeNull()
  })

  it('gets its alarm back at the start', async () => {
    await fixture.add()
    await fixture.database.db.delete(alarms)
    await fixture.desk.schedules.reconcile()
    await fixture.desk.schedules.reconcile()
    expect((await fixture.database.db.select().from(alarms)).map(({ dueAt }) => iso(dueAt))).toEqual([
      '2026-11-30T17:00Z',
    ])
  })

  it('pauses where the channel is gone', async () => {
    await fixture.add()
    await fixture.desk.schedules.onGone({ ...fixture.group.channel, thread: 't' })
    expect((await fixture.row()).state).toBe('active')
    fixture.clock.set(at('2026-11-30T17:00Z') - 1)
    await fixture.desk.schedules.onGone(fixture.group.channel)
    expect((await fixture.row()).state).toBe('paused')
    const [after] = await fixture.database.db.select().from(table).where(eq(table.space, fixture.group.space))
    expect(after?.removedAt).toBeNull()
    // The organiser gets one message, however often the event comes.
    await fixture.desk.schedules.onGone(fixture.group.channel)
    const told = await fixture.database.db.select().from(deliveries)
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { kind: 'dm', user: { user: 'olga' }, message: { summary: expect.stringContaining('#1') } },
    ])
  })
})
