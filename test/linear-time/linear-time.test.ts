import { expect, test } from 'vitest'
import { least, time } from './measure.ts'
import { type Pump, pumps } from './pumps.ts'
import { READERS, SLOW } from './readers/all.ts'
import type { Reader } from './readers/reader.ts'

const [SHORT, LONG] = [10_000, 40_000]
/** Four times the text takes four times as long, and some more; sixteen times as long is what must fail. */
const MOST_TIMES = 6
/** Below this the clock and what else the machine does count for more than the text. */
const FLOOR_MS = 3
/** A short text that takes less than this can not be one sixteenth of what fails. */
const NOTHING_MS = 0.2
/** Tries before a ratio is believed; an earlier one that is small enough ends them. */
const TRIES = 6

function isLinear(read: Reader['read'], pump: Pump): boolean {
  const [short, long] = [pump.of(SHORT), pump.of(LONG)]
  let shortest = time(read, short)
  if (shortest < NOTHING_MS) return true
  let longest = time(read, long)
  for (let tried = 1; tried < TRIES && longest > MOST_TIMES * Math.max(shortest, FLOOR_MS); tried++) {
    // The least times are the text's own: a pause of the machine only adds to a time.
    shortest = Math.min(shortest, least(2, read, short))
    longest = Math.min(longest, time(read, long))
  }
  return longest <= MOST_TIMES * Math.max(shortest, FLOOR_MS)
}

test.each(READERS.filter(({ name }) => !SLOW.includes(name)))(
  '$name takes time in proportion to its text',
  ({ read, prefixes }) => {
    const texts = prefixes.flatMap((prefix) => pumps(prefix, 'main'))
    expect(texts.filter((pump) => !isLinear(read, pump)).map(({ name }) => name)).toEqual([])
  },
)

test('a reading that compares each character with each other is noticed', () => {
  const read = (text: string) => [...text].filter((_, at) => text.indexOf('\u2029', at) > 0)
  expect(pumps('', 'main').some((pump) => !isLinear(read, pump))).toBe(true)
})
