import { DAY } from '../durations.ts'
import { readDays, type Weekday } from './days.ts'
import { NUMBER, numberIn, plainWords } from './numerals.ts'

/** A day of the calendar, as the moment at which it begins in UTC, in milliseconds. */
export type CalendarDay = number

/** A day; for `3/4`, the two that it may be; a moment, for Discord's timestamps. */
export type DateRead =
  | Readonly<{ day: CalendarDay }>
  | Readonly<{ either: readonly [CalendarDay, CalendarDay] }>
  | Readonly<{ at: number }>

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH = String.raw`(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?`

const NAMED_DAYS: ReadonlyMap<string, number> = new Map([
  ...['today', '今天', '今日'].map((name) => [name, 0] as const),
  ...['tomorrow', 'tmrw', '明天', '明日'].map((name) => [name, 1] as const),
  ...['day after tomorrow', '后天', '後天'].map((name) => [name, 2] as const),
  ...['大后天', '大後天'].map((name) => [name, 3] as const),
])

const SPELLED: ReadonlyMap<string, number> = new Map(
  'a one two three four five six seven eight nine ten eleven twelve'
    .split(' ')
    .map((word, index) => [word, Math.max(1, index)] as const),
)

const ISO = /^(\d{4})[-/.年] ?(\d{1,2})[-/.月] ?(\d{1,2})[日号號]?$/u
const DAY_FIRST = /^(\d{1,2})\. ?(\d{1,2})\.? ?(\d{4})?$/u
const SLASHED = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/u
const MONTH_DAY = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?$`, 'u')
const DAY_MONTH = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (\\d{4}))?$`, 'u')
const CHINESE = new RegExp(`^(?:(\\d{4})年)?(${NUMBER})月(${NUMBER})[日号號]?$`, 'u')
const OF_MONTH = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)$|^(${NUMBER})[日号號]$`, 'u')
const LATER = new RegExp(
  `^(?:in )?(\\d{1,3}|[a-z]{1,6}) (days?|weeks?|months?)(?: from now)?$|^(${NUMBER})[个個]?(天|日|周|週|星期|礼拜|禮拜|月)(?:之?[后後])?$`,
  'u',
)
const CHINESE_WEEK =
  /^(本|这个?|這個?|下下个?|下下個?|下个?|下個?)?((?:周|週|星期|礼拜|禮拜)[一二三四五六日天])$/u
const TIMESTAMP = /^<t:(\d{1,12})(?::[a-z])?>$/iu

/**
 * Reads a day to come, as people type it in English and Chinese: `2026-12-24`, `24.12.`, `Dec 24`, `24th of December`,
 * `12月24日`, `tomorrow`, `next Monday`, `in 2 weeks`, `the 15th`, `下周一`, `两周后`, and Discord's `<t:1790000000>`.
 * Without a year it is the next such day; one that lies behind is returned as it is. `3/4` is unclear. Undefined for
 * anything else; linear.
 * @param today where the reader is
 */
export function readDate(typed: string, today: CalendarDay): DateRead | undefined {
  const plain = plainWords(typed)
  if (plain === undefined) return undefined
  const [, seconds] = TIMESTAMP.exec(plain) ?? []
  if (seconds !== undefined) return { at: Number(seconds) * 1000 }
  const text = plain
    .replace(/^(?:(?:until|till|to|on) |直?到 ?)/u, '')
    .replace(/^(?:the |[a-z]{3,9}, (?=[a-z\d]))/u, '')
  const named = NAMED_DAYS.get(text)
  if (named !== undefined) return { day: today + named * DAY }
  const slashed = SLASHED.exec(text)
  if (slashed) return slashedDay(slashed, today)
  const day = written(text, today) ?? counted(text, today) ?? weekdayOf(text, today) ?? turnOf(text, today)
  return day === undefined ? undefined : { day }
}

function written(text: string, today: CalendarDay): CalendarDay | undefined {
  const iso = ISO.exec(text)
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dotted = DAY_FIRST.exec(text)
  if (dotted) return upcoming(dotted[3], Number(dotted[2]), Number(dotted[1]), today)
  const monthFirst = MONTH_DAY.exec(text)
  if (monthFirst) return upcoming(monthFirst[3], monthOf(monthFirst[1]), Number(monthFirst[2]), today)
  const dayFirst = DAY_MONTH.exec(text)
  if (dayFirst) return upcoming(dayFirst[3], monthOf(dayFirst[2]), Number(dayFirst[1]), today)
  const [, year, month = '', date = ''] = CHINESE.exec(text) ?? []
  return month === '' ? undefined : upcoming(year, numberIn(month) ?? 0, numberIn(date) ?? 0, today)
}

/** `3/4` is March or April; `24/12` and `12/24` are one day. */
function slashedDay([, first, second, year]: RegExpExecArray, today: CalendarDay): DateRead | undefined {
  const [a, b] = [Number(first), Number(second)]
  const days = [upcoming(year, a, b, today), upcoming(year, b, a, today)]
  const [one, other = one] = [...new Set(days.filter((day) => day !== undefined))]
  if (one === undefined || other === undefined) return undefined
  return one === other ? { day: one } : { either: [one, other] }
}

/** `in 2 weeks`, `10 days`, `两周后`, `a month from now` */
function counted(text: string, today: CalendarDay): CalendarDay | undefined {
  const [, typed, unit, chinese, chineseUnit] = LATER.exec(text) ?? []
  const count =
    chinese !== undefined
      ? numberIn(chinese)
      : typed === undefined
        ? undefined
        : /^\d/u.test(typed)
          ? Number(typed)
          : SPELLED.get(typed)
  // `两周` without `后` is a length, but a day is asked for.
  const kind = unit ?? chineseUnit
  if (count === undefined || kind === undefined) return undefined
  if (/^[天日d]/u.test(kind)) return today + count * DAY
  return /^[月m]/u.test(kind) ? monthsLater(today, count) : today + count * 7 * DAY
}

/** `Monday` is the next one after today; `next Monday` and `下周一` that of next week. */
function weekdayOf(text: string, today: CalendarDay): CalendarDay | undefined {
  const [, week, chineseName] = CHINESE_WEEK.exec(text) ?? []
  const [, which, name] = /^(?:(this|next|coming) )?([a-z]{3,9})$/u.exec(text) ?? []
  const weekday = singleDay(chineseName ?? name ?? '')
  if (weekday === undefined) return undefined
  const sinceMonday = (new Date(today).getUTCDay() + 6) % 7
  const inWeek = (weeks: number) => today + (weeks * 7 - sinceMonday + ((weekday + 6) % 7)) * DAY
  if (week?.startsWith('下下')) return inWeek(2)
  if (week?.startsWith('下') || which === 'next') return inWeek(1)
  if (week !== undefined) return inWeek(0)
  const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7
  return today + (ahead === 0 ? 7 : ahead) * DAY
}

function singleDay(name: string): Weekday | undefined {
  const read = name === '' ? undefined : readDays(name)
  if (!read || !('rule' in read) || read.rule.kind !== 'weekly') return undefined
  const [day, more] = read.rule.days
  return more === undefined ? day : undefined
}

/** `next week`, `下个月`, `the 15th`, `end of the month` */
function turnOf(text: string, today: CalendarDay): CalendarDay | undefined {
  const date = new Date(today)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  if (/^next week$|^下[个個]?(?:周|週|星期|礼拜|禮拜)$/u.test(text))
    return today + (7 - ((date.getUTCDay() + 6) % 7)) * DAY
  if (/^next month$|^下[个個]?月初?$/u.test(text)) return Date.UTC(year, month + 1, 1)
  if (/^next year$|^明年$/u.test(text)) return Date.UTC(year + 1, 0, 1)
  if (/^end of (?:the|this) month$|^(?:本月|这个月|這個月)?月底$/u.test(text))
    return Date.UTC(year, month + 1, 0)
  const [, typed, chinese] = OF_MONTH.exec(text) ?? []
  const number = numberIn(typed ?? chinese ?? '')
  if (number === undefined || number < 1 || number > 31) return undefined
  for (let ahead = 0; ahead < 12; ahead++) {
    const day = dayOf(year + Math.floor((month + ahead) / 12), ((month + ahead) % 12) + 1, number)
    if (day !== undefined && day > today) return day
  }
  return undefined
}

function monthOf(name = ''): number {
  return MONTHS.indexOf(name.slice(0, 3)) + 1
}

/** In that year; without one, the next time that it comes. 29 February may be some years away. */
function upcoming(
  year: string | undefined,
  month: number,
  date: number,
  today: CalendarDay,
): CalendarDay | undefined {
  if (year !== undefined) return dayOf(Number(year), month, date)
  const first = new Date(today).getUTCFullYear()
  for (let ahead = 0; ahead <= 8; ahead++) {
    const day = dayOf(first + ahead, month, date)
    if (day !== undefined && day >= today) return day
  }
  return undefined
}

/** @param month from 1. Undefined for a day that the year does not have. */
function dayOf(year: number, month: number, date: number): CalendarDay | undefined {
  const day = new Date(Date.UTC(year, month - 1, date))
  return day.getUTCMonth() === month - 1 && day.getUTCDate() === date ? day.getTime() : undefined
}

/** The same day of a later month, or its last one. */
function monthsLater(today: CalendarDay, count: number): CalendarDay {
  const date = new Date(today)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count]
  return Math.min(Date.UTC(year, month, date.getUTCDate()), Date.UTC(year, month + 1, 0))
}
