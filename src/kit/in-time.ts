import pTimeout from 'p-timeout'

/** The result of the work, or undefined if it takes longer or fails. */
export function inTime<T>(work: Promise<T>, limitMs: number): Promise<T | undefined> {
  const result = work.catch(() => undefined)
  return pTimeout<T | undefined, undefined>(result, { milliseconds: limitMs, message: false })
}
