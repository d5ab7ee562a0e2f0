/**
 * How long to wait after a failure: twice as long after each further one.
 * @param failures so far in a row, from 1
 * @param firstMs after the first failure
 */
export function backoffMs(failures: number, firstMs: number, longestMs = Number.POSITIVE_INFINITY): number {
  return Math.min(firstMs * 2 ** (failures - 1), longestMs)
}
