import type { WordReader } from '#bot'
import { readZoneName } from '../../kit/zones/index.ts'

/** `San Jose Costa Rica`, `New York City local time` */
const MAX_WORDS = 5
/** Looks like a zone's name, so that a typing mistake in it is told as one. */
const SHAPE = /^[A-Za-z_]{2,20}\/[A-Za-z_+-]{2,30}$/u

/** What our own cards write behind a name. */
const OFFSET = /^\(UTC[+:\d-]{0,8}\)$/u

/** Words that name a time zone, also one that is unclear: `New York`, `UTC +8`, `CST`. */
export const zoneWords: WordReader = (words) => {
  for (let length = Math.min(words.length, MAX_WORDS); length > 0; length--) {
    const text = words.slice(0, length).join(' ')
    if (text.length > 100 || readZoneName(text).kind === 'unknown') continue
    return OFFSET.test(words[length] ?? '') ? length + 1 : length
  }
  return SHAPE.test(words[0] ?? '') ? 1 : 0
}
