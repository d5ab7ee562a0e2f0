import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  deadlineFrom,
  deadlineOf,
  faultOf,
  firstWeekOf,
  movedOccurrence,
  nextOccurrence,
  occurrencesFrom,
  overlapOf,
} from '../../../src/features/schedule/rules/recurrence.ts'
import { DAY } from '../../../src/kit/durations.ts'
import { wallOf } from '../../../src/kit/zones/wall.ts'
import { weekly, ZONES } from './oracle.ts'

const at = (iso: string) => Date.parse(iso)
const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000', '')

describe('an occurrence', () => {
  it.each([
    // A local time that does not exist: the first minute after the gap.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-29T01:00Z'],
    ['0 2 * * *', 'America/New_York', '2026-03-07T12:00Z', '2026-03-08T07:00Z'],
    ['0 0 * * *', 'America/Santiago', '2026-09-05T12:00Z', '2026-09-06T04:00Z'],
    ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00Z', '2026-10-03T15:30Z'],
    ['30 23 * * SAT', 'America/Scoresbysund', '2026-03-28T12:00Z', '2026-03-29T01:00Z'],
    // One that exists twice: the first time, once.
    ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-25T00:30Z'],
    ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ['45 1 * * *', 'Australia/Lord_Howe', '2026-04-04T12:00Z', '2026-04-04T14:45Z'],
    ['30 23 * * SAT', 'America/Santiago', '2026-04-04T12:00Z', '2026-04-05T02:30Z'],
    // A day that a zone left out: the first minute after it, which is also the next day's.
    ['0 0 * * *', 'Pacific/Apia', '2011-12-29T12:00Z', '2011-12-30T10:00Z'],
    ['0 0 * * *', 'Pacific/Apia', '2011-12-30T10:00Z', '2011-12-31T10:00Z'],
    // Leap days, and those of no calendar.
    ['0 18 29 2 *', 'Asia/Shanghai', '2026-01-01T00:00Z', '2028-02-29T10:00Z'],
    ['0 18 29 2 *', 'UTC', '2096-03-01T00:00Z', '2104-02-29T18:00Z'],
    ['0 18 * * MON#1', 'UTC', '2026-01-01T00:00Z', '2026-01-05T18:00Z'],
    ['0 18 L * *', 'UTC', '2028-02-01T00:00Z', '2028-02-29T18:00Z'],
    ['0  18   * *  mon', 'UTC', '2026-01-01T00:00Z', '2026-01-05T18:00Z'],
  ])('of %s in %s after %s is at %s', (expression, zone, after, due) => {
    expect(iso(nextOccurrence(weekly(expression), zone, at(after)))).toBe(iso(at(due)))
  })

  it('does not depend on today', () => {
    // Were the clock read, either would be off by years.
    expect(iso(nextOccurrence(weekly('0 18 * * 1'), 'Europe/Berlin', at('1999-12-31T00:00Z')))).toBe(
      '2000-01-03T17:00Z',
    )
    expect(iso(nextOccurrence(weekly('0 18 * * 1'), 'Europe/Berlin', at('2099-12-31T00:00Z')))).toBe(
      '2100-01-04T17:00Z',
    )
  })

  it('keeps its local day and time when it moves to another zone', () => {
    const tokyo = nextOccurrence(weekly('0 18 * * MON'), 'Asia/Tokyo', at('2026-11-26T00:00Z'))
    expect(iso(movedOccurrence('0 18 * * MON', 'Asia/Tokyo', 'Europe/Berlin', tokyo))).toBe(
      '2026-11-30T17:00Z',
    )
    const gap = nextOccurrence(weekly('30 23 * * SAT'), 'America/Scoresbysund', at('2026-03-28T12:00Z'))
    expect(iso(movedOccurrence('30 23 * * SAT', 'America/Scoresbysund', 'UTC', gap))).toBe(
      '2026-03-28T23:30Z',
    )
  })
})

