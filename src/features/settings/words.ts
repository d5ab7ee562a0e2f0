import type { WordReader } from '#bot'
import { longestWords } from '../../kit/longest-words.ts'
import { readZoneName } from '../../kit/zones/index.ts'

/** `San Jose Costa Rica`, `New York City local time` */
const MAX_WORDS = 5
/** Looks like a zone's name, so that a typing mistake in it is told as one. */
const SHAPE = /^[A-Za-z_]{2,20}\/[A-Za-z_+-]{2,30}$/u
/** The offset that our own cards write behind a name. */
const OFFSET = /^\(UTC[+:\d-]{0,8}\)$/u

const nameWords = longestWords((text) => readZoneName(text).kind !== 'unknown', MAX_WORDS)

/** Words that name a time zone, also one that is unclear: `New York`, `UTC +8`, `CST`. */
export const zoneWords: WordReader = (words) => {
  const length = nameWords(words)
  if (length > 0) return OFFSET.test(words[length] ?? '') ? length + 1 : length
  return SHAPE.test(words[0] ?? '') ? 1 : 0
}
