import { Cron } from 'croner'
import { instantOf, wallOf } from './local-time.ts'

const DAY = 24 * 60 * 60_000

/** `unreadable`: no cron expression of five fields; `never`: such as 30 February; `too-often`: twice a day or more. */
export type ExpressionFault = 'unreadable' | 'never' | 'too-often'

/** Any midnight: what comes after it tells a calendar's first days apart. */
const SOME_MIDNIGHT = Date.UTC(2000, 0, 1)

const MAX_EXPRESSION = 100

/** What keeps an expression from being a schedule's; undefined when nothing does. */
export function faultOf(expression: string): ExpressionFault | undefined {
  // Croner also reads dates, nicknames such as @daily, and fields for seconds and years.
  if (expression.length > MAX_EXPRESSION || expression.split(' ').length !== 5) return 'unreadable'
  let first: Date | undefined
  let second: Date | undefined
  try {
    ;[first, second] = days(expression).nextRuns(2, new Date(SOME_MIDNIGHT - 1))
  } catch {
    return 'unreadable'
  }
  if (!first) return 'never'
  return second && second.getTime() - first.getTime() < DAY ? 'too-often' : undefined
}

/**
 * The first occurrence after a moment. A local time that a zone leaves out falls at the first minute after the
 * gap; one that it has twice counts once, the first time. Croner finds the local days only: of a gap over
 * midnight, as in America/Scoresbysund, it would lose the day.
 * @throws RangeError for an expression that never fires
 */
export function nextOccurrence(expression: string, zone: string, after: number): number {
  for (const at of occurrencesAfter(expression, zone, after)) return at
  throw new RangeError(`${expression} never fires`)
}

/** `first`, which is an occurrence, and those that follow it: `count` in all. */
export function occurrencesFrom(
  expression: string,
  zone: string,
  first: number,
  count: number,
): readonly number[] {
  const all = [first]
  for (const at of occurrencesAfter(expression, zone, first)) {
    if (all.length >= count) break
    all.push(at)
  }
  return all
}

function* occurrencesAfter(expression: string, zone: string, after: number): Generator<number> {
  const calendar = days(expression)
  let last = after
  let day = calendar.nextRun(new Date(wallOf(after, zone) - DAY))
  for (; day; day = calendar.nextRun(day)) {
    const at = instantOf(day.getTime(), zone)
    if (at <= last) continue
    last = at
    yield at
  }
}

/**
 * The same occurrence in another zone: at the same local day and time there. It may have passed already.
 * @param due an occurrence, in the zone `from`
 */
export function movedOccurrence(expression: string, from: string, to: string, due: number): number {
  return instantOf(localDayOf(expression, from, due) + timeOf(expression), to)
}

/** When and where an occurrence was due and came, and how many days it is open. */
export type Opening = Readonly<{
  expression: string
  zone: string
  dueAt: number
  postedAt: number
  days: number
}>

/**
 * The deadline of what was posted: so many days after the occurrence, at its local time, whatever clocks do
 * meanwhile. Where being late would take more than half of the time away, it counts from the posting.
 */
export function deadlineOf({ expression, zone, dueAt, postedAt, days }: Opening): number {
  const usual = instantOf(localDayOf(expression, zone, dueAt) + days * DAY + timeOf(expression), zone)
  return usual - postedAt >= (usual - dueAt) / 2 ? usual : deadlineFrom({ expression, zone, postedAt, days })
}

/** The deadline of what is posted outside of the recurrence: its local time of day, at least so many days later. */
export function deadlineFrom({
  expression,
  zone,
  postedAt,
  days,
}: Pick<Opening, 'expression' | 'zone' | 'postedAt' | 'days'>): number {
  const wall = wallOf(postedAt, zone)
  const day = startOfDay(wall)
  const time = timeOf(expression)
  return instantOf(day + (days + (day + time < wall ? 1 : 0)) * DAY + time, zone)
}

/** How the deadline lies to the next posts: before some of them, after some of them, or at each. */
export type Overlap = 'none' | 'pause' | 'overlap'

/** @param first the first occurrence; the ten from there are looked at */
export function overlapOf(expression: string, zone: string, first: number, days: number): Overlap {
  const dues = occurrencesFrom(expression, zone, first, 10)
  const distances = dues.slice(1).map((next, index) => {
    const due = dues[index] ?? next
    return next - deadlineOf({ expression, zone, dueAt: due, postedAt: due, days })
  })
  if (distances.some((distance) => distance < 0)) return 'overlap'
  return distances.some((distance) => distance > 0) ? 'pause' : 'none'
}

/** The local time of day at which an expression fires, in milliseconds since midnight. */
export function timeOf(expression: string): number {
  return (
    (days(expression)
      .nextRun(new Date(SOME_MIDNIGHT - 1))
      ?.getTime() ?? 0) % DAY
  )
}

/**
 * The local day to which an occurrence belongs, as its midnight would be in UTC. At the end of a gap before
 * midnight that is the day before.
 */
function localDayOf(expression: string, zone: string, due: number): number {
  const day = startOfDay(wallOf(due, zone))
  const time = timeOf(expression)
  return [day, day - DAY].find((each) => instantOf(each + time, zone) === due) ?? day
}

function startOfDay(wall: number): number {
  return wall - (wall % DAY)
}

/** The calendar of an expression. It has no function to call, so it only reckons. */
function days(expression: string): Cron {
  return new Cron(expression, { timezone: 'UTC', mode: '5-part' })
}
