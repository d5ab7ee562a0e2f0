import { editDistance } from '../../../kit/edit-distance.ts'
import { isHan, type Word } from './terms.ts'

/** Shorter words have too many similar ones. */
const SHORTEST_MISTYPED = 4
/** Two letters may be wrong in words of this length. */
const LONG = 8
/** A known term counts as meant where it makes up this part of the typed word's beginning. */
const MOST_OF_IT = 0.6

export type Vocabulary = Readonly<{
  /** The known terms for an unknown one: those nearest to it, else the longest with which it begins; or none. */
  meant(typed: string): readonly string[]
}>

/** @param words of all texts. Similar words are searched among words of letters, without numbers and Chinese. */
export function createVocabulary(words: Iterable<Word>): Vocabulary {
  const terms = new Map([...words].map(({ term, typed }) => [typed, term]))
  const known = [...terms].filter(([typed]) => /^\p{L}+$/u.test(typed) && !isHan(typed))
  const spelt = known.map(([typed, term]) => ({ typed, term, letters: lettersOf(typed) }))

  function near(typed: string, most: number): readonly string[] {
    const letters = lettersOf(typed)
    const close = spelt
      .filter((word) => Math.abs(word.typed.length - typed.length) <= most)
      // Each wrong letter removes one letter and adds one.
      .filter((word) => bits(word.letters ^ letters) <= 2 * most)
      .map(({ term, typed: word }) => ({ term, distance: editDistance(word, typed) }))
    const least = Math.min(most, ...close.map(({ distance }) => distance))
    return [...new Set(close.filter(({ distance }) => distance === least).map(({ term }) => term))]
  }

  return {
    meant(typed) {
      if (typed.length < SHORTEST_MISTYPED) return []
      const nearest = near(typed, typed.length < LONG ? 1 : 2)
      if (nearest.length > 0) return nearest
      const beginning = Array.from({ length: typed.length }, (_, left) => typed.slice(0, typed.length - left))
      const least = Math.max(SHORTEST_MISTYPED, typed.length * MOST_OF_IT)
      const term = beginning.filter((part) => part.length >= least).map((part) => terms.get(part))
      return term.flatMap((each) => each ?? []).slice(0, 1)
    },
  }
}

/** The letters of a word as bits. */
function lettersOf(word: string): number {
  let set = 0
  for (const letter of word) set |= 1 << ((letter.codePointAt(0) ?? 0) & 31)
  return set
}

function bits(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count += 1
  return count
}
