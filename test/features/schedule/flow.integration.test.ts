import { setTimeout } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { PlatformError, UserError } from '#bot'
import { alarms, deliveries, occurrences, schedules as table } from '../../../src/db/schema.ts'
import { startAlarms } from '../../../src/durable/alarms.ts'
import { nextIn, nextOf, scheduleOf } from '../../../src/features/schedule/store.ts'
import { type ManualClock, manualClock } from '../../support/clock.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'
import {
  commandBy,
  type Desk,
  iso,
  newGroup,
  openDesk,
  outcomes,
  T0,
  type TestGroup,
  wordsOf,
} from './fixtures.ts'

const MINUTE = 60_000
const at = (moment: string) => Date.parse(moment)

let database: TestDatabase
let clock: ManualClock
let desk: Desk
let group: TestGroup
let stop: () => Promise<void>

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.delete(table)
  await database.db.delete(alarms)
  clock = manualClock(T0)
  group = newGroup()
  start()
})
afterEach(() => stop())

function start(failing?: () => boolean): void {
  const { db, listen } = database
  desk = openDesk({
    database,
    clock,
    openChallenge: async () => {
      if (failing?.()) throw new Error('the power goes')
      return crypto.randomUUID()
    },
  })
  const log = pino({ level: 'silent' })
  const running = startAlarms({ db, listen, clock, log, handlers: desk.schedules.alarms, retryMs: 5 })
  stop = () => running.stop()
}

const add = (options: Partial<Parameters<Desk['schedules']['add']>[1]> = {}, who = group.olga) =>
  desk.schedules.add(commandBy(who), {
    channel: 'challenges',
    day: 'mon',
    time: '18:00',
    timeZone: 'Europe/Berlin',
    ...options,
  })
const change = (kind: 'pause' | 'resume' | 'skip' | 'run' | 'remove', handle = '#1', who = group.olga) =>
  desk.schedules.change(commandBy(who), handle, { kind })
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof UserError ? error : expect.unreachable(`no refusal: ${error}`)
}
const keyOf = async (work: Promise<unknown>) => (await refusal(work)).key
const posted = (count: number) => until(() => desk.wishes.length >= count)
const settled = (count: number) =>
  until(async () => (await database.db.select().from(occurrences)).length >= count)
const row = async () => {
  const [found] = await database.db.select().from(table)
  return found ?? expect.unreachable('no schedule')
}

