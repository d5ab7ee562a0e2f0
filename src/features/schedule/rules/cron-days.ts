import { LRUCache } from 'lru-cache'
import { createTask, parse, type ScheduledTask } from 'node-cron'
import { DAY, MINUTE } from '../../../kit/durations.ts'
import { type CronFields, readCron } from './cron-fields.ts'

/** The same day of a month falls on the same weekday within 40 years, even around 2100, which is no leap year. */
const LONGEST_PAUSE = 41 * 366 * DAY

/** The days on which a cron expression fires, and the local time of day. Walls are moments as `wallOf` returns them. */
export type CronDays = Readonly<{
  /** Milliseconds since midnight; the first where there are several. */
  time: number
  timesPerDay: number
  /** The first wall after another; undefined for what never comes, such as 30 February. */
  next(after: number): number | undefined
}>

const KNOWN = new LRUCache<string, CronDays>({ max: 500 })

/** @returns undefined for what is no cron expression of five fields */
export function cronDaysOf(expression: string): CronDays | undefined {
  const known = KNOWN.get(expression)
  if (known) return known
  const fields = readCron(expression)
  if (!fields) return undefined
  const calendar = build(fields)
  KNOWN.set(expression, calendar)
  return calendar
}

function build(fields: CronFields): CronDays {
  const { minute, hour, month } = parse(`${fields.minute} ${fields.hour} * ${fields.month} *`)
  const time = (Math.min(...hour) * 60 + Math.min(...minute)) * MINUTE
  const tasks = dayFieldsOf(fields)
    .filter(({ day }) => isInSome(day, month))
    .flatMap(({ day, weekday }) => {
      const task = matcherOf(`${fields.minute} ${fields.hour} ${day} ${fields.month} ${weekday}`)
      return task ? [{ task, mayBe: dayFilter(day, weekday) }] : []
    })
  const next = (after: number) => {
    let day = Math.floor((after - time) / DAY) * DAY + DAY
    for (const end = day + LONGEST_PAUSE; tasks.length > 0 && day < end; ) {
      const date = new Date(day)
      if (!month.includes(date.getUTCMonth() + 1)) {
        day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
        continue
      }
      const wall = new Date(day + time)
      if (tasks.some(({ task, mayBe }) => mayBe(date) && task.match(wall))) return wall.getTime()
      day += DAY
    }
    return undefined
  }
  return { time, timesPerDay: minute.length * hour.length, next }
}

/** Crontab takes a day that satisfies either of two day fields; node-cron wants both, so either has its own task. */
function dayFieldsOf({ day, weekday, both }: CronFields): readonly Pick<CronFields, 'day' | 'weekday'>[] {
  if (both || day === '*' || weekday === '*') return [{ day, weekday }]
  return [
    { day, weekday: '*' },
    { day: '*', weekday },
  ]
}

/** The days of a month that a field names; undefined for others, such as `L`. */
function datesIn(day: string): ReadonlySet<number> | undefined {
  return /^[\d,]+$/u.test(day) ? new Set(day.split(',').map(Number)) : undefined
}

/** Leaves out days that can't match: asking the library takes 20 µs for each of the 15,000 days of 41 years. */
function dayFilter(day: string, weekday: string): (date: Date) => boolean {
  const dates = datesIn(day)
  const weekdays = weekday === '*' ? undefined : weekday.split(',')
  return (date) => {
    const ofMonth = date.getUTCDate()
    if (dates?.has(ofMonth) === false) return false
    // `1#2` are the 8th to the 14th, `1L` the 22nd and later.
    const nth = Math.ceil(ofMonth / 7)
    const name = String(date.getUTCDay())
    return (
      weekdays?.some(
        (each) => each === name || each === `${name}#${nth}` || (each === `${name}L` && ofMonth >= 22),
      ) ?? true
    )
  }
}

/** Whether some of these months has such a day. */
function isInSome(day: string, months: readonly number[]): boolean {
  const dates = datesIn(day)
  if (!dates) return true
  // 2000 is a leap year.
  const longest = Math.max(...months.map((month) => new Date(Date.UTC(2000, month, 0)).getUTCDate()))
  return Math.min(...dates) <= longest
}

/** @returns undefined where node-cron refuses a date that no year has; the fields have been checked */
function matcherOf(expression: string): ScheduledTask | undefined {
  try {
    const task = createTask(expression, () => undefined, { timezone: 'UTC' })
    // The task only matches. Destroying it removes it from the library's own list, which would keep it for ever.
    void task.destroy()
    return task
  } catch {
    return undefined
  }
}
