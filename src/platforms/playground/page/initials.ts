const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Two letters at most: those of the first two words, or the first character of a single word. */
export function initials(name: string): string {
  const words = name.split(/[\s\p{P}\p{Cc}\u202A-\u202E\u2066-\u2069]+/u).filter((word) => word !== '')
  return words
    .slice(0, 2)
    .map((word) => [...graphemes.segment(word)][0]?.segment ?? '')
    .join('')
    .toUpperCase()
}

export const HUES = 6

/** A person's colour, the same everywhere. */
export function hueOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % HUES
}
