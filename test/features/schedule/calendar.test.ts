import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Calendar,
  dueNow,
  isLate,
  newCalendar,
  nextPosting,
  nextWake,
  pause,
  resume,
  type Settled,
  type Step,
  skip,
  tick,
} from '../../../src/features/schedule/rules/calendar.ts'
import { instantOf } from '../../../src/features/schedule/rules/local-time.ts'
import { DAY, HOUR, MINUTE } from '../../../src/kit/durations.ts'
import { weekly, ZONES } from './oracle.ts'

const BERLIN = 'Europe/Berlin'
const at = (iso: string) => Date.parse(iso)
const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000', '')
const told = ({ settled }: Step) => settled.map(({ dueAt, outcome }) => `${iso(dueAt)} ${outcome}`)

/** Mondays at 18:00 in Berlin; the first is 30 November 2026. */
const mondays = () => newCalendar(weekly('0 18 * * 1'), BERLIN, at('2026-11-26T12:00Z'))

describe('a schedule', () => {
  it('posts nothing before it is due, and once when it is', () => {
    const calendar = mondays()
    expect(tick(calendar, BERLIN, at('2026-11-30T16:59:59Z'))).toEqual({ calendar, settled: [] })
    const due = tick(calendar, BERLIN, at('2026-11-30T17:00Z'))
    expect(told(due)).toEqual(['2026-11-30T17:00Z posted'])
    expect(iso(due.calendar.nextAt)).toBe('2026-12-07T17:00Z')
    expect(tick(due.calendar, BERLIN, at('2026-11-30T17:00Z')).settled).toEqual([])
  })

  it('posts only the latest after a while away, and records the others as missed', () => {
    expect(told(tick(mondays(), BERLIN, at('2026-12-15T09:00Z')))).toEqual([
      '2026-11-30T17:00Z missed',
      '2026-12-07T17:00Z missed',
      '2026-12-14T17:00Z posted',
    ])
  })

  it('skips occurrences during a pause, and continues with the next one', () => {
    const paused = pause(mondays(), BERLIN, at('2026-11-27T09:00Z'))
    expect(
      tick(paused.calendar, BERLIN, at('2026-12-08T09:00Z')).settled.map(({ outcome }) => outcome),
    ).toEqual(['skipped', 'skipped'])
    const resumed = resume(paused.calendar, BERLIN, at('2026-12-08T09:00Z'))
    expect(told(resumed)).toEqual(['2026-11-30T17:00Z skipped', '2026-12-07T17:00Z skipped'])
    expect(resumed.calendar).toMatchObject({ state: 'active', nextAt: at('2026-12-14T17:00Z') })
  })

  it('goes on by itself after a pause with an end, and skips what fell into it', () => {
    const paused = pause(mondays(), BERLIN, at('2026-11-27T09:00Z'), at('2026-12-13T23:00Z'))
    expect(nextWake(paused.calendar)).toBe(at('2026-12-13T23:00Z'))
    expect(nextPosting(paused.calendar)).toBeUndefined()
    const ended = tick(paused.calendar, BERLIN, at('2026-12-13T23:00Z'))
    expect(told(ended)).toEqual(['2026-11-30T17:00Z skipped', '2026-12-07T17:00Z skipped'])
    expect(ended.calendar).toMatchObject({ state: 'active', resumeAt: null, nextAt: at('2026-12-14T17:00Z') })
    // Also when the bot was away at that time.
    expect(told(tick(paused.calendar, BERLIN, at('2026-12-22T09:00Z')))).toEqual([
      '2026-11-30T17:00Z skipped',
      '2026-12-07T17:00Z skipped',
      '2026-12-14T17:00Z missed',
      '2026-12-21T17:00Z posted',
    ])
  })

  it('waits for somebody after a pause without an end, and after one that was taken back', () => {
    const until = pause(mondays(), BERLIN, at('2026-11-27T09:00Z'), at('2026-12-13T23:00Z'))
    const { calendar } = pause(until.calendar, BERLIN, at('2026-11-28T09:00Z'))
    expect(nextWake(calendar)).toBeUndefined()
    expect(tick(calendar, BERLIN, at('2027-01-11T09:00Z')).calendar.state).toBe('paused')
    expect(resume(until.calendar, BERLIN, at('2026-11-28T09:00Z')).calendar.resumeAt).toBeNull()
  })

  it('of every second week keeps to its weeks when it is skipped, moves, or an older version set its next date', () => {
    const fortnightly = newCalendar(
      { expression: '0 18 * * 1', everyWeeks: 2 },
      BERLIN,
      at('2026-11-26T12:00Z'),
    )
    expect(iso(fortnightly.nextAt)).toBe('2026-11-30T17:00Z')
    expect(iso(skip(fortnightly, BERLIN, at('2026-11-27T09:00Z')).calendar.nextAt)).toBe('2026-12-14T17:00Z')
    expect(iso(tick(fortnightly, 'Asia/Tokyo', at('2026-11-27T09:00Z')).calendar.nextAt)).toBe(
      '2026-11-30T09:00Z',
    )
    const wrong = { ...fortnightly, nextAt: at('2026-12-07T17:00Z') }
    expect(tick(wrong, BERLIN, at('2026-12-07T17:00Z'))).toMatchObject({
      settled: [],
      calendar: { nextAt: at('2026-12-14T17:00Z') },
    })
  })

  it('posts an occurrence that is due before it is paused', () => {
    expect(told(pause(mondays(), BERLIN, at('2026-11-30T17:00:01Z')))).toEqual(['2026-11-30T17:00Z posted'])
  })

  it('skips the next occurrence only', () => {
    const { calendar, settled } = skip(mondays(), BERLIN, at('2026-11-27T09:00Z'))
    expect(settled).toEqual([{ dueAt: at('2026-11-30T17:00Z'), outcome: 'skipped' }])
    expect(iso(calendar.nextAt)).toBe('2026-12-07T17:00Z')
  })

  it('keeps its local day and time when the zone changes', () => {
    const moved = tick(mondays(), 'Asia/Tokyo', at('2026-11-27T09:00Z'))
    expect(moved.settled).toEqual([])
    expect(iso(moved.calendar.nextAt)).toBe('2026-11-30T09:00Z')
  })

  it('does not post a day twice when the zone changes between its two times', () => {
    const posted = tick(mondays(), 'Asia/Tokyo', at('2026-11-30T09:00Z'))
    expect(told(posted)).toEqual(['2026-11-30T09:00Z posted'])
    // In Berlin this Monday's 18:00 is still to come.
    expect(iso(tick(posted.calendar, BERLIN, at('2026-11-30T10:00Z')).calendar.nextAt)).toBe(
      '2026-12-07T17:00Z',
    )
  })

  it('does not lose a day whose time has passed in the new zone: it is due at once', () => {
    const moved = tick(mondays(), 'Asia/Tokyo', at('2026-11-30T12:00Z'))
    expect(told(moved)).toEqual(['2026-11-30T09:00Z posted'])
    expect(iso(moved.calendar.nextAt)).toBe('2026-12-07T09:00Z')
  })

  it('tells days apart in zones that are a whole day apart', () => {
    // 18:00 on one day in Pago Pago is 18:00 on the next in Apia.
    const daily = newCalendar(weekly('0 18 * * *'), 'Pacific/Pago_Pago', at('2026-11-30T00:00Z'))
    const posted = tick(daily, 'Pacific/Pago_Pago', at('2026-11-30T05:00Z'))
    expect(told(posted)).toEqual(['2026-11-30T05:00Z posted'])
    const moved = tick(posted.calendar, 'Pacific/Apia', at('2026-11-30T06:00Z'))
    expect(told(moved)).toEqual(['2026-11-30T05:01Z posted'])
    expect(iso(moved.calendar.nextAt)).toBe('2026-12-01T05:00Z')
  })

  it('is late after five minutes', () => {
    expect([isLate(0, 5 * MINUTE), isLate(0, 5 * MINUTE + 1)]).toEqual([false, true])
  })

  it('is never due at the time of an occurrence when it posts at once', () => {
    expect([dueNow(10 * MINUTE), dueNow(10 * MINUTE + 5)]).toEqual([10 * MINUTE + 1, 10 * MINUTE + 5])
  })
})

