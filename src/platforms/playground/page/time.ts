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

/** Such as 14:05. */
export function formatClock(at: number, tag: string): string {
  return new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

/** Such as 14:05:32. */
export function formatClockSeconds(at: number, tag: string): string {
  return new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at)
}

/** Such as 3 May 2026 at 14:05. */
export function formatDate(at: number, tag: string): string {
  return new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }).format(
    at,
  )
}

/** Such as Sunday 3 May. */
export function formatDay(at: number, tag: string): string {
  return new Intl.DateTimeFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)
}

/**
 * How far away a moment is. What is to come within a day counts down by the second; the past and what is
 * further away is rounded, since nobody waits for it.
 */
export function formatRelative(at: number, now: number, t: Words, tag: string): string {
  const distance = at - now
  const ahead = Math.ceil(distance / SECOND)
  if (ahead > 0 && distance < DAY) return countdown(ahead, t, tag)
  if (Math.abs(distance) < SECOND) return t('time.now')
  const [unit, length] = unitOf(Math.abs(distance))
  const rounded = Math.trunc(distance / length)
  return new Intl.RelativeTimeFormat(tag, { numeric: 'always' }).format(rounded, unit)
}

/** Digits stand in columns in English, and are read as words in Chinese. */
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