describe('every so many weeks', () => {
  it('an occurrence comes on its days in those weeks, and in no others, for five years', () => {
    const days = fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 })
    const start = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z') })
    fc.assert(
      fc.property(
        days,
        fc.integer({ min: 2, max: 8 }),
        fc.constantFrom(...ZONES),
        start,
        (wanted, everyWeeks, zone, from) => {
          const expression = `30 2 * * ${wanted.join(',')}`
          const first = nextOccurrence(weekly(expression), zone, from)
          const firstWeek = firstWeekOf(expression, zone, first)
          const all = occurrencesFrom(weekly(expression), zone, first, Math.ceil((5 * 52) / everyWeeks))
          // The week of a local day, counted from a Monday.
          const week = (due: number) => Math.floor((wallOf(due, zone) - Date.UTC(2024, 0, 1)) / (7 * DAY))
          const inWeeks = all.filter((due) => (week(due) - week(first)) % everyWeeks === 0)
          expect(occurrencesFrom({ expression, everyWeeks, firstWeek }, zone, first, inWeeks.length)).toEqual(
            inWeeks,
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it('the first one may lie ahead', () => {
    const fortnightly = {
      expression: '0 18 * * 1',
      everyWeeks: 2,
      firstWeek: firstWeekOf('0 18 * * 1', 'UTC', at('2026-12-07T18:00Z')),
    }
    expect(iso(nextOccurrence(fortnightly, 'UTC', at('2026-10-01T00:00Z')))).toBe('2026-10-12T18:00Z')
    expect(iso(nextOccurrence(fortnightly, 'UTC', at('2026-12-07T18:00Z')))).toBe('2026-12-21T18:00Z')
  })
})

describe('an expression', () => {
  it.each([
    ['0 18 * * 1', undefined],
    ['0 18 * * *', undefined],
    ['59 23 31 12 *', undefined],
    ['0 18 29 2 *', undefined],
    ['0 18 * JAN,JUL MON-FRI', undefined],
    ['0-0 18 * * 7', undefined],
    ['0 18 30 2 *', 'never'],
    ['0 18 31 4,6,9,11 *', 'never'],
    ['* * * * *', 'too-often'],
    ['*/30 18 * * 1', 'too-often'],
    ['0 9,18 * * 1', 'too-often'],
    ['0 0,23 1 1 *', 'too-often'],
    ['60 18 * * 1', 'unreadable'],
    ['0 24 * * 1', 'unreadable'],
    ['0 18 * * 8', 'unreadable'],
    ['0 18 * * MONDAYS', 'unreadable'],
    ['0 18 * *', 'unreadable'],
    ['0 0 18 * * 1', 'unreadable'],
    ['@weekly', 'unreadable'],
    ['2027-01-01T00:00:00', 'unreadable'],
    ['a b c d e', 'unreadable'],
    ['', 'unreadable'],
    [`0 18 ${'1,'.repeat(60)}1 * *`, 'unreadable'],
  ])('“%s” is %s', (expression, fault) => {
    expect(faultOf(expression)).toBe(fault)
  })
})

describe('a deadline', () => {
  const monday = at('2026-11-30T17:00Z')
  const mondays = { expression: '0 18 * * MON', zone: 'Europe/Berlin', days: 7 }

  it.each([
    ['2026-11-30T17:00Z', '2026-12-07T17:00Z'],
    ['2026-11-30T17:20Z', '2026-12-07T17:00Z'],
    ['2026-12-03T17:00Z', '2026-12-07T17:00Z'],
    // Less than half of the week is left: a week from then, at the usual time.
    ['2026-12-05T09:00Z', '2026-12-12T17:00Z'],
    ['2026-12-05T20:00Z', '2026-12-12T17:00Z'],
    ['2027-06-01T09:00Z', '2027-06-08T16:00Z'],
  ])('of what was due on Monday and posted at %s is %s', (posted, deadline) => {
    expect(iso(deadlineOf({ ...mondays, dueAt: monday, postedAt: at(posted) }))).toBe(iso(at(deadline)))
  })

  it('of what is posted outside of the recurrence ends before the next post does the same', () => {
    expect(iso(deadlineFrom({ ...mondays, postedAt: at('2026-12-01T09:00Z') }))).toBe('2026-12-08T17:00Z')
    expect(iso(deadlineFrom({ ...mondays, postedAt: at('2026-12-01T17:00Z') }))).toBe('2026-12-08T17:00Z')
    expect(iso(deadlineFrom({ ...mondays, postedAt: at('2026-12-01T17:01Z') }))).toBe('2026-12-08T17:00Z')
    // On Monday evening, after the usual post: until the next one, not past it.
    expect(iso(deadlineFrom({ ...mondays, postedAt: at('2026-11-30T20:00Z') }))).toBe('2026-12-07T17:00Z')
  })

  it('of what is posted for a day outside of the recurrence leaves half a day at least', () => {
    const daily = { ...mondays, days: 1 }
    expect(iso(deadlineFrom({ ...daily, postedAt: at('2026-12-01T20:00Z') }))).toBe('2026-12-02T17:00Z')
    expect(iso(deadlineFrom({ ...daily, expression: '0 0 * * *', postedAt: at('2026-12-01T22:30Z') }))).toBe(
      '2026-12-02T23:00Z',
    )
  })

  it.each([
    ['0 18 * * MON', 7, 'none'],
    ['0 18 * * MON', 6, 'pause'],
    ['0 18 * * MON', 8, 'overlap'],
    ['0 18 * * MON,THU', 3, 'pause'],
    ['0 18 * * MON,THU', 4, 'overlap'],
    ['0 18 * * *', 1, 'none'],
    ['0 18 1 * *', 30, 'pause'],
    // Not where clocks change meanwhile, although the hours differ.
    ['30 2 * * SUN', 7, 'none'],
  ] as const)('with %s and %i days: %s', (expression, days, overlap) => {
    const first = nextOccurrence(weekly(expression), 'Europe/Berlin', at('2027-02-24T00:00Z'))
    expect(overlapOf(weekly(expression), 'Europe/Berlin', first, days)).toBe(overlap)
  })
})
