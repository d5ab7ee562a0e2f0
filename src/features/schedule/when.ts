import { type Translate, UserError } from '#bot'
import { shortened } from '../../kit/names.ts'
import { type DayRule, type DaysRead, readDays } from '../../kit/when/days.ts'
import { clockTime, readTimeOfDay, type TimeOfDay } from '../../kit/when/time-of-day.ts'
import { type CronField, parseCron } from './rules/cron-fields.ts'
import { recurrenceOf } from './rules/day-rule.ts'
import { faultOf, type Recurrence } from './rules/recurrence.ts'
import { daysOf } from './when-card.ts'

/** The options by which people say when a schedule posts. */
type Typed = Readonly<{ day?: string | undefined; time?: string | undefined; cron?: string | undefined }>

type Days = Pick<Recurrence, 'expression' | 'everyWeeks'>

/** Longer texts are no days and times. */
const MAX_TYPED = 100

/** @throws UserError unless it is days and a time, or a cron expression that comes at most once a day */
export function readWhen({ day, time, cron }: Typed, t: Translate): Days {
  const given = [day, time, cron].flatMap((text) => (text === undefined || text.trim() === '' ? [] : [text]))
  if (cron !== undefined || given.some(isCron)) {
    if (given.length > 1) throw new UserError('error.scheduleWhen')
    return { expression: readExpression(given[0] ?? '', t), everyWeeks: 1 }
  }
  const [only = ''] = given
  // People type both into one field: `Mondays at 6pm`, `每周一晚上8点`.
  const both = given.length === 1 ? splitWhen(only) : undefined
  if (both) return recurrenceOf(ruleOf(both.days, only, t), minutesOf(both.time, only))
  if (day === undefined || time === undefined) throw new UserError('error.scheduleWhen')
  const days = readDays(day)
  if (!days) throw new UserError('error.day', { typed: shortened(day.trim()) })
  const at = readTimeOfDay(time)
  if (!at) throw new UserError('error.time', { typed: shortened(time.trim()) })
  return recurrenceOf(ruleOf(days, day, t), minutesOf(at, time))
}

/** Five fields of which none is a word of a sentence. */
function isCron(text: string): boolean {
  return 'both' in parseCron(text)
}

/** @throws UserError for what is no cron expression, never comes, or comes too often */
function readExpression(typed: string, t: Translate): string {
  const expression = typed.trim().replace(/\s+/gu, ' ')
  const shown = shortened(expression)
  switch (faultOf(expression)) {
    case undefined:
      return expression
    case 'never':
      throw new UserError('error.cronNever', { typed: shown })
    case 'too-often':
      throw new UserError('error.cronOften', { typed: shown })
    default: {
      const mistake = parseCron(expression.slice(0, MAX_TYPED))
      if (!('field' in mistake)) throw new UserError('error.cron', { typed: shown })
      throw new UserError('error.cronField', {
        typed: shown,
        part: shortened(mistake.typed),
        field: t(FIELDS[mistake.field]),
      })
    }
  }
}

const FIELDS = {
  minute: 'schedule.field.minute',
  hour: 'schedule.field.hour',
  day: 'schedule.field.day',
  month: 'schedule.field.month',
  weekday: 'schedule.field.weekday',
} as const satisfies Record<CronField, string>

/** Days and a time in one text, in either order. */
function splitWhen(text: string): Readonly<{ days: DaysRead; time: TimeOfDay }> | undefined {
  const typed = text.trim()
  if (typed.length > MAX_TYPED) return undefined
  for (let at = 1; at < typed.length; at++) {
    const [before, after] = [typed.slice(0, at), typed.slice(at)]
    for (const [first, second] of [
      [before, after],
      [after, before],
    ] as const) {
      const days = readDays(first)
      const time = days && readTimeOfDay(second)
      if (days && time) return { days, time }
    }
  }
  return undefined
}

/** @throws UserError where the days may be two things */
function ruleOf(read: DaysRead, typed: string, t: Translate): DayRule {
  if ('rule' in read) return read.rule
  const [one, other] = read.either
  const said = (rule: DayRule) => daysOf(t, rule) ?? ''
  throw new UserError('error.dayUnclear', {
    typed: shortened(typed.trim()),
    one: said(one),
    other: said(other),
  })
}

/** @throws UserError where the time may be two */
function minutesOf(read: TimeOfDay, typed: string): number {
  if ('minutes' in read) return read.minutes
  const [one, other] = read.either
  throw new UserError('error.timeUnclear', {
    typed: shortened(typed.trim()),
    one: clockTime(one),
    other: clockTime(other),
  })
}
