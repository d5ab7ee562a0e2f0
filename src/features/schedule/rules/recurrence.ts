import { DAY } from '../../../kit/durations.ts'
import { wallOf } from '../../../kit/zones/wall.ts'
import { type CronDays, cronDaysOf } from './cron-days.ts'
import { instantOf } from './local-time.ts'

/** The Monday before 1 January 1970, a Thursday, begins week 0. */
const FIRST_MONDAY = -3 * DAY

/** When a schedule posts: on the days of a cron expression, in each week or in one of several. */
export type Recurrence = Readonly<{
  /** A cron expression of five fields that comes once per day at most. */
  expression: string
  /** 1: each week. More only with an expression that comes in each week. */
  everyWeeks: number
  /** A week in which it comes, counted from the one of 1 January 1970; null where it comes in each. */
  firstWeek: number | null
}>

/** `unreadable`: no cron expression of five fields; `never`: such as 30 February; `too-often`: twice a day or more. */
export type ExpressionFault = 'unreadable' | 'never' | 'too-often'

const MAX_EXPRESSION = 100

/** The reason why an expression can't be a schedule's; undefined when it can. */
export function faultOf(expression: string): ExpressionFault | undefined {
  const cronDays = expression.length > MAX_EXPRESSION ? undefined : cronDaysOf(expression)
  if (!cronDays) return 'unreadable'
  if (cronDays.next(Date.UTC(2000, 0, 1)) === undefined) return 'never'
  return cronDays.timesPerDay > 1 ? 'too-often' : undefined
}

/**
 * The first occurrence after a moment. A local time that a zone leaves out falls at the first minute after the
 * gap; one that it has twice counts once, the first time. node-cron finds local days only, because libraries
 * lose a day whose midnight falls into a gap, as in America/Scoresbysund.
 * @throws RangeError for an expression that never fires
 */
export function nextOccurrence(recurrence: Recurrence, zone: string, after: number): number {
  for (const at of occurrencesAfter(recurrence, zone, after)) return at
  throw new RangeError(`${recurrence.expression} never fires`)
}

/** `first`, which is an occurrence, and those that follow it: `count` in all. */
export function occurrencesFrom(
  recurrence: Recurrence,
  zone: string,
  first: number,
  count: number,
): readonly number[] {
  const all = [first]
  for (const at of occurrencesAfter(recurrence, zone, first)) {
    if (all.length >= count) break
    all.push(at)
  }
  return all
}

function* occurrencesAfter(recurrence: Recurrence, zone: string, after: number): Generator<number> {
  const next = wallsOf(recurrence)
  let last = after
  for (let wall = next(wallOf(after, zone) - DAY); wall !== undefined; wall = next(wall)) {
    const at = instantOf(wall, zone)
    if (at <= last) continue
    last = at
    yield at
  }
}

/** The walls on which it comes, by the one before. */
function wallsOf({ expression, everyWeeks, firstWeek }: Recurrence): CronDays['next'] {
  const { next } = readable(expression)
  if (everyWeeks === 1 || firstWeek === null) return next
  return (after) => {
    for (let wall = next(after); wall !== undefined; ) {
      const past = (weekOf(wall) - firstWeek) % everyWeeks
      if (past === 0) return wall
      const week = weekOf(wall) + (past < 0 ? -past : everyWeeks - past)
      wall = next(FIRST_MONDAY + week * 7 * DAY - 1)
    }
    return undefined
  }
}

/** The number of a wall's week, which begins on Monday. */
function weekOf(wall: number): number {
  return Math.floor((wall - FIRST_MONDAY) / (7 * DAY))
}

/** The week of an occurrence in a zone, from which others are counted. */
export function firstWeekOf(expression: string, zone: string, due: number): number {
  return weekOf(localDayOf(expression, zone, due))
}

/** Whether an occurrence of the expression lies in one of the weeks that count. */
export function isInWeek(
  { expression, everyWeeks, firstWeek }: Recurrence,
  zone: string,
  due: number,
): boolean {
  if (everyWeeks === 1 || firstWeek === null) return true
  return (firstWeekOf(expression, zone, due) - firstWeek) % everyWeeks === 0
}

/**
 * The same occurrence in another zone: at the same local day and time there. It may have passed already.
 * @param due an occurrence, in the zone `from`
 */
export function movedOccurrence(expression: string, from: string, to: string, due: number): number {
  return instantOf(localDayOf(expression, from, due) + timeOf(expression), to)
}

/** The times of an occurrence and its posting, and the days that it stays open. */
export type Opening = Readonly<{
  expression: string
  zone: string
  dueAt: number
  postedAt: number
  days: number
}>

/**
 * The deadline: `days` after the occurrence, at the same local time, whatever clocks do meanwhile. It counts from
 * the posting when a late posting would leave less than half of the time.
 */
export function deadlineOf({ expression, zone, dueAt, postedAt, days }: Opening): number {
  const usual = instantOf(localDayOf(expression, zone, dueAt) + days * DAY + timeOf(expression), zone)
  return usual - postedAt >= (usual - dueAt) / 2 ? usual : deadlineFrom({ expression, zone, postedAt, days })
}

/**
 * The deadline of an extra posting: on the day that is `days` later, at the local time of the recurrence, so that it
 * ends before the next post where the usual ones do. A day later when less than half of the time would be left.
 */
export function deadlineFrom({
  expression,
  zone,
  postedAt,
  days,
}: Pick<Opening, 'expression' | 'zone' | 'postedAt' | 'days'>): number {
  const wall = wallOf(postedAt, zone)
  const deadline = startOfDay(wall) + days * DAY + timeOf(expression)
  return instantOf(deadline - wall < (days * DAY) / 2 ? deadline + DAY : deadline, zone)
}

/** `none`: deadlines fall at the next postings; `pause`: before some of them; `overlap`: after some of them. */
export type Overlap = 'none' | 'pause' | 'overlap'

/** @param first the first of the ten occurrences that are compared */
export function overlapOf(recurrence: Recurrence, zone: string, first: number, days: number): Overlap {
  const { expression } = recurrence
  const dues = occurrencesFrom(recurrence, zone, first, 10)
  const distances = dues.slice(1).map((next, index) => {
    const due = dues[index] ?? next
    return next - deadlineOf({ expression, zone, dueAt: due, postedAt: due, days })
  })
  if (distances.some((distance) => distance < 0)) return 'overlap'
  return distances.some((distance) => distance > 0) ? 'pause' : 'none'
}

/** The local time of day at which an expression fires, in milliseconds since midnight. */
function timeOf(expression: string): number {
  return readable(expression).time
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

/** @throws RangeError for what `faultOf` calls unreadable */
function readable(expression: string): CronDays {
  const cronDays = cronDaysOf(expression)
  if (!cronDays) throw new RangeError(`${expression} is no cron expression`)
  return cronDays
}
