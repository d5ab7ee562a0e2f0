import type { DayRule, Nth, Weekday } from '../../../kit/when/days.ts'
import { readCron } from './cron-fields.ts'
import type { Recurrence } from './recurrence.ts'

const EVERY_DAY = 7

type Days = Pick<Recurrence, 'expression' | 'everyWeeks'>

/** The expression of days and a time. @param minutes since midnight */
export function recurrenceOf(rule: DayRule, minutes: number): Days {
  const time = `${minutes % 60} ${Math.floor(minutes / 60)}`
  switch (rule.kind) {
    case 'weekly': {
      const days = rule.days.length === EVERY_DAY ? '*' : rule.days.join(',')
      return { expression: `${time} * * ${days}`, everyWeeks: rule.everyWeeks }
    }
    case 'monthly': {
      const places = rule.nth.flatMap((nth) => rule.days.map((day) => `${day}#${nth === 'last' ? 'L' : nth}`))
      return { expression: `${time} * * ${places.join(',')}`, everyWeeks: 1 }
    }
    case 'dates': {
      const dates = rule.dates.map((date) => (date === 'last' ? 'L' : date))
      return { expression: `${time} ${dates.join(',')} * *`, everyWeeks: 1 }
    }
    default:
      return rule satisfies never
  }
}

/** The days and the time that an expression stands for; undefined for one that only cron can say. */
export function dayRuleOf({
  expression,
  everyWeeks,
}: Days): Readonly<{ rule: DayRule; minutes: number }> | undefined {
  const fields = readCron(expression)
  if (!fields || fields.both || fields.month !== '*') return undefined
  const { minute, hour, day, weekday } = fields
  if (!/^\d+$/u.test(minute) || !/^\d+$/u.test(hour)) return undefined
  const rule = day === '*' ? weekdayRule(weekday, everyWeeks) : weekday === '*' ? dateRule(day) : undefined
  return rule && { rule, minutes: Number(hour) * 60 + Number(minute) }
}

function weekdayRule(field: string, everyWeeks: number): DayRule | undefined {
  if (field === '*') return { kind: 'weekly', days: [1, 2, 3, 4, 5, 6, 0], everyWeeks }
  const parts = field.split(',').map((part) => /^([0-6])(?:#(\d)|(L))?$/u.exec(part))
  const places = parts.flatMap((part) =>
    part ? [{ day: Number(part[1]) as Weekday, nth: nthOf(part[2], part[3]) }] : [],
  )
  const days = [...new Set(places.map(({ day }) => day))].toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
  const nth = [...new Set(places.map((place) => place.nth))]
  if (places.length < parts.length || days.length * nth.length !== places.length) return undefined
  if (nth.length === 1 && nth[0] === undefined) return { kind: 'weekly', days, everyWeeks }
  const ordered = nth.filter((each) => each !== undefined).toSorted((a, b) => placeOf(a) - placeOf(b))
  return ordered.length === nth.length ? { kind: 'monthly', days, nth: ordered } : undefined
}

function nthOf(number: string | undefined, last: string | undefined): Nth | undefined {
  return last ? 'last' : number === undefined ? undefined : (Number(number) as Nth)
}

function placeOf(nth: Nth): number {
  return nth === 'last' ? 6 : nth
}

function dateRule(field: string): DayRule | undefined {
  const dates = field
    .split(',')
    .map((part) => (part === 'L' ? 'last' : /^\d+$/u.test(part) ? Number(part) : undefined))
  const known = dates.filter((date) => date !== undefined)
  return known.length === dates.length ? { kind: 'dates', dates: known } : undefined
}
