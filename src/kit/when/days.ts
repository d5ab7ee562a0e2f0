import { NUMBER, numberIn, plainWords } from './numerals.ts'

/** 0 is Sunday, as in cron and in `Date`. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** A place in a month: the first to the fifth, or the last. */
export type Nth = 1 | 2 | 3 | 4 | 5 | 'last'

/** Days that come again and again. */
export type DayRule =
  | Readonly<{ kind: 'weekly'; days: readonly Weekday[] /** 1: every week. */; everyWeeks: number }>
  | Readonly<{ kind: 'monthly'; days: readonly Weekday[]; nth: readonly Nth[] }>
  /** Days of the month, 1 to 31. */
  | Readonly<{ kind: 'dates'; dates: readonly (number | 'last')[] }>

export type DaysRead =
  | Readonly<{ rule: DayRule }>
  /** `every third Monday`: of the month, or of three weeks. */
  | Readonly<{ either: readonly [DayRule, DayRule] }>

export const WEEKDAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const EVERY_DAY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 0]
const WORKING_DAYS: readonly Weekday[] = [1, 2, 3, 4, 5]
const WEEKEND: readonly Weekday[] = [6, 0]
/** More weeks than these between two posts make no group meet. */
const MAX_WEEKS = 8

type Term =
  | Readonly<{ is: 'link' | 'every' | 'other' | 'week' | 'month' | 'day' | 'to' | 'last' }>
  | Readonly<{ is: 'days'; days: readonly Weekday[] }>
  | Readonly<{ is: 'nth' | 'number' | 'date'; value: number }>

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth']
const SMALL = ['one', 'two', 'three', 'four', 'five', 'six']
const CHINESE_DAYS = '日一二三四五六'

type Reader = readonly [
  expression: RegExp,
  term: (match: RegExpExecArray) => Term | readonly Term[] | undefined,
]

const is = (name: 'link' | 'every' | 'other' | 'week' | 'month' | 'day' | 'to' | 'last') => () =>
  ({ is: name }) as const
const days = (all: readonly Weekday[]) => () => ({ is: 'days', days: all }) as const

/** In this order: the first that fits takes the text. Each begins where the last one ended. */
const READERS: readonly Reader[] = [
  [/(?:\s|[,;&+/、，。.]|\b(?:and|or|on|the|of|in|at|a|plus|per)\b|[和及与與的在于於]|以及)+/uy, is('link')],
  [
    /bi-?weekly\b|fortnightly\b|(?:every )?fortnights?\b|双周|雙週|雙周/uy,
    () => [{ is: 'every' }, { is: 'other' }, { is: 'week' }],
  ],
  [/weekly\b/uy, is('link')],
  [/daily\b|everyday\b|天天|每天|每日/uy, days(EVERY_DAY)],
  [
    /weekdays?\b|workdays?\b|(?:work|working|business) days?\b|(?:每个|每個|每)?工作日|平日/uy,
    days(WORKING_DAYS),
  ],
  [/weekends?\b|周末|週末|双休日|雙休日/uy, days(WEEKEND)],
  [
    /每?隔[一1]?[个個]?(?:周(?![一二三四五六日天])|週(?![一二三四五六日天])|星期(?![一二三四五六日天])|礼拜(?![一二三四五六日天]))/uy,
    () => [{ is: 'every' }, { is: 'other' }, { is: 'week' }],
  ],
  [/每?隔/uy, () => [{ is: 'every' }, { is: 'other' }]],
  [/(?:every|each|any) day\b/uy, days(EVERY_DAY)],
  [/(?:every|each|any)\b|每个|每個|每逢|每/uy, is('every')],
  [/(?:other|alternate|alternating)\b/uy, is('other')],
  [/months?\b|monthly\b|[个個]?月/uy, is('month')],
  [
    /(?:周|週|星期|礼拜|禮拜)([一二三四五六日天1-7](?:[、,和及]?[一二三四五六日天](?![点點号號个個月]))*)/uy,
    ([, list = '']) => ({ is: 'days', days: [...list].flatMap(chineseDay) }),
  ],
  [/weeks?\b|wks?\b|[个個]?(?:周|週|星期|礼拜|禮拜)/uy, is('week')],
  [/days?\b|[天日]/uy, is('day')],
  [
    /(?:mon|tues?|weds?|wednes|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?|s)?(?![\p{L}])/uy,
    ([name]) => ({ is: 'days', days: [weekday(name)] }),
  ],
  [/(?:to|through|thru|until|till)\b|[-–—~〜到至]/uy, is('to')],
  [/(?:last|final)\b|最后一?[个個]?|最後一?[个個]?/uy, is('last')],
  [/(\d{1,2})(?:st|nd|rd|th)\b/uy, ([, number]) => ({ is: 'nth', value: Number(number) })],
  [
    new RegExp(`(?:${ORDINALS.join('|')})\\b`, 'uy'),
    ([name]) => ({ is: 'nth', value: ORDINALS.indexOf(name) + 1 }),
  ],
  [new RegExp(`第(${NUMBER})[个個]?`, 'uy'), ([, number = '']) => valued('nth', number)],
  [new RegExp(`(${NUMBER})(?:号|號|日)`, 'uy'), ([, number = '']) => valued('date', number)],
  [
    new RegExp(`(${NUMBER})(?![\\p{L}\\d])|([零一二两兩三四五六](?=[个個]?[周週星礼禮]))`, 'uy'),
    ([, number, before]) => valued('number', number ?? before ?? ''),
  ],
  [
    new RegExp(`(?:${SMALL.join('|')})\\b`, 'uy'),
    ([name]) => ({ is: 'number', value: SMALL.indexOf(name) + 1 }),
  ],
]

