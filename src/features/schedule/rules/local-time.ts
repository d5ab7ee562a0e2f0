const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/**
 * The local time in a zone, to the minute, encoded as the moment at which clocks in UTC show it.
 * @param zone IANA name
 */
export function wallOf(at: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(at)
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((each) => each.type === type)?.value ?? Number.NaN)
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'))
}

/**
 * The moment at which clocks in a zone show this. A local time that occurs twice gives the first moment; one that is
 * skipped gives the first minute after the gap.
 * @param wall as `wallOf` returns it
 */
export function instantOf(wall: number, zone: string): number {
  // No zone is a day away from UTC, and none changes its clocks twice in two days.
  const [early, late] = [wall - DAY, wall + DAY].map((at) => wall - (wallOf(at, zone) - at))
  if (early === undefined || late === undefined) throw new RangeError(`${zone} has no clocks`)
  if (wallOf(early, zone) === wall) return early
  if (wallOf(late, zone) === wall) return late
  let [before, after] = [late, early]
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / MINUTE / 2) * MINUTE
    if (wallOf(middle, zone) > wall) after = middle
    else before = middle
  }
  return after
}

/** Formats are slow to build and needed for every occurrence. */
const FORMATS = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  })
  FORMATS.set(timeZone, format)
  return format
}
