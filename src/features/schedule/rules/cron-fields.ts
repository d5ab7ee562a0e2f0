/** The fields of an expression, in their order. */
const CRON_FIELDS = ['minute', 'hour', 'day', 'month', 'weekday'] as const
export type CronField = (typeof CRON_FIELDS)[number]

/** `round`: ranges may go past the end, as in `FRI-MON`. */
type Field = Readonly<{ min: number; max: number; maxStep: number; names: readonly string[]; round?: number }>

const MINUTE: Field = { min: 0, max: 59, maxStep: 60, names: [] }
const HOUR: Field = { min: 0, max: 23, maxStep: 24, names: [] }
const DAY: Field = { min: 1, max: 31, maxStep: 31, names: [] }
const MONTH: Field = {
  round: 12,
  min: 1,
  max: 12,
  maxStep: 12,
  names: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
}
/** In the order of cron's numbers. */
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
/** 7 is Sunday too. */
const WEEKDAY: Field = { min: 0, max: 7, maxStep: 7, names: WEEKDAYS, round: 7 }

/** The fields of an expression as node-cron reads them: `*`, or a list of `5`, `L`, `LW`, `15W`, `2#1` and `5L`. */
export type CronFields = Readonly<
  Record<CronField, string> & {
    /** A day must satisfy both day fields (`+` before the weekday); otherwise either is enough. */
    both: boolean
  }
>

/** The number of fields where it is not five, or the first field that can't be read, as it was typed. */
export type CronMistake = Readonly<{ fields: number }> | Readonly<{ field: CronField; typed: string }>

/**
 * Reads a cron expression of five fields. Expressions are stored as typed, so the accepted language must not
 * change; node-cron alone reads some of it differently (`SUN-SUN`), refuses some (`MON-FRI#1`), and expands ranges
 * before it checks their bounds, which never ends for `1-99999999999`.
 */
export function parseCron(expression: string): CronFields | CronMistake {
  const typed = expression.trim().toLowerCase().replaceAll('?', '*').split(/\s+/u)
  if (typed.length !== CRON_FIELDS.length) return { fields: typed[0] === '' ? 0 : typed.length }
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = typed
  const both = weekdays.startsWith('+')
  const read: Readonly<Record<CronField, string | undefined>> = {
    minute: listOf(minutes, (part) => numbersOf(part, MINUTE)),
    hour: listOf(hours, (part) => numbersOf(part, HOUR)),
    day: days === 'lw' ? 'LW' : listOf(days, daysOf),
    month: listOf(months, (part) => numbersOf(part, MONTH)),
    weekday: listOf(both ? weekdays.slice(1) : weekdays, weekdaysOf),
  }
  const { minute, hour, day, month, weekday } = read
  if (minute && hour && day && month && weekday) return { minute, hour, day, month, weekday, both }
  const index = CRON_FIELDS.findIndex((field) => !read[field])
  return { field: CRON_FIELDS[index] ?? 'minute', typed: typed[index] ?? '' }
}

/** @returns undefined for what is no cron expression of five fields */
export function readCron(expression: string): CronFields | undefined {
  const read = parseCron(expression)
  return 'both' in read ? read : undefined
}

type Values = readonly (number | string)[]

/** A lone `*` stays, because a day field that is `*` says nothing. */
function listOf(typed: string, read: (part: string) => Values | undefined): string | undefined {
  if (typed === '*') return typed
  const parts = typed.split(',').map(read)
  if (parts.includes(undefined)) return undefined
  return [...new Set(parts.flatMap((part) => part ?? []))].join(',')
}

/** Expands `5`, `1-5`, `1-5/2`, `*` and `*`+`/2`; a field's names may stand for its numbers. */
function numbersOf(part: string, { min, max, maxStep, names, round }: Field): readonly number[] | undefined {
  const [, from = '', to, every] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/u.exec(part) ?? []
  const step = Number(every ?? 1)
  if (step < 1 || step > maxStep) return undefined
  if (from === '*' ? to !== undefined : to === undefined && every !== undefined) return undefined
  const numberOf = (text: string) => (/^\d+$/u.test(text) ? Number(text) : names.indexOf(text))
  const first = from === '*' ? min : numberOf(from)
  let last = from === '*' ? max : first
  // At the end of a range Sunday is the seventh day, as in SAT-SUN.
  if (to !== undefined) last = to === 'sun' ? 7 : numberOf(to)
  const turns = round !== undefined && last < first && last >= min && first <= max
  if (turns) last += round
  const length = Math.floor((last - first) / step) + 1
  if (first < min || length < 1 || (!turns && first + (length - 1) * step > max)) return undefined
  return Array.from({ length }, (_, index) => {
    const number = first + index * step
    return turns && number > max ? number - round : number
  })
}

/** Expands `L`, the last day, and `15W`, the working day nearest to the 15th. */
function daysOf(part: string): Values | undefined {
  if (part === 'l') return ['L']
  const [, near] = /^(\d+)w$/u.exec(part) ?? []
  return near === undefined ? numbersOf(part, DAY) : numbersOf(near, DAY)?.map((day) => `${day}W`)
}

/** Expands weekdays; `#2` makes them the second of a month, `#L` and `L` the last. */
function weekdaysOf(part: string): Values | undefined {
  const [, plain = '', nth, last] = /^(.+?)(?:#(\d+|l)|(l))?$/u.exec(part) ?? []
  const days = numbersOf(plain, WEEKDAY)?.map((day) => day % 7)
  if (nth === undefined && last === undefined) return days
  if (plain === '*') return undefined
  if (nth === undefined || nth === 'l') return days?.map((day) => `${day}L`)
  return Number(nth) >= 1 && Number(nth) <= 5 ? days?.map((day) => `${day}#${Number(nth)}`) : undefined
}
