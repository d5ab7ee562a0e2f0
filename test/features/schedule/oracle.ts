const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export const ZONES = [
  'America/Los_Angeles',
  'America/New_York',
  'America/Santiago', // midnight is left out, and comes twice
  'America/Scoresbysund', // the hour before midnight is left out
  'America/St_Johns', // three and a half hours behind
  'Africa/Casablanca', // clocks are put back for Ramadan
  'Asia/Shanghai', // no daylight saving
  'Australia/Lord_Howe', // by half an hour
  'Europe/Berlin',
  'Pacific/Apia',
] as const

/** An expression in each week. */
export const weekly = (expression: string) => ({ expression, everyWeeks: 1, firstWeek: null })

/** From `at` on a zone's clocks show `wall` and what follows. */
type Span = Readonly<{ at: number; wall: number }>

/** The local times of a zone by Intl alone: read daily, and minute by minute where the clocks jumped since. */
export function clocksOf(timeZone: string, from: number, to: number): readonly Span[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  })
  const wallAt = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`)
  const spans: Span[] = [{ at: from, wall: wallAt(from) }]
  let offset = wallAt(from) - from
  for (let day = from + DAY; day < to; day += DAY) {
    if (wallAt(day) - day === offset) continue
    for (let minute = day - DAY + MINUTE; minute <= day; minute += MINUTE) {
      const now = wallAt(minute) - minute
      if (now !== offset) spans.push({ at: minute, wall: minute + now })
      offset = now
    }
  }
  return spans
}

/** When clocks show a time for the first time; where they leave it out, the first minute that is later. */
function firstShown(clocks: readonly Span[], wall: number): number {
  for (const [index, span] of clocks.entries()) {
    const lasts = (clocks[index + 1]?.at ?? Number.POSITIVE_INFINITY) - span.at
    if (wall < span.wall) return span.at
    if (wall < span.wall + lasts) return span.at + (wall - span.wall)
  }
  throw new RangeError('beyond the clocks')
}

/** The moments after `from` and before `to` at which clocks show this time of a day that is wanted. */
export function expected(
  clocks: readonly Span[],
  wanted: (day: Date) => boolean,
  time: number,
  from: number,
  to: number,
): readonly number[] {
  const found = new Set<number>()
  for (let day = from - (from % DAY) - 2 * DAY; day < to + 2 * DAY; day += DAY) {
    if (!wanted(new Date(day))) continue
    const at = firstShown(clocks, day + time)
    if (at > from && at < to) found.add(at)
  }
  return [...found].sort((a, b) => a - b)
}