const zone = fc.constantFrom(...ZONES, 'Pacific/Kiritimati', 'Pacific/Pago_Pago')
const expression = fc.constantFrom(
  '0 18 * * *',
  '30 2 * * *',
  '0 0 * * *',
  '30 23 * * *',
  '0 18 * * 1',
  '15 0 * * SUN',
  '0 9 1,15 * *',
)
const action = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'tick' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'skip' as const) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('zone' as const), zone }) },
)
const later = fc.oneof(
  fc.integer({ min: 0, max: 3 * HOUR }),
  fc.integer({ min: 0, max: 3 * DAY }),
  fc.integer({ min: 0, max: 30 * DAY }),
)

/** The local days that an expression means, found without a calendar's help: only these expressions are known. */
function isDay(written: string, day: number): boolean {
  const date = new Date(day)
  if (written.endsWith('* * *')) return true
  if (written.endsWith('1,15 * *')) return [1, 15].includes(date.getUTCDate())
  return date.getUTCDay() === (written.endsWith('1') ? 1 : 0)
}

function timeIn(written: string): number {
  const [minute = '', hour = ''] = written.split(' ')
  return (Number(hour) * 60 + Number(minute)) * MINUTE
}

describe('whatever happens to a schedule', () => {
  it('settles each local day exactly once and in order, and leaves none out', () => {
    const outcomes = new Set<string>()
    fc.assert(
      fc.property(
        expression,
        zone,
        fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2030-01-01T00:00Z') }),
        fc.array(fc.record({ action, later }), { minLength: 1, maxLength: 25 }),
        (written, firstZone, start, events) => {
          let calendar: Calendar = newCalendar(weekly(written), firstZone, start)
          let now = start
          let current: string = firstZone
          const settled: Settled[] = []
          /** The local day that is next. */
          let day = start - (start % DAY) - 2 * DAY
          while (!isDay(written, day) || instantOf(day + timeIn(written), current) <= start) day += DAY
          for (const { action: what, later: wait } of events) {
            now += wait
            const before = calendar
            if (what.kind === 'zone') current = what.zone
            const act = { tick, pause, resume, skip, zone: tick }[what.kind]
            const step = act(calendar, current, now)
            calendar = step.calendar
            const posted = step.settled.filter(({ outcome }) => outcome === 'posted')
            // At most one is posted at a time: the last that was not left out.
            expect(posted.length).toBeLessThanOrEqual(1)
            if (before.state === 'paused')
              expect(step.settled.map(({ outcome }) => outcome)).not.toContain('posted')
            for (const each of step.settled) {
              // The next day of the calendar, at its time in the zone before or after this event.
              const times = [before.zone, current].map((name) => instantOf(day + timeIn(written), name))
              const last = settled.at(-1)?.dueAt ?? Number.NEGATIVE_INFINITY
              expect(times.some((time) => time === each.dueAt) || each.dueAt === last + MINUTE).toBe(true)
              expect(each.dueAt).toBeGreaterThan(last)
              if (what.kind !== 'skip') expect(each.dueAt).toBeLessThanOrEqual(now)
              settled.push(each)
              outcomes.add(each.outcome)
              do day += DAY
              while (!isDay(written, day))
            }
            // Nothing that is due is left.
            expect(calendar.nextAt).toBeGreaterThan(now)
            expect(calendar.zone).toBe(current)
          }
        },
      ),
      { numRuns: 300 },
    )
    expect([...outcomes].sort()).toEqual(['missed', 'posted', 'skipped'])
  })
})
