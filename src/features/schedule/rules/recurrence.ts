import { type CronDays, cronDaysOf } from './cron-days.ts'
import { instantOf, wallOf } from './local-time.ts'

const DAY = 24 * 60 * 60_000

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
  const { next } = readable(expression)
  let last = after
  for (let wall = next(wallOf(after, zone) - DAY); wall !== undefined; wall = next(wall)) {
    const at = instantOf(wall, zone)
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

/** The deadline of an extra posting: at least `days` later, at the local time of the recurrence. */
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

/** `none`: deadlines fall at the next postings; `pause`: before some of them; `overlap`: after some of them. */
export type Overlap = 'none' | 'pause' | 'overlap'

/** @param first the first of the ten occurrences that are compared */
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
