import { currentName } from './current-name.ts'
import { offsetAt, offsetName } from './offset.ts'

const FIXED = /^Etc\/GMT([+-])(\d{1,2})$/u

/** The name of a stored zone as people read it: `Asia/Kolkata` also for `Asia/Calcutta`, `UTC+8` for `Etc/GMT-8`. */
export function zoneName(zone: string): string {
  const current = currentName(zone) ?? zone
  const [, sign, hours] = FIXED.exec(current) ?? []
  return sign === undefined ? current : offsetName(Number(hours) * (sign === '-' ? 60 : -60))
}

/** A zone with its present offset: `Asia/Kolkata (UTC+5:30)`. */
export function zoneWithOffset(zone: string, at: number): string {
  const name = zoneName(zone)
  return /^UTC(?:[+-]|$)/u.test(name) ? name : `${name} (${offsetName(offsetAt(zone, at))})`
}

/** A zone with its offset and local time at a moment: `Asia/Kolkata (UTC+5:30) · 19:05`. */
export function zoneLabel(zone: string, at: number): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(at)
  return `${zoneWithOffset(zone, at)} · ${time}`
}
