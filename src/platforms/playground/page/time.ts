import type { WireClock } from '../wire.ts'
import type { Words } from './words.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Bot time now, milliseconds since the epoch.
 * @param offset how far the server's real time is ahead of this browser's
 */
export function botNow(clock: WireClock, offset: number, localNow: number): number {
  return clock.bot + (localNow + offset - clock.real) * clock.speed
}

const STYLES = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  date: { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>

/** Formatters are cached: creating one takes longer than a hundred uses. */
const made = new Map<string, Intl.DateTimeFormat>()

/** `clock` 14:05, `seconds` 14:05:32, `date` 3 May 2026, 14:05, `day` Sunday 3 May, `weekday` Sun 3 May. */
export function formatTime(at: number, style: keyof typeof STYLES, tag: string): string {
  const key = `${style} ${tag}`
  const format = made.get(key) ?? new Intl.DateTimeFormat(tag, STYLES[style])
  made.set(key, format)
  return format.format(at)
}

/**
 * The distance of a moment. Within the next 24 hours it counts down by the second. The past is rounded down, and the
 * further future to the nearest unit, so that a challenge of seven days ends in seven days and not, a second later,
 * in six.
 */
export function formatRelative(at: number, now: number, t: Words, tag: string): string {
  const distance = at - now
  const ahead = Math.ceil(distance / SECOND)
  if (ahead > 0 && distance < DAY) return countdown(ahead, t, tag)
  if (Math.abs(distance) < SECOND) return t('time.now')
  const [unit, length] = unitOf(Math.abs(distance))
  const rounded = distance < 0 ? Math.ceil(distance / length) : Math.round(distance / length)
  return new Intl.RelativeTimeFormat(tag, { numeric: 'always' }).format(rounded, unit)
}

/** English pads the digits into columns; Chinese writes them between words, without padding. */
function countdown(total: number, t: Words, tag: string): string {
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor(total / 60) % 60
  const two = (n: number) => (tag.startsWith('en') ? String(n).padStart(2, '0') : String(n))
  const seconds = two(total % 60)
  if (hours > 0) return t('time.inHours', { hours, minutes: two(minutes), seconds })
  return minutes > 0 ? t('time.inMinutes', { minutes, seconds }) : t('time.inSeconds', { seconds })
}

function unitOf(distance: number): readonly [Intl.RelativeTimeFormatUnit, number] {
  if (distance < MINUTE) return ['second', SECOND]
  if (distance < HOUR) return ['minute', MINUTE]
  return distance < DAY ? ['hour', HOUR] : ['day', DAY]
}