describe('/schedule add', () => {
  it('posts each occurrence when it is due, with its deadline, and says so', async () => {
    const said = wordsOf(await add())
    expect(said).toContain('#1 · every Monday at 18:00')
    expect(said).toContain(`⟦time ${at('2026-11-30T17:00Z')} date⟧`)
    expect(said).toContain('⟦channel challenges⟧')
    clock.set(at('2026-11-30T16:59:59Z'))
    expect(desk.wishes).toEqual([])
    clock.set(at('2026-11-30T17:00Z'))
    await posted(1)
    clock.set(at('2026-12-07T17:00Z'))
    await posted(2)
    expect(desk.wishes[0]).toMatchObject({
      channel: group.channel,
      language: 'en',
      blind: false,
      timeZone: 'Europe/Berlin',
      postedAt: at('2026-11-30T17:00Z'),
      dueAt: at('2026-11-30T17:00Z'),
      deadlineAt: at('2026-12-07T17:00Z'),
    })
    await settled(2)
    expect(await outcomes(database.db)).toEqual(['2026-11-30T17:00Z posted', '2026-12-07T17:00Z posted'])
  })

  it('catches up after a while away: the latest, marked late; the others are on record', async () => {
    await add()
    await stop()
    clock.set(at('2026-12-15T09:00Z'))
    start()
    await posted(1)
    await settled(3)
    expect(desk.wishes).toMatchObject([{ dueAt: at('2026-12-14T17:00Z'), postedAt: at('2026-12-15T09:00Z') }])
    expect(await outcomes(database.db)).toEqual([
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
    [{ time: 'noon' }, 'error.time'],
    [{ day: undefined, time: undefined, cron: '0 18 * *' }, 'error.cron'],
    [{ day: undefined, time: undefined, cron: '0 18 30 2 *' }, 'error.cronNever'],
    [{ day: undefined, time: undefined, cron: '*/5 * * * *' }, 'error.cronOften'],
    [{ timeZone: 'Mars/Olympus' }, 'error.timeZone'],
    [{ days: 0 }, 'error.deadlineDays'],
    [{ days: 31 }, 'error.deadlineDays'],
    [{ problems: 'fraud-detection, frod' }, 'error.unknownProblem'],
  ] as const)('refuses %j: %s', async (options, key) => {
    expect(await keyOf(add(options))).toBe(key)
    expect(await database.db.select().from(table)).toEqual([])
  })

  it('takes an expression, also as Slack hands it over', async () => {
    await add({ day: undefined, time: undefined, cron: '  0 18 * *  MON ' })
    await add({ day: undefined, time: '30 6 1 * *' })
    const rows = await database.db.select().from(table).orderBy(table.number)
    expect(rows.map(({ number, expression }) => [number, expression])).toEqual([
      [1, '0 18 * * MON'],
      [2, '30 6 1 * *'],
    ])
  })

  it('says when deadlines and posts do not meet', async () => {
    expect(wordsOf(await add({ days: 7 }))).not.toContain('Note:')
    expect(wordsOf(await add({ days: 3, day: 'tue' }))).toContain('between them none is open')
    expect(wordsOf(await add({ days: 8, day: 'wed' }))).toContain('two or more run at a time')
  })

  it.each([
    [async () => ['send', 'create-threads'] as const, 'error.permissionsThere'],
    [async () => ['join'] as const, 'error.notInThatChannel'],
    [() => Promise.reject(new PlatformError('gone', 'gone')), 'error.channelGone'],
    [() => Promise.reject(new PlatformError('invalid', 'voice')), 'error.noThreadsThere'],
    [() => Promise.reject(new PlatformError('later', 'down')), 'error.channelUnknown'],
  ] as const)('refuses a channel where it could not post (%#)', async (now, key) => {
    desk.lacks.now = now
    const { key: told, params } = await refusal(add())
    expect(told).toBe(key)
    if (key === 'error.permissionsThere')
      expect(params).toEqual({ permissions: 'Send Messages, Create Public Threads' })
  })

  it('is for organisers, as is all of it', async () => {
    await add()
    const organisersOnly = 'error.scheduleOrganisers'
    expect(await keyOf(add({}, group.ben))).toBe(organisersOnly)
    expect(await keyOf(desk.schedules.list(commandBy(group.ben)))).toBe(organisersOnly)
    for (const kind of ['pause', 'resume', 'skip', 'run', 'remove'] as const)
      expect(await keyOf(change(kind, '#1', group.ben))).toBe(organisersOnly)
    expect(await suggested('schedule', '', group.ben)).toEqual([])
  })

  it('holds 20 at most, refuses a twin, and handles an event once', async () => {
    const event = commandBy(group.olga)
    const options = { channel: 'challenges', cron: '0 7 * * *' }
    expect(await desk.schedules.add(event, options)).toBeDefined()
    expect(await desk.schedules.add(event, options)).toBeUndefined()
    const twin = await refusal(desk.schedules.add(commandBy(group.oscar), options))
    expect([twin.key, twin.params]).toEqual(['error.scheduleTwin', { handle: '#1' }])
    // At once: numbers and the limit hold all the same.
    const many = Array.from({ length: 30 }, (_, minute) =>
      desk.schedules.add(commandBy(group.olga), { channel: 'challenges', cron: `${minute} 8 * * *` }),
    )
    const done = (await Promise.allSettled(many)).filter(({ status }) => status === 'fulfilled')
    expect(done.length).toBe(19)
    const numbers = (await database.db.select().from(table)).map(({ number }) => number)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  })
})

const suggested = (option: string, typed: string, actor = group.olga) =>
  desk.schedules.suggest({
    kind: 'autocomplete',
    actor,
    channel: group.channel,
    name: 'schedule',
    option,
    typed,
    suggest: async () => undefined,
  })

describe('/schedule', () => {
  it('lists what there is, with three dates each and the problem that comes next', async () => {
    expect(wordsOf(await desk.schedules.list(commandBy(group.olga)))).toContain('Nothing is scheduled yet.')
    await add({ answers: 'blind' })
    await add({ day: undefined, time: undefined, cron: '0 9 1 * *', timeZone: undefined })
    await change('pause', '#2')
    const text = wordsOf(await desk.schedules.list(commandBy(group.olga)))
    for (const due of ['2026-11-30T17:00Z', '2026-12-07T17:00Z', '2026-12-14T17:00Z'])
      expect(text).toContain(`⟦time ${at(due)} date⟧`)
    expect(text).toContain('#1 · every Monday at 18:00** · ⟦channel challenges⟧ · Europe/Berlin')
    expect(text).toContain('answers anonymous until the close')
    expect(text).toContain("#2 · `0 9 1 * *`** · ⟦channel challenges⟧ · UTC (the group's)")
    expect(text).toContain('Paused: nothing is posted')
    expect(text).toMatch(/Next problem: \S/u)
  })

  it('leaves out one occurrence, and no other', async () => {
    await add()
    expect(wordsOf(await change('skip'))).toContain(`⟦time ${at('2026-11-30T17:00Z')} date⟧ is left out`)
    clock.set(at('2026-12-07T17:00Z'))
    await settled(2)
    expect(await outcomes(database.db)).toEqual(['2026-11-30T17:00Z skipped', '2026-12-07T17:00Z posted'])
  })

  it('pauses and goes on', async () => {
    await add()
    await change('pause')
    expect(await keyOf(change('pause'))).toBe('error.schedulePaused')
    expect(await keyOf(change('skip'))).toBe('error.schedulePaused')
    expect(await nextOf(database.db, (await row()).id)).toBeUndefined()
    clock.set(at('2026-12-08T09:00Z'))
    expect(wordsOf(await change('resume'))).toContain(`⟦time ${at('2026-12-14T17:00Z')} date⟧`)
    expect(await keyOf(change('resume'))).toBe('error.scheduleActive')
    expect(await nextOf(database.db, (await row()).id)).toBe(at('2026-12-14T17:00Z'))
    expect(desk.wishes).toEqual([])
    clock.set(at('2026-12-14T17:00Z'))
    await settled(3)
    expect(await outcomes(database.db)).toEqual([
      '2026-11-30T17:00Z skipped',
      '2026-12-07T17:00Z skipped',
      '2026-12-14T17:00Z posted',
    ])
  })

  it('posts at once without moving what is to come', async () => {
    await add()
    expect(wordsOf(await change('run'))).toContain('is being posted now')
    expect(desk.wishes).toMatchObject([{ postedAt: T0, dueAt: T0, deadlineAt: at('2026-12-03T17:00Z') }])
    expect(await nextOf(database.db, (await row()).id)).toBe(at('2026-11-30T17:00Z'))
    clock.set(at('2026-11-30T17:00Z'))
    await posted(2)
  })

  it('gives two schedules of a group that are due at once different problems', async () => {
    await stop()
    let opening = 0
    const chosen: string[] = []
    const { db, listen } = database
    desk = openDesk({
      database,
      clock,
      // The first waits for the second, as long as that could be choosing too.
      openChallenge: async (_, { problem }) => {
        chosen.push(problem)
        opening++
        await Promise.race([until(() => opening > 1), setTimeout(500)])
        return crypto.randomUUID()
      },
    })
    const log = pino({ level: 'silent' })
    const running = startAlarms({ db, listen, clock, log, handlers: desk.schedules.alarms, retryMs: 5 })
    stop = () => running.stop()
    await add()
    await add({ language: 'zh', channel: 'challenges-zh' })
    clock.set(at('2026-11-30T17:00Z'))
    await settled(2)
    expect(new Set(chosen).size).toBe(2)
  })

  it('says when a group is given its next challenge', async () => {
    await add({ day: 'tue' })
    await add()
    const { groupId, id } = await row()
    expect(await nextIn(database.db, groupId)).toBe(at('2026-11-30T17:00Z'))
    await change('pause', '#2')
    expect(await nextIn(database.db, groupId)).toBe(at('2026-12-01T17:00Z'))
    await change('remove', '#1')
    expect(await nextIn(database.db, groupId)).toBeUndefined()
    expect(await scheduleOf(database.db, id)).toMatchObject({ number: 1, changedBy: { user: 'olga' } })
  })

  it('posts what was pinned, once', async () => {
    await add()
    const pin = (problem: string) =>
      desk.schedules.change(commandBy(group.olga), '1', { kind: 'pin', problem })
    const wrong = await refusal(pin('frod'))
    expect(wrong.key).toBe('error.unknownProblem')
    expect(String(wrong.params.nearest)).toContain('`fraud-detection`')
    expect(wordsOf(await pin('Fraud-Detection'))).toContain('(pinned)')
    expect((await row()).pinned).toBe('fraud-detection')
    clock.set(at('2026-11-30T17:00Z'))
    await posted(1)
    expect(desk.wishes[0]?.problem).toBe('fraud-detection')
    await settled(1)
    expect((await row()).pinned).toBeNull()
  })

  it('removes a schedule, says what stays open, and never gives its number again', async () => {
    await add()
    expect(wordsOf(await change('remove'))).not.toContain('stays open')
    await add()
    await change('run', '#2')
    const { deadlineAt } = desk.wishes[0] ?? expect.unreachable('nothing posted')
    expect(wordsOf(await change('remove', '#2'))).toContain(`stays open until ⟦time ${deadlineAt} date⟧`)
    expect(await keyOf(change('run', '#2'))).toBe('error.noSchedule')
    clock.set(at('2026-12-30T17:00Z'))
    await until(async () =>
      (await database.db.select().from(alarms)).every(({ dueAt }) => dueAt > clock.now()),
    )
    expect(desk.wishes.length).toBe(1)
  })

  it('offers schedules, zones and problems', async () => {
    await add()
    expect(await suggested('schedule', 'mond')).toEqual([
      { value: '#1.1', label: '#1 · every Monday at 18:00' },
    ])
    expect((await suggested('time-zone', 'berl')).map(({ value }) => value)).toEqual(['Europe/Berlin'])
    expect(await suggested('problem', 'fraud')).toMatchObject([{ value: 'fraud-detection' }])
    expect(await suggested('problems', 'x, fraud')).toEqual([
      { value: 'x, fraud-detection', label: 'x, fraud-detection' },
    ])
  })

  it('tells the later of two organisers', async () => {
    await add()
    const [{ value: seen } = expect.unreachable('nothing offered')] = await suggested('schedule', '')
    clock.advance(MINUTE)
    const both = await Promise.allSettled([
      change('skip', seen, group.olga),
      change('skip', seen, group.oscar),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect(await outcomes(database.db)).toEqual(['2026-11-30T17:00Z skipped'])
    expect(await keyOf(change('skip', seen, group.olga))).toBe('error.scheduleChanged')
    // Typed by hand there is no telling what they saw: somebody else must not just have changed it.
    clock.advance(MINUTE)
    await change('pause', '#1', group.olga)
    expect(await keyOf(change('remove', '#1', group.oscar))).toBe('error.scheduleJustChanged')
    clock.advance(MINUTE)
    await change('remove', '#1', group.oscar)
  })

  it('knows no schedule of another group, and no nonsense', async () => {
    await add()
    const other = newGroup()
    expect(await keyOf(change('remove', '#1', other.olga))).toBe('error.noSchedule')
    for (const handle of ['', '#', 'monday', '#1.x', '999999999', '-1', "'; drop table schedules"])
      expect(await keyOf(change('remove', handle))).toBe('error.noSchedule')
  })
})

describe('a schedule that follows its group', () => {
  const zone = (timeZone: string) => desk.setTimeZone(commandBy(group.olga), timeZone)

  it('moves when /settings changes the zone', async () => {
    await zone('Europe/Berlin')
    await add({ timeZone: undefined })
    await add({ timeZone: 'Europe/Berlin', day: 'tue' })
    await zone('Asia/Tokyo')
    const nextAt = async () => {
      const rows = await database.db.select().from(table).orderBy(table.number)
      return rows.map((each) => iso(each.nextAt))
    }
    await until(async () => (await nextAt())[0] === '2026-11-30T09:00Z')
    expect(await nextAt()).toEqual(['2026-11-30T09:00Z', '2026-12-01T17:00Z'])
    clock.set(at('2026-11-30T09:00Z'))
    await posted(1)
    expect(desk.wishes[0]).toMatchObject({ deadlineAt: at('2026-12-07T09:00Z') })
  })

  it('posts at once what has passed there already, without calling it late', async () => {
    await zone('Europe/Berlin')
    await add({ timeZone: undefined })
    clock.set(at('2026-11-30T12:00Z'))
    await zone('Asia/Tokyo')
    await posted(1)
    expect(desk.wishes).toMatchObject([{ postedAt: clock.now(), dueAt: clock.now() }])
    await settled(1)
    expect(await outcomes(database.db)).toEqual(['2026-11-30T09:00Z posted'])
  })
})

describe('what fails', () => {
  it('is posted later, once, however often it failed', async () => {
    await stop()
    let failures = 0
    start(() => failures < 12 && ++failures > 0)
    await add()
    clock.set(at('2026-11-30T17:00Z'))
    await until(() => {
      clock.advance(MINUTE)
      return failures === 12 && desk.wishes.length > 12
    })
    await settled(1)
    expect(desk.wishes.length).toBe(13)
    expect(await outcomes(database.db)).toEqual(['2026-11-30T17:00Z posted'])
    const [{ challengeId } = expect.unreachable('no row')] = await database.db.select().from(occurrences)
    expect(challengeId).not.toBeNull()
  })

  it('has its alarm set anew at the start', async () => {
    await add()
    await database.db.delete(alarms)
    await desk.schedules.reconcile()
    await desk.schedules.reconcile()
    expect((await database.db.select().from(alarms)).map(({ dueAt }) => iso(dueAt))).toEqual([
      '2026-11-30T17:00Z',
    ])
  })

  it('pauses where the channel is gone', async () => {
    await add()
    await desk.schedules.onGone({ ...group.channel, thread: 't' })
    expect((await row()).state).toBe('active')
    clock.set(at('2026-11-30T17:00Z') - 1)
    await desk.schedules.onGone(group.channel)
    expect((await row()).state).toBe('paused')
    const [after] = await database.db.select().from(table).where(eq(table.space, group.space))
    expect(after?.removedAt).toBeNull()
    // Who arranged it is told, in the outbox; heard twice it is told once.
    await desk.schedules.onGone(group.channel)
    const told = await database.db.select().from(deliveries)
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { kind: 'dm', user: { user: 'olga' }, message: { summary: expect.stringContaining('#1') } },
    ])
  })
})
