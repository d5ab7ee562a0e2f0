import { DAY, MINUTE } from '../../../kit/durations.ts'
import { wallOf } from '../../../kit/zones/wall.ts'

/**
 * The moment at which clocks in a zone show this. A local time that occurs twice gives the first moment; one that is
 * skipped gives the first minute after the gap.
 * @param wall as `wallOf` returns it
 */
export function instantOf(wall: number, zone: string): number {
  // No zone is a day away from UTC, and none changes its clocks twice in two days.
  const [early, late] = [wall - DAY, wall + DAY].map((at) => wall - (wallOf(at, zone) - at))
  if (early === undefined || late === undefined) throw new RangeError(`${zone} has no clocks`)
  if (wallOf(early, zone) === wall) return early
  if (wallOf(late, zone) === wall) return late
  let [before, after] = [late, early]
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / MINUTE / 2) * MINUTE
    if (wallOf(middle, zone) > wall) after = middle
    else before = middle
  }
  return after
}
