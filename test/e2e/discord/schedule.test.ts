import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MINUTE } from '../../../src/kit/durations.ts'
import { allPermissionsBut, type FakeMember } from '../../fakes/discord/index.ts'
import { until } from '../../support/until.ts'
import { pass } from '../group/time.ts'
import { commanded, openStage, type Stage, saying, withButton } from './stage.ts'

/** 02:30 is left out in Berlin on that Sunday: what is due then comes at 03:00 summer time. */
const SATURDAY = Date.parse('2027-03-27T12:00:00Z')
const SUNDAY = Date.parse('2027-03-28T01:00:00Z')
const WEEK = 7 * 24 * 60 * MINUTE
/** Within summer time, where a day has 24 hours. */
const NEXT_SUNDAY = Date.parse('2027-04-04T00:30:00Z')

const shown = (at: number) => `<t:${at / 1000}:f>`

describe('a schedule on Discord', () => {
  let stage: Stage
  let olga: FakeMember
  let oscar: FakeMember
  let ben: FakeMember

  beforeAll(async () => {
    stage = await openStage({ env: { CLOCK_START: new Date(SATURDAY).toISOString() } })
    olga = stage.guild.addMember({ name: 'olga', admin: true })
    oscar = stage.guild.addMember({ name: 'oscar', admin: true })
    ben = stage.guild.addMember({ name: 'ben' })
  })
  afterAll(() => stage?.close())

  const schedule = (who: FakeMember, sub: string, options: Record<string, string | number> = {}) =>
    commanded(who, stage.channel, `schedule ${sub}`, options)
  const occurrences = () =>
    stage.db.sql<{ due: number; at: number; outcome: string; challenge: string | null }[]>`
      select due_at::float8 as due, at::float8 as at, outcome, challenge_id as challenge
      from occurrences order by due_at`
  /** Whole minutes of bot time. */
  const minutesUntil = async (moment: number) => {
    const [now] = await stage.db.sql<{ bot: number }[]>`
      select (bot_ms + (extract(epoch from now()) * 1000 - real_ms) * speed)::float8 as bot from clock_anchor`
    return Math.floor((moment - (now?.bot ?? 0)) / MINUTE)
  }

  it('is for organisers, and says at once what is wrong', async () => {
    const channel = stage.channel.id
    const sundays = { channel, day: 'sun', time: '02:30', 'time-zone': 'Europe/Berlin' }
    expect(await schedule(ben, 'add', sundays)).toContain('Only organisers')
    expect(await schedule(ben, 'list')).toContain('Only organisers')
    const deaf = stage.guild.addChannel({ name: 'deaf', botPermissions: allPermissionsBut('SEND_MESSAGES') })
    expect(await schedule(olga, 'add', { ...sundays, channel: deaf.id })).toContain('Send Messages')
    expect(await schedule(olga, 'add', { ...sundays, time: '25:00' })).toContain('no time of day')
    expect(await schedule(olga, 'add', { ...sundays, 'time-zone': 'Mars' })).toContain('no time zone')
    expect(await schedule(olga, 'add', { channel, cron: '0 0 30 2 *' })).toContain('never comes')
    expect(await stage.db.sql`select id from schedules`).toEqual([])
    const added = await schedule(olga, 'add', sundays)
    expect(added).toContain('#1 · every Sunday at 02:30')
    expect(added).toContain(`<#${channel}>`)
    expect(added).toContain([SUNDAY, NEXT_SUNDAY, NEXT_SUNDAY + WEEK].map(shown).join(' · '))
  })

  it('offers organisers their schedules, and time zones', async () => {
    const offered = await olga.autocomplete(stage.channel, 'schedule skip', 'schedule', '')
    expect(offered.map(({ name }) => name)).toEqual(['#1 · every Sunday at 02:30'])
    expect(await ben.autocomplete(stage.channel, 'schedule skip', 'schedule', '')).toEqual([])
    const days = await olga.autocomplete(stage.channel, 'schedule add', 'day', 'every other mon', {
      channel: stage.channel.id,
    })
    expect(days).toEqual([{ name: 'every second week on Monday', value: 'every 2 weeks on mon' }])
    const times = await olga.autocomplete(stage.channel, 'schedule add', 'time', '6', {
      channel: stage.channel.id,
    })
    expect(times.map(({ value }) => value)).toEqual(['06:00', '18:00'])
    const dates = await olga.autocomplete(stage.channel, 'schedule pause', 'until', 'in 2 weeks', {
      schedule: '#1',
    })
    expect(dates.map(({ value }) => value)).toEqual(['2027-04-10'])
    const zones = await olga.autocomplete(stage.channel, 'schedule add', 'time-zone', 'berl', {
      channel: stage.channel.id,
    })
    expect(zones.map(({ value }) => value)).toEqual(['Europe/Berlin'])
  })

  it('posts at the first minute after the gap, and not before', async () => {
    await stage.away((await minutesUntil(SUNDAY)) - 30)
    expect(await occurrences()).toEqual([])
    await pass(stage, ((await minutesUntil(SUNDAY)) + 1) * MINUTE)
    const card = await withButton(stage, stage.channel, 'Submit answer')
    const [{ due, at, challenge } = expect.unreachable('nothing posted')] = await until(async () => {
      const rows = await occurrences()
      return rows.length > 0 && rows
    })
    expect(due).toBe(SUNDAY)
    expect(at).toBeGreaterThanOrEqual(SUNDAY)
    expect(challenge).not.toBeNull()
    expect(card.text).toContain(shown(NEXT_SUNDAY))
    expect(card.text).not.toContain('I was away')
  })

  it('tells the later of two organisers', async () => {
    const [seen] = await olga.autocomplete(stage.channel, 'schedule skip', 'schedule', '')
    const which = { schedule: String(seen?.value) }
    expect(await schedule(olga, 'skip', which)).toContain(`${shown(NEXT_SUNDAY)} is left out`)
    expect(await schedule(oscar, 'skip', which)).toContain('has changed since you chose it')
  })

  it('catches up after a while away: the latest with a note, the others on record', async () => {
    const before = stage.channel.messages.length
    await stage.away((await minutesUntil(NEXT_SUNDAY + 2 * WEEK)) + 120)
    await saying(stage, stage.channel, /I was away and post it now/u)
    const rows = await until(async () => {
      const all = await occurrences()
      return all.length === 4 && all
    })
    expect(rows.map(({ due, outcome }) => [due, outcome])).toEqual([
      [SUNDAY, 'posted'],
      [NEXT_SUNDAY, 'skipped'],
      [NEXT_SUNDAY + WEEK, 'missed'],
      [NEXT_SUNDAY + 2 * WEEK, 'posted'],
    ])
    expect(stage.channel.messages.length).toBeGreaterThan(before)
  })

  it('posts at once, pauses, and is removed', async () => {
    expect(await schedule(olga, 'run', { schedule: '#1' })).toContain('is being posted now')
    expect(await schedule(olga, 'pause', { schedule: '#1' })).toContain('is paused')
    expect(await schedule(olga, 'list')).toContain('Paused: nothing is posted')
    expect(await schedule(olga, 'remove', { schedule: '#1' })).toContain('stays open until')
    expect(await schedule(olga, 'list')).toContain('Nothing is scheduled yet.')
    const [count] = await stage.db.sql<{ all: number; open: number }[]>`
      select count(*)::int as all, count(distinct problem)::int as open from challenges`
    // No problem comes twice before all were used.
    expect(count).toEqual({ all: 3, open: 3 })
  })

  it('sent nothing that Discord would not accept', async () => {
    expect(await stage.violations()).toEqual([])
    expect(stage.logs().filter((line) => (line.level ?? 0) >= 50)).toEqual([])
  })
})
