import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { alarms } from '../../../src/db/schema.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { until } from '../../support/until.ts'
import { commandBy, newGroup, outcomes, T0, wordsOf } from './fixtures.ts'
import { keyOf, refusal, useRunningDesk } from './running-desk.ts'

const at = (moment: string) => Date.parse(moment)
const fixture = useRunningDesk()

describe('/schedule', () => {
  it('skips one occurrence, and no other', async () => {
    await fixture.add()
    expect(wordsOf(await fixture.change('skip'))).toContain(
      `⟦time ${at('2026-11-30T17:00Z')} date⟧ is left out`,
    )
    fixture.clock.set(at('2026-12-07T17:00Z'))
    await fixture.settled(2)
    expect(await outcomes(fixture.database.db)).toEqual([
      '2026-11-30T17:00Z skipped',
      '2026-12-07T17:00Z posted',
    ])
  })

  it('pauses and resumes a schedule', async () => {
    await fixture.add()
    await fixture.change('pause')
    expect(await keyOf(fixture.change('pause'))).toBe('error.schedulePaused')
    expect(await keyOf(fixture.change('skip'))).toBe('error.schedulePaused')
    expect(await fixture.desk.schedules.nextOf(fixture.database.db, (await fixture.row()).id)).toBeUndefined()
    fixture.clock.set(at('2026-12-08T09:00Z'))
    expect(wordsOf(await fixture.change('resume'))).toContain(`⟦time ${at('2026-12-14T17:00Z')} date⟧`)
    expect(await keyOf(fixture.change('resume'))).toBe('error.scheduleActive')
    expect(await fixture.desk.schedules.nextOf(fixture.database.db, (await fixture.row()).id)).toBe(
      at('2026-12-14T17:00Z'),
    )
    expect(fixture.desk.wishes).toEqual([])
    fixture.clock.set(at('2026-12-14T17:00Z'))
    await fixture.settled(3)
    expect(await outcomes(fixture.database.db)).toEqual([
      '2026-11-30T17:00Z skipped',
      '2026-12-07T17:00Z skipped',
      '2026-12-14T17:00Z posted',
    ])
  })

  it('pauses until a day, and goes on by itself then', async () => {
    await fixture.add()
    // T0 is Thursday, 26 November.
    expect(wordsOf(await fixture.pauseUntil('Dec 9'))).toContain(
      `is paused until ⟦time ${at('2026-12-08T23:00Z')} date⟧`,
    )
    expect(wordsOf(await fixture.desk.schedules.list(commandBy(fixture.group.olga)))).toContain(
      'then it goes on by itself',
    )
    expect(await keyOf(fixture.pauseUntil('9.12.'))).toBe('error.schedulePaused')
    fixture.clock.set(at('2026-12-08T23:00Z'))
    await until(async () => (await fixture.row()).state === 'active')
    fixture.clock.set(at('2026-12-14T17:00Z'))
    await fixture.settled(3)
    expect(await outcomes(fixture.database.db)).toEqual([
      '2026-11-30T17:00Z skipped',
      '2026-12-07T17:00Z skipped',
      '2026-12-14T17:00Z posted',
    ])
  })

  it.each([
    ['soon', 'error.date'],
    ['3/4', 'error.dateUnclear'],
    ['today', 'error.datePast'],
    ['2026-11-01', 'error.datePast'],
    ['2028-01-01', 'error.dateFar'],
  ])('is not paused until “%s”: %s', async (typed, key) => {
    await fixture.add()
    expect(await keyOf(fixture.pauseUntil(typed))).toBe(key)
    expect((await fixture.row()).state).toBe('active')
  })

  it('posts at once without moving the next occurrence', async () => {
    await fixture.add()
    expect(wordsOf(await fixture.change('run'))).toContain('is being posted now')
    expect(fixture.desk.wishes).toMatchObject([
      { postedAt: T0, dueAt: T0, deadlineAt: at('2026-12-03T17:00Z') },
    ])
    expect(await fixture.desk.schedules.nextOf(fixture.database.db, (await fixture.row()).id)).toBe(
      at('2026-11-30T17:00Z'),
    )
    fixture.clock.set(at('2026-11-30T17:00Z'))
    await fixture.posted(2)
  })

  it('gives two schedules of a group that are due at once different problems', async () => {
    await fixture.stop()
    let opening = 0
    const chosen: string[] = []
    // The first waits for the second for as long as that could be choosing too.
    fixture.start(async (_, { problem }) => {
      chosen.push(problem)
      opening++
      await Promise.race([until(() => opening > 1), setTimeout(500)])
      return crypto.randomUUID()
    })
    await fixture.add()
    await fixture.add({ language: 'zh', channel: 'challenges-zh' })
    fixture.clock.set(at('2026-11-30T17:00Z'))
    await fixture.settled(2)
    expect(new Set(chosen).size).toBe(2)
  })

  it('pins a problem, which is posted once', async () => {
    await fixture.add()
    const pin = (problem: string) =>
      fixture.desk.schedules.change(commandBy(fixture.group.olga), '1', { kind: 'pin', problem })
    const wrong = await refusal(pin('frod'))
    expect(wrong.key).toBe('error.unknownProblem')
    expect(String(wrong.params.nearest)).toContain('`fraud-detection`')
    expect(wordsOf(await pin('Fraud-Detection'))).toContain('(pinned)')
    expect((await fixture.row()).pinned).toBe('fraud-detection')
    fixture.clock.set(at('2026-11-30T17:00Z'))
    await fixture.posted(1)
    expect(fixture.desk.wishes[0]?.problem).toBe('fraud-detection')
    await fixture.settled(1)
    expect((await fixture.row()).pinned).toBeNull()
  })

  it('removes a schedule, says what stays open, and never gives its number again', async () => {
    await fixture.add()
    expect(wordsOf(await fixture.change('remove'))).not.toContain('stays open')
    await fixture.add()
    await fixture.change('run', '#2')
    const { deadlineAt } = fixture.desk.wishes[0] ?? expect.unreachable('nothing posted')
    expect(wordsOf(await fixture.change('remove', '#2'))).toContain(
      `stays open until ⟦time ${deadlineAt} date⟧`,
    )
    expect(await keyOf(fixture.change('run', '#2'))).toBe('error.noSchedule')
    fixture.clock.set(at('2026-12-30T17:00Z'))
    await until(async () =>
      (await fixture.database.db.select().from(alarms)).every(({ dueAt }) => dueAt > fixture.clock.now()),
    )
    expect(fixture.desk.wishes.length).toBe(1)
  })

  it('is told when another organiser was first', async () => {
    await fixture.add()
    const [{ value: seen } = expect.unreachable('nothing offered')] = await fixture.suggested('schedule', '')
    fixture.clock.advance(MINUTE)
    const both = await Promise.allSettled([
      fixture.change('skip', seen, fixture.group.olga),
      fixture.change('skip', seen, fixture.group.oscar),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect(await outcomes(fixture.database.db)).toEqual(['2026-11-30T17:00Z skipped'])
    expect(await keyOf(fixture.change('skip', seen, fixture.group.olga))).toBe('error.scheduleChanged')
    // Without a revision it is unknown what they saw, so nobody else may have changed it a moment ago.
    fixture.clock.advance(MINUTE)
    await fixture.change('pause', '#1', fixture.group.olga)
    expect(await keyOf(fixture.change('remove', '#1', fixture.group.oscar))).toBe('error.scheduleJustChanged')
    fixture.clock.advance(MINUTE)
    await fixture.change('remove', '#1', fixture.group.oscar)
  })

  it('reaches no schedule of another group, and none by a malformed handle', async () => {
    await fixture.add()
    const other = newGroup()
    expect(await keyOf(fixture.change('remove', '#1', other.olga))).toBe('error.noSchedule')
    for (const handle of ['', '#', 'monday', '#1.x', '999999999', '-1', "'; drop table schedules"])
      expect(await keyOf(fixture.change('remove', handle))).toBe('error.noSchedule')
  })
})
