import type { Choice, Translate } from '#bot'
import { DAY } from '../../kit/durations.ts'
import { readDate } from '../../kit/when/date.ts'
import { type DayRule, readDays, WEEKDAY_NAMES, type Weekday, writeDays } from '../../kit/when/days.ts'
import { clockTime, readTimeOfDay } from '../../kit/when/time-of-day.ts'
import { isoDay } from './until.ts'
import { daysOf, nameOfDay } from './when-card.ts'

const USUAL_TIMES = ['09:00', '12:00', '17:00', '18:00', '19:00', '20:00', '21:00']
const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 0]

/** Offered before anything is typed, and by the beginning of their words. */
const USUAL_DAYS: readonly DayRule[] = [
  ...WEEK.map((day) => ({ kind: 'weekly', days: [day], everyWeeks: 1 }) as const),
  { kind: 'weekly', days: [1, 4], everyWeeks: 1 },
  { kind: 'weekly', days: [1, 2, 3, 4, 5], everyWeeks: 1 },
  { kind: 'weekly', days: WEEK, everyWeeks: 1 },
  ...WEEK.map((day) => ({ kind: 'weekly', days: [day], everyWeeks: 2 }) as const),
  ...WEEK.map((day) => ({ kind: 'monthly', days: [day], nth: [1] }) as const),
]

/** The typed days as they are understood; while they are not, usual days that fit. */
export function suggestDays(t: Translate, typed: string): readonly Choice[] {
  const read = readDays(typed)
  const choice = (rule: DayRule): readonly Choice[] => {
    const label = daysOf(t, rule)
    return label === undefined ? [] : [{ value: writeDays(rule), label }]
  }
  if (read) return ('rule' in read ? [read.rule] : read.either).flatMap(choice)
  const wanted = typed.trim().toLowerCase()
  const isNamed = (rule: DayRule) =>
    rule.kind !== 'dates' &&
    rule.days.some((day) =>
      [WEEKDAY_NAMES[day], nameOfDay(t, day)].some((name) => (name ?? '').toLowerCase().startsWith(wanted)),
    )
  return USUAL_DAYS.filter(
    (rule) => isNamed(rule) || (daysOf(t, rule) ?? '').toLowerCase().includes(wanted),
  ).flatMap(choice)
}

/** The time that was typed, in 24 hours; both where it may be two. */
export function suggestTimes(typed: string): readonly Choice[] {
  const read = readTimeOfDay(typed)
  const times = !read
    ? USUAL_TIMES.filter((time) => time.startsWith(typed.trim()))
    : ('minutes' in read ? [read.minutes] : read.either).map(clockTime)
  return times.map((time) => ({ value: time, label: time }))
}

/** The day that was typed, with its weekday; before that, some to choose from. */
export function suggestDates(t: Translate, typed: string, today: number): readonly Choice[] {
  const read = readDate(typed, today)
  const usual = [7, 14, 21, 28].map((days) => today + days * DAY)
  const wanted = typed.trim()
  const days = !read
    ? usual.filter((day) => isoDay(day).startsWith(wanted))
    : 'day' in read
      ? [read.day]
      : 'at' in read
        ? []
        : read.either
  return days
    .filter((day) => day > today)
    .map((day) => {
      const weekday = new Date(day).getUTCDay() as Weekday
      return { value: isoDay(day), label: `${isoDay(day)} · ${nameOfDay(t, weekday)}` }
    })
}