/**
 * Reads days that come again, as people type them in English and Chinese: `Monday`, `mon, thu`, `fri-mon`, `weekdays`,
 * `every other Monday`, `first Monday of the month`, `15th of each month`, `周一、周四`, `隔周一`, `每月第一个周一`.
 * Undefined for anything else. Linear in the text, which is short.
 */
export function readDays(typed: string): DaysRead | undefined {
  const text = plainWords(typed)
  const terms = text === undefined ? undefined : termsOf(text)
  return terms && meaningOf(terms)
}

function termsOf(text: string): readonly Term[] | undefined {
  const terms: Term[] = []
  for (let at = 0; at < text.length; ) {
    let next = at
    for (const [expression, term] of READERS) {
      expression.lastIndex = at
      const match = expression.exec(text)
      if (!match || match[0] === '') continue
      const found = term(match)
      if (!found) return undefined
      terms.push(...(Array.isArray(found) ? found : [found as Term]))
      next = at + match[0].length
      break
    }
    if (next === at) return undefined
    at = next
  }
  return terms.filter((term) => term.is !== 'link')
}

function meaningOf(terms: readonly Term[]): DaysRead | undefined {
  const has = (name: Term['is']) => terms.some((term) => term.is === name)
  const values = (name: 'nth' | 'number' | 'date') =>
    terms.flatMap((term) => (term.is === name ? [term.value] : []))
  const found = weekdaysIn(terms)
  if (!found) return undefined
  const [ordinals, numbers, dates] = [values('nth'), values('number'), values('date')]
  const [every, month] = [has('every'), has('month')]
  if (has('other') && (ordinals.length > 0 || numbers.length > 0 || month)) return undefined
  if (found.length === 0)
    return datesIn({
      month,
      last: has('last'),
      day: has('day'),
      dates: [...ordinals, ...dates, ...(month ? numbers : [])],
    })
  if (has('day') && !every) return undefined
  if (dates.length > 0) return undefined
  const nth: readonly number[] = ordinals
  const places: Nth[] = [...nth.filter(isNth), ...(has('last') ? (['last'] as const) : [])]
  if (places.length < nth.length) return undefined
  const monthly: DayRule = { kind: 'monthly', days: found, nth: places }
  if (
    has('other') ||
    numbers.length > 0 ||
    (every && !month && nth.length === 1 && !has('last') && nth[0] !== 1)
  ) {
    const [weeks = 2, more] = has('other') ? [2] : numbers.length > 0 ? numbers : nth
    const isCounted = has('other') || has('week') || nth.length > 0
    if (more !== undefined || !isCounted || weeks < 1 || weeks > MAX_WEEKS || month) return undefined
    const weekly: DayRule = { kind: 'weekly', days: found, everyWeeks: weeks }
    // `every second Monday` is every other one; `every third Monday` may be either.
    if (nth.length > 0 && !has('week') && weeks > 2) return { either: [monthly, weekly] }
    return { rule: weekly }
  }
  if (places.length > 0) return { rule: monthly }
  return month || (has('week') && !every)
    ? undefined
    : { rule: { kind: 'weekly', days: found, everyWeeks: 1 } }
}

