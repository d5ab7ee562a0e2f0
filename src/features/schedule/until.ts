import { UserError } from '#bot'
import { DAY } from '../../kit/durations.ts'
import { shortened } from '../../kit/names.ts'
import { readDate } from '../../kit/when/date.ts'
import { wallOf } from '../../kit/zones/wall.ts'
import { instantOf } from './rules/local-time.ts'

/** A longer pause is a mistake, or a schedule to remove. */
const MAX_DAYS = 366

/**
 * The beginning of a day that was typed, in a zone.
 * @throws UserError for what is no day to come, or may be two
 */
export function readUntil(typed: string, zone: string, at: number): number {
  const today = todayIn(zone, at)
  const shown = shortened(typed.trim())
  const read = readDate(typed, today)
  if (!read) throw new UserError('error.date', { typed: shown })
  if ('either' in read) {
    const [one, other] = read.either
    throw new UserError('error.dateUnclear', { typed: shown, one: isoDay(one), other: isoDay(other) })
  }
  const day = 'day' in read ? read.day : todayIn(zone, read.at)
  if (day <= today) throw new UserError('error.datePast', { typed: shown, today: isoDay(today) })
  if (day - today > MAX_DAYS * DAY)
    throw new UserError('error.dateFar', { typed: shown, last: isoDay(today + MAX_DAYS * DAY) })
  return instantOf(day, zone)
}

/** `2026-12-24` */
export function isoDay(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}

/** The day of the calendar in a zone, as the moment at which it begins in UTC. */
export function todayIn(zone: string, at: number): number {
  return dayOf(wallOf(at, zone))
}

function dayOf(wall: number): number {
  return wall - (wall % DAY)
}
