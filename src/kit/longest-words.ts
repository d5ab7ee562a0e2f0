import type { WordReader } from '#bot'

/** Longer than anything that people type as one value. */
const MAX_TEXT = 300

/** Reads as many leading words as make a text that fits, joined by spaces; at most `max`. */
export function longestWords(fits: (text: string) => boolean, max: number): WordReader {
  return (words) => {
    for (let length = Math.min(words.length, max); length > 0; length--) {
      const text = words.slice(0, length).join(' ')
      if (text.length <= MAX_TEXT && fits(text)) return length
    }
    return 0
  }
}
