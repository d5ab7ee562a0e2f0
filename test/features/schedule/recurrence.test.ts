import { describe, expect, it } from 'vitest'
import {
  deadlineFrom,
  deadlineOf,
  faultOf,
  movedOccurrence,
  nextOccurrence,
  overlapOf,
} from '../../../src/features/schedule/rules/recurrence.ts'

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
    expect(iso(nextOccurrence(expression, zone, at(after)))).toBe(iso(at(due)))
  })

  it('does not depend on today', () => {
    // Were the clock read, either would be off by years.
    expect(iso(nextOccurrence('0 18 * * 1', 'Europe/Berlin', at('1999-12-31T00:00Z')))).toBe(
      '2000-01-03T17:00Z',
    )
    expect(iso(nextOccurrence('0 18 * * 1', 'Europe/Berlin', at('2099-12-31T00:00Z')))).toBe(
      '2100-01-04T17:00Z',
    )
  })

  it('keeps its local day and time when it moves to another zone', () => {
    const tokyo = nextOccurrence('0 18 * * MON', 'Asia/Tokyo', at('2026-11-26T00:00Z'))
    expect(iso(movedOccurrence('0 18 * * MON', 'Asia/Tokyo', 'Europe/Berlin', tokyo))).toBe(
      '2026-11-30T17:00Z',
    )
    const gap = nextOccurrence('30 23 * * SAT', 'America/Scoresbysund', at('2026-03-28T12:00Z'))
    expect(iso(movedOccurrence('30 23 * * SAT', 'America/Scoresbysund', 'UTC', gap))).toBe(
      '2026-03-28T23:30Z',
    )
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
  const weekly = { expression: '0 18 * * MON', zone: 'Europe/Berlin', days: 7 }

  it.each([
    ['2026-11-30T17:00Z', '2026-12-07T17:00Z'],
    ['2026-11-30T17:20Z', '2026-12-07T17:00Z'],
    ['2026-12-03T17:00Z', '2026-12-07T17:00Z'],
    // Less than half of the week is left: a week from then, at the usual time.
    ['2026-12-05T09:00Z', '2026-12-12T17:00Z'],
    ['2026-12-05T20:00Z', '2026-12-13T17:00Z'],
    ['2027-06-01T09:00Z', '2027-06-08T16:00Z'],
  ])('of what was due on Monday and posted at %s is %s', (posted, deadline) => {
    expect(iso(deadlineOf({ ...weekly, dueAt: monday, postedAt: at(posted) }))).toBe(iso(at(deadline)))
  })

  it('of what is posted outside of the recurrence leaves all days', () => {
    expect(iso(deadlineFrom({ ...weekly, postedAt: at('2026-12-01T09:00Z') }))).toBe('2026-12-08T17:00Z')
    expect(iso(deadlineFrom({ ...weekly, postedAt: at('2026-12-01T17:00Z') }))).toBe('2026-12-08T17:00Z')
    expect(iso(deadlineFrom({ ...weekly, postedAt: at('2026-12-01T17:01Z') }))).toBe('2026-12-09T17:00Z')
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
    const first = nextOccurrence(expression, 'Europe/Berlin', at('2027-02-24T00:00Z'))
    expect(overlapOf(expression, 'Europe/Berlin', first, days)).toBe(overlap)
  })
})
