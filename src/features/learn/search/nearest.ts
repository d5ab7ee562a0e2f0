import { editDistance } from '../../../kit/edit-distance.ts'
import type { Entry } from './entries.ts'
import type { Word } from './terms.ts'

/** Words that differ by more than this are not similar. */
const FAR = 0.4
type Titled = Pick<Entry, 'document' | 'page' | 'titles'>

/** The pages whose titles have a word similar to each of `words`, the most similar first. */
export function nearestTitles(
  pages: readonly Titled[],
  words: readonly Word[],
  limit: number,
): readonly Pick<Titled, 'document' | 'page'>[] {
  const known = [...new Set(pages.flatMap(({ titles }) => titles))]
  const distances = words.map(({ term }) => new Map(known.map((word) => [word, difference(term, word)])))
  return pages
    .map(({ document, page, titles }) => ({
      document,
      page,
      distance: mean(distances.map((from) => Math.min(1, ...titles.map((word) => from.get(word) ?? 1)))),
    }))
    .filter(({ distance }) => distance < FAR)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map(({ document, page }) => ({ document, page }))
}

/** The difference of two words, from 0 to 1. */
function difference(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  // Words whose lengths differ too much need no comparison by letter.
  return Math.abs(a.length - b.length) > length / 2 ? 1 : editDistance(a, b) / length
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 1 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
