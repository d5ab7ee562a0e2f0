import { least, time } from '../test/linear-time/measure.ts'
import { pumps } from '../test/linear-time/pumps.ts'
import { READERS } from '../test/linear-time/readers/all.ts'

const LENGTH = 40_000
/** The time that any 40,000 characters may take. */
const AT_MOST_MS = 50
/** A text that takes longer is measured again. */
const MEASURED_AGAIN_MS = 10
const SHOWN = 12

/**
 * The longest time that each function takes for 40,000 characters that a member may write, over all pumped texts, and the
 * functions that take longest.
 */
export async function benchTexts(): Promise<string> {
  let texts = 0
  const worst = READERS.map(({ name, read, prefixes }) => {
    let longest = { name, text: '', ms: 0 }
    for (const pump of prefixes.flatMap((prefix) => pumps(prefix, 'all'))) {
      const text = pump.of(LENGTH)
      texts++
      const once = time(read, text)
      const ms = once > MEASURED_AGAIN_MS ? Math.min(once, least(3, read, text)) : once
      if (ms > longest.ms) longest = { name, text: pump.name, ms }
    }
    return longest
  }).toSorted((a, b) => b.ms - a.ms)
  const tooLong = worst.filter(({ ms }) => ms > AT_MOST_MS)
  return [
    `texts, ${READERS.length} functions, ${texts} texts of 40,000 characters: ${tooLong.length} above ${AT_MOST_MS} ms`,
    ...worst
      .slice(0, Math.max(SHOWN, tooLong.length))
      .map(({ name, text, ms }) => `texts, ${name}: ${ms.toFixed(1)} ms for ${text}`),
  ].join('\n')
}
