import { DAY, HOUR, MINUTE } from '../../../kit/durations.ts'
import { wallOf } from '../../../kit/zones/wall.ts'

/** Daytime is looked for in these steps, because some zones are offset by them. */
const QUARTER = 15 * MINUTE
/** Reminders are sent between 9:00 and 20:00 in the group's time zone. */
const FIRST_HOUR = 9
const LAST_HOUR = 20

/**
 * When reviewers are reminded: at half time and a day before the deadline, moved to the next daytime, or to the
 * evening before if that would be too late to help. Moments within an hour of the posting or the deadline are left
 * out, and of two within six hours the earlier one.
 * @param at moments in bot time
 */
export function remindersOf(postedAt: number, deadlineAt: number, timeZone: string): readonly number[] {
  const half = postedAt + (deadlineAt - postedAt) / 2
  const wanted = [half, deadlineAt - DAY].filter((at) => at > postedAt)
  const moved = wanted
    .map((at) => daytime(at, deadlineAt, timeZone))
    .filter((at) => at > postedAt + HOUR && at < deadlineAt - HOUR)
    .sort((a, b) => a - b)
  return moved.filter((at, index) => {
    const next = moved[index + 1]
    return next === undefined || next - at >= 6 * HOUR
  })
}

function daytime(at: number, deadlineAt: number, timeZone: string): number {
  const later = nearestDaytime(at, QUARTER, timeZone)
  return later < deadlineAt - HOUR ? later : nearestDaytime(at, -QUARTER, timeZone)
}

/** The first daytime moment after this one, or before it with a negative step. */
function nearestDaytime(at: number, step: number, timeZone: string): number {
  if (isDaytime(at, timeZone)) return at
  const start = (step > 0 ? Math.ceil(at / QUARTER) : Math.floor(at / QUARTER)) * QUARTER
  for (let tried = start; Math.abs(tried - at) <= DAY; tried += step)
    if (isDaytime(tried, timeZone)) return tried
  return at
}

function isDaytime(at: number, timeZone: string): boolean {
  const hour = new Date(wallOf(at, timeZone)).getUTCHours()
  return hour >= FIRST_HOUR && hour < LAST_HOUR
}
