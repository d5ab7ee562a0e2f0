import { expect, test } from 'vitest'
import { time } from './measure.ts'
import { type Pump, pumps } from './pumps.ts'
import { READERS } from './readers/all.ts'
import type { Reader } from './readers/reader.ts'

const [SHORT, LONG] = [10_000, 40_000]
/** Four times the text takes four times as long, and some more; sixteen times as long is what must fail. */
const MOST_TIMES = 6
/** A short text is taken for as slow as this, so that 40,000 characters may take 48 ms at any ratio: clearing memory does. */
const FLOOR_MS = 8
/** A reading that takes no longer for the short text is fast enough even if it grows with the cube of the length. */
const NOTHING_MS = 0.75
/** The least of so many tries counts, since collecting garbage and compiling only add; the first ratio that is small ends them. */
const TRIES = 12

function isLinear(read: Reader['read'], pump: Pump): boolean {
  const [short, long] = [pump.of(SHORT), pump.of(LONG)]
  let shortest = time(read, short)
  if (shortest < NOTHING_MS) return true
  let longest = time(read, long)
  const isSmall = () => longest <= MOST_TIMES * Math.max(shortest, FLOOR_MS)
  for (let tried = 1; tried < TRIES && !isSmall(); tried++) {
    shortest = Math.min(shortest, time(read, short))
    longest = Math.min(longest, time(read, long))
  }
  return isSmall()
}

test.each(READERS)('$name takes time in proportion to its text', ({ read, prefixes }) => {
  const texts = prefixes.flatMap((prefix) => pumps(prefix, 'main'))
  expect(texts.filter((pump) => !isLinear(read, pump)).map(({ name }) => name)).toEqual([])
})

test('a reading that looks at what follows each character is noticed', () => {
  const read = (text: string) => {
    let found = 0
    for (let at = 0; at < text.length; at++)
      for (let next = at; next < text.length; next += 16) if (text[next] === '\u2029') found++
    return found
  }
  const [pump] = pumps('', 'main')
  expect(pump && isLinear(read, pump)).toBe(false)
})
