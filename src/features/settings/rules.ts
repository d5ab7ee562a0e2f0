import { UserError } from '#bot'

const MINUTES_MIN = 20
const MINUTES_MAX = 120

/** @throws UserError when a mock can't last that long */
export function checkMinutes(minutes: number): number {
  if (Number.isInteger(minutes) && minutes >= MINUTES_MIN && minutes <= MINUTES_MAX) return minutes
  throw new UserError('error.minutes', { min: MINUTES_MIN, max: MINUTES_MAX })
}

const ZONES = Intl.supportedValuesOf('timeZone')

/**
 * The IANA name of a time zone, however it is written.
 * @throws UserError for a zone that does not exist
 */
export function checkTimeZone(typed: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: typed.trim() }).resolvedOptions().timeZone
  } catch {
    throw new UserError('error.timeZone', {
      typed: typed.slice(0, 60).toWellFormed(),
      examples: findTimeZones(typed).slice(0, 3).join(', '),
    })
  }
}

/** Zones whose name contains what was typed, spaces for underscores. Never empty: some usual ones otherwise. */
export function findTimeZones(typed: string): readonly string[] {
  const wanted = typed.trim().toLowerCase().replaceAll(' ', '_')
  const found = ZONES.filter((zone) => zone.toLowerCase().includes(wanted))
  return (found.length > 0 ? found : ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Shanghai']).slice(0, 25)
}
