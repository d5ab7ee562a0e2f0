import { LRUCache } from 'lru-cache'

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

/** Formats are slow to build, and large. */
const FORMATS = new LRUCache<string, Intl.DateTimeFormat>({ max: 50 })

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
