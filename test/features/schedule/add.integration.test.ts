import { describe, expect, it } from 'vitest'
import { PlatformError } from '#bot'
import { schedules as table } from '../../../src/db/schema.ts'
import { commandBy, outcomes, wordsOf } from './fixtures.ts'
import { keyOf, refusal, useRunningDesk } from './running-desk.ts'

const at = (moment: string) => Date.parse(moment)
const fixture = useRunningDesk()

describe('/schedule add', () => {
  it('posts each occurrence when it is due, with its deadline, and says so', async () => {
    const said = wordsOf(await fixture.add())
    expect(said).toContain('#1 · every Monday at 18:00')
    expect(said).toContain(`⟦time ${at('2026-11-30T17:00Z')} date⟧`)
    expect(said).toContain('⟦channel challenges⟧')
    fixture.clock.set(at('2026-11-30T16:59:59Z'))
    expect(fixture.desk.wishes).toEqual([])
    fixture.clock.set(at('2026-11-30T17:00Z'))
    await fixture.posted(1)
    fixture.clock.set(at('2026-12-07T17:00Z'))
    await fixture.posted(2)
    expect(fixture.desk.wishes[0]).toMatchObject({
      channel: fixture.group.channel,
      language: 'en',
      blind: false,
      timeZone: 'Europe/Berlin',
      postedAt: at('2026-11-30T17:00Z'),
      dueAt: at('2026-11-30T17:00Z'),
      deadlineAt: at('2026-12-07T17:00Z'),
    })
    await fixture.settled(2)
    expect(await outcomes(fixture.database.db)).toEqual([
      '2026-11-30T17:00Z posted',
      '2026-12-07T17:00Z posted',
    ])
  })

  it('posts only the latest after a while away, marked late, and records the others', async () => {
    await fixture.add()
    await fixture.stop()
    fixture.clock.set(at('2026-12-15T09:00Z'))
    fixture.start()
    await fixture.posted(1)
    await fixture.settled(3)
    expect(fixture.desk.wishes).toMatchObject([
      { dueAt: at('2026-12-14T17:00Z'), postedAt: at('2026-12-15T09:00Z') },
    ])
    expect(await outcomes(fixture.database.db)).toEqual([
      '2026-11-30T17:00Z missed',
      '2026-12-07T17:00Z missed',
      '2026-12-14T17:00Z posted',
    ])
  })

  it.each([
    [{ day: undefined, time: undefined }, 'error.scheduleWhen'],
    [{ day: undefined }, 'error.scheduleWhen'],
    [{ time: undefined }, 'error.scheduleWhen'],
    [{ cron: '0 18 * * 1' }, 'error.scheduleWhen'],
    [{ time: '25:00' }, 'error.time'],
    [{ time: '18:60' }, 'error.time'],
    [{ time: 'soon' }, 'error.time'],
    [{ time: '6' }, 'error.timeUnclear'],
    [{ day: 'Mondey' }, 'error.day'],
    [{ day: 'every third Monday' }, 'error.dayUnclear'],
    [{ day: undefined, time: undefined, cron: '0 18 * * MON-XYZ' }, 'error.cronField'],
    [{ day: undefined, time: undefined, cron: '0 18 * *' }, 'error.cron'],
    [{ day: undefined, time: undefined, cron: '0 18 30 2 *' }, 'error.cronNever'],
    [{ day: undefined, time: undefined, cron: '*/5 * * * *' }, 'error.cronOften'],
    [{ timeZone: 'Mars/Olympus' }, 'error.timeZone'],
    [{ timeZone: 'CST' }, 'error.timeZoneUnclear'],
    [{ days: 0 }, 'error.deadlineDays'],
    [{ days: 31 }, 'error.deadlineDays'],
    [{ problems: 'fraud-detection, frod' }, 'error.unknownProblem'],
  ] as const)('refuses %j: %s', async (options, key) => {
    expect(await keyOf(fixture.add(options))).toBe(key)
    expect(await fixture.database.db.select().from(table)).toEqual([])
  })

  it('takes an expression, also as Slack passes it', async () => {
    await fixture.add({ day: undefined, time: undefined, cron: '  0 18 * *  MON ' })
    await fixture.add({ day: undefined, time: '30 6 1 * *' })
    const rows = await fixture.database.db.select().from(table).orderBy(table.number)
    expect(rows.map(({ number, expression }) => [number, expression])).toEqual([
      [1, '0 18 * * MON'],
      [2, '30 6 1 * *'],
    ])
  })

  it.each([
    [{ day: 'Mondays', time: '6 PM' }, '0 18 * * 1', 1, 'every Monday at 18:00'],
    [{ day: 'mon, thu', time: '18.30' }, '30 18 * * 1,4', 1, 'every Monday and Thursday at 18:30'],
    [
      { day: 'fri-mon', time: 'noon' },
      '0 12 * * 1,5,6,0',
      1,
      'every Monday, Friday, Saturday and Sunday at 12:00',
    ],
    [{ day: 'weekdays', time: '9h' }, '0 9 * * 1,2,3,4,5', 1, 'Monday to Friday at 09:00'],
    [{ day: '每周一晚上8点', time: undefined }, '0 20 * * 1', 1, 'every Monday at 20:00'],
    [{ day: undefined, time: 'Monday 18:00' }, '0 18 * * 1', 1, 'every Monday at 18:00'],
    [{ day: 'every other Monday', time: '18:00' }, '0 18 * * 1', 2, 'every second week on Monday at 18:00'],
    [{ day: '隔周三', time: '下午6点半' }, '30 18 * * 3', 2, 'every second week on Wednesday at 18:30'],
    [
      { day: 'first Monday of the month', time: '6pm' },
      '0 18 * * 1#1',
      1,
      'on the first Monday of each month at 18:00',
    ],
    [{ day: 'last Friday', time: '6pm' }, '0 18 * * 5#L', 1, 'on the last Friday of each month at 18:00'],
    [{ day: '每月15号', time: '20点' }, '0 20 15 * *', 1, 'each month on day 15 at 20:00'],
  ] as const)('takes %j', async (options, expression, everyWeeks, said) => {
    expect(wordsOf(await fixture.add(options))).toContain(`#1 · ${said}`)
    expect(await fixture.row()).toMatchObject({ expression, everyWeeks })
  })

  it('posts every second week when that is asked for', async () => {
    await fixture.add({ day: 'every 2 weeks on Monday', days: 14 })
    fixture.clock.set(at('2026-12-08T09:00Z'))
    await fixture.settled(1)
    fixture.clock.set(at('2026-12-14T17:00Z'))
    await fixture.settled(2)
    expect(await outcomes(fixture.database.db)).toEqual([
      '2026-11-30T17:00Z posted',
      '2026-12-14T17:00Z posted',
    ])
  })

  it('knows a schedule again whose row holds the old name of its zone', async () => {
    await fixture.add({ timeZone: 'Bangalore' })
    const rows = await fixture.database.db.select().from(table)
    expect(rows.map(({ timeZone }) => timeZone)).toEqual(['Asia/Kolkata'])
    await fixture.database.db.update(table).set({ timeZone: 'Asia/Calcutta' })
    expect(await keyOf(fixture.add({ timeZone: 'Asia/Kolkata' }))).toBe('error.scheduleTwin')
    const [{ nextAt } = { nextAt: 0 }] = rows
    await fixture.add({ timeZone: 'UTC+5:30', day: 'tue' })
    await fixture.add({ timeZone: 'UTC+8' })
    expect(await fixture.database.db.select().from(table).orderBy(table.number)).toMatchObject([
      { timeZone: 'Asia/Calcutta' },
      { timeZone: 'Asia/Kolkata' },
      { timeZone: 'Etc/GMT-8', nextAt: nextAt - 2.5 * 60 * 60_000 },
    ])
  })

  it('notes deadlines that do not fall at the next posting', async () => {
    expect(wordsOf(await fixture.add({ days: 7 }))).not.toContain('Note:')
    expect(wordsOf(await fixture.add({ days: 3, day: 'tue' }))).toContain('between them none is open')
    expect(wordsOf(await fixture.add({ days: 8, day: 'wed' }))).toContain('two or more run at a time')
  })

  it.each([
    [async () => ['send', 'create-threads'] as const, 'error.permissionsThere'],
    [async () => ['join'] as const, 'error.notInThatChannel'],
    [() => Promise.reject(new PlatformError('gone', 'gone')), 'error.channelGone'],
    [() => Promise.reject(new PlatformError('invalid', 'voice')), 'error.noThreadsThere'],
    [() => Promise.reject(new PlatformError('later', 'down')), 'error.channelUnknown'],
  ] as const)('refuses a channel where it could not post (%#)', async (now, key) => {
    fixture.desk.lacks.now = now
    const { key: told, params } = await refusal(fixture.add())
    expect(told).toBe(key)
    if (key === 'error.permissionsThere')
      expect(params).toEqual({ permissions: 'Send Messages, Create Public Threads' })
  })

  it('is for organisers, as all of /schedule is', async () => {
    await fixture.add()
    const organisersOnly = 'error.scheduleOrganisers'
    expect(await keyOf(fixture.add({}, fixture.group.ben))).toBe(organisersOnly)
    expect(await keyOf(fixture.desk.schedules.list(commandBy(fixture.group.ben)))).toBe(organisersOnly)
    for (const kind of ['pause', 'resume', 'skip', 'run', 'remove'] as const)
      expect(await keyOf(fixture.change(kind, '#1', fixture.group.ben))).toBe(organisersOnly)
    expect(await fixture.suggested('schedule', '', fixture.group.ben)).toEqual([])
  })

  it('allows 20 schedules, refuses a twin, and handles an event once', async () => {
    const event = commandBy(fixture.group.olga)
    const options = { channel: 'challenges', cron: '0 7 * * *' }
    expect(await fixture.desk.schedules.add(event, options)).toBeDefined()
    expect(await fixture.desk.schedules.add(event, options)).toBeUndefined()
    const twin = await refusal(fixture.desk.schedules.add(commandBy(fixture.group.oscar), options))
    expect([twin.key, twin.params]).toEqual(['error.scheduleTwin', { handle: '#1' }])
    // Numbers and the limit hold for concurrent commands too.
    const many = Array.from({ length: 30 }, (_, minute) =>
      fixture.desk.schedules.add(commandBy(fixture.group.olga), {
        channel: 'challenges',
        cron: `${minute} 8 * * *`,
      }),
    )
    const done = (await Promise.allSettled(many)).filter(({ status }) => status === 'fulfilled')
    expect(done.length).toBe(19)
    const numbers = (await fixture.database.db.select().from(table)).map(({ number }) => number)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })
})