type Dates = Readonly<{ month: boolean; last: boolean; day: boolean; dates: readonly number[] }>

/** `15th of each month`, `每月15号`, `last day of the month` */
function datesIn({ month, last, day, dates }: Dates): DaysRead | undefined {
  if (!month || dates.some((date) => date < 1 || date > 31)) return undefined
  const all = [...dates.toSorted((a, b) => a - b), ...(last && day ? (['last'] as const) : [])]
  return all.length === 0 || (last && !day)
    ? undefined
    : { rule: { kind: 'dates', dates: [...new Set(all)] } }
}

/** The weekdays, ranges written out: `fri-mon` is four days. Undefined for a range without an end. */
function weekdaysIn(terms: readonly Term[]): readonly Weekday[] | undefined {
  const all = new Set<Weekday>()
  for (const [index, term] of terms.entries()) {
    if (term.is === 'days') for (const day of term.days) all.add(day)
    if (term.is !== 'to') continue
    const [before, after] = [terms[index - 1], terms[index + 1]]
    if (before?.is !== 'days' || after?.is !== 'days') return undefined
    const [first, last] = [before.days.at(-1), after.days[0]]
    if (first === undefined || last === undefined) return undefined
    for (let day = first; day !== last; day = ((day + 1) % 7) as Weekday) all.add(day)
  }
  return EVERY_DAY.filter((day) => all.has(day))
}

function weekday(name: string): Weekday {
  return WEEKDAY_NAMES.findIndex((each) => name.startsWith(each)) as Weekday
}

function chineseDay(sign: string): readonly Weekday[] {
  const day =
    sign === '天' || sign === '7' ? 0 : /[1-6]/u.test(sign) ? Number(sign) : CHINESE_DAYS.indexOf(sign)
  return day < 0 ? [] : [day as Weekday]
}

function valued(name: 'nth' | 'number' | 'date', text: string): Term | undefined {
  const value = numberIn(text)
  return value === undefined ? undefined : { is: name, value }
}

function isNth(value: number): value is 1 | 2 | 3 | 4 | 5 {
  return value >= 1 && value <= 5
}

/** A rule in words that `readDays` reads as the same rule. */
export function writeDays(rule: DayRule): string {
  if (rule.kind === 'dates')
    return `${rule.dates.map((date) => (date === 'last' ? 'last day' : ordinal(date))).join(', ')} of the month`
  const names = rule.days.map((day) => WEEKDAY_NAMES[day]).join(', ')
  if (rule.kind === 'weekly')
    return rule.everyWeeks === 1 ? names : `every ${rule.everyWeeks} weeks on ${names}`
  return `${rule.nth.map((nth) => (nth === 'last' ? 'last' : ORDINALS[nth - 1])).join(', ')} ${names} of the month`
}

/** `1st`, `22nd`, `13th` */
function ordinal(number: number): string {
  const teen = number > 10 && number < 14
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`
}
