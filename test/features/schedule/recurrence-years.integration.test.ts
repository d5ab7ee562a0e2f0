import { describe, expect, it } from 'vitest'
import {
  deadlineOf,
  nextOccurrence,
  occurrencesFrom,
} from '../../../src/features/schedule/rules/recurrence.ts'
import { DAY } from '../../../src/kit/durations.ts'
import { clocksOf, expected, weekly, ZONES } from './oracle.ts'

const FROM = Date.UTC(2026, 0, 1, 12)
const TO = Date.UTC(2031, 0, 1, 12)
const iso = (moment: number) => new Date(moment).toISOString().replace(':00.000', '')

/** Expressions without their time of day, and the days on which they fire. */
const DAYS: readonly Readonly<{ rest: string; wanted: (day: Date) => boolean }>[] = [
  { rest: '* * *', wanted: () => true },
  { rest: '* * 1', wanted: (day) => day.getUTCDay() === 1 },
  { rest: '29 2 *', wanted: (day) => day.getUTCMonth() === 1 && day.getUTCDate() === 29 },
  { rest: '31 * *', wanted: (day) => day.getUTCDate() === 31 },
  { rest: 'L * *', wanted: (day) => new Date(day.getTime() + DAY).getUTCDate() === 1 },
  { rest: '1-7 * +MON', wanted: (day) => day.getUTCDate() <= 7 && day.getUTCDay() === 1 },
  { rest: '1,15 * MON', wanted: (day) => [1, 15].includes(day.getUTCDate()) || day.getUTCDay() === 1 },
]
const DAILY = DAYS.slice(0, 1)
/** Hours and minutes. Most are skipped or repeated in some zone, which daily ones show as well as others. */
const TIMES = [
  [18, 0, DAILY],
  [0, 0, DAYS],
  [0, 15, DAILY],
  [1, 45, DAILY],
  [2, 15, DAILY],
  [2, 30, DAYS],
  [23, 30, DAILY],
] as const

function all(expression: string, zone: string, from: number, to: number): readonly number[] {
  const found: number[] = []
  let next = nextOccurrence(weekly(expression), zone, from)
  while (next < to) {
    // Few at a time, because a few leap days take decades.
    const some = occurrencesFrom(weekly(expression), zone, next, expression.includes('29 2') ? 2 : 30)
    found.push(...some.slice(0, -1).filter((moment) => moment < to))
    next = some.at(-1) ?? to
  }
  return found
}

// No database here, but ten zones' five years by brute force take too long for the unit level.
describe.each(ZONES)('over five years in %s', (zone) => {
  const clocks = clocksOf(zone, FROM - 4 * DAY, TO + 4 * DAY)

  it.each(TIMES)('an occurrence at %i:%i is when its clocks show so first', (hour, minute, days) => {
    const time = (hour * 60 + minute) * 60_000
    for (const { rest, wanted } of days) {
      const found = all(`${minute} ${hour} ${rest}`, zone, FROM, TO)
      const due = expected(clocks, wanted, time, FROM, TO)
      expect(due.length).toBeGreaterThan(0)
      expect(found.map(iso), rest).toEqual(due.map(iso))
    }
  })

  it('the next one after an occurrence is the one that follows it', () => {
    for (const expression of ['30 2 * * *', '15 0 * * SUN']) {
      const found = all(expression, zone, FROM, FROM + 366 * DAY)
      for (const [index, moment] of found.slice(1).entries()) {
        const before = found[index] ?? Number.NaN
        expect(iso(nextOccurrence(weekly(expression), zone, before))).toBe(iso(moment))
        expect(iso(nextOccurrence(weekly(expression), zone, moment - 1))).toBe(iso(moment))
      }
    }
  })

  it('a deadline is at the same local time, so many days later', () => {
    for (const expression of ['30 2 * * *', '0 0 * * *', '30 23 * * *']) {
      const due = all(expression, zone, FROM, FROM + 400 * DAY)
      for (const [index, dueAt] of due.slice(0, -7).entries()) {
        const deadline = deadlineOf({ expression, zone, dueAt, postedAt: dueAt, days: 7 })
        expect(iso(deadline)).toBe(iso(due[index + 7] ?? Number.NaN))
      }
    }
  })
})
