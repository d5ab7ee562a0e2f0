import { UserError } from '#bot'

const MINUTES_MIN = 20
const MINUTES_MAX = 120

/** @throws UserError when a mock can't last that long */
export function checkMinutes(minutes: number): number {
  if (Number.isInteger(minutes) && minutes >= MINUTES_MIN && minutes <= MINUTES_MAX) return minutes
  throw new UserError('error.minutes', { min: MINUTES_MIN, max: MINUTES_MAX })
}
