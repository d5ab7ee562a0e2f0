/** In the order of cron's numbers. */
export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A schedule's name: `#3`; with its revision `#3.12`, so that a choice from an older list is noticed. */
export function handleOf(number: number, revision?: number): string {
  return revision === undefined ? `#${number}` : `#${number}.${revision}`
}
