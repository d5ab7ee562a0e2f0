/** Words too common to distinguish pages. */
const STOP_WORDS = new Set(
  'a an and are as at be by do does for from how i in is it of on or should that the this to vs what when why with'.split(
    ' ',
  ),
)

/** A run of Chinese, which has no blanks, or a word of another script. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu

/** `A/B` is one word, the same as `AB`. */
const LETTER_PAIR = /(?<![a-z\d])([a-z])\/([a-z])(?![a-z\d])/gu

const HYPHENED = /[a-z-]+/gu

const DOUBLED = /(?:bb|cc|dd|ff|gg|kk|ll|mm|nn|pp|rr|tt|vv)$/u

/** Longer words are cut. */
const TERM_LIMIT = 40

/** @property typed the word as it was written */
export type Word = Readonly<{ term: string; typed: string }>

/** The terms of a text or query, in order: words, and each pair of adjacent Chinese characters. */
export function termsOf(text: string): readonly string[] {
  return wordsIn(text).map(({ term }) => term)
}

export function wordsIn(text: string): readonly Word[] {
  return (folded(text).match(RUNS) ?? []).flatMap((run) =>
    isHan(run) ? pairsOf(run).map((term) => ({ term, typed: term })) : wordOf(run),
  )
}

/** Words with a hyphen, as written without it: `rollout` for `roll-out`. */
export function compoundsIn(text: string): readonly Word[] {
  return (folded(text).match(HYPHENED) ?? [])
    .flatMap((run) => run.split('--'))
    .map((run) => run.split('-').filter(Boolean))
    .filter((parts) => parts.length > 1)
    .flatMap((parts) => wordOf(parts.join('')))
}

export function isHan(term: string): boolean {
  return /^\p{Script=Han}/u.test(term)
}

function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(LETTER_PAIR, '$1$2')
}

function pairsOf(run: string): readonly string[] {
  const characters = Array.from(run)
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`)
}

function wordOf(word: string): readonly Word[] {
  if (STOP_WORDS.has(word)) return []
  const typed = word.slice(0, TERM_LIMIT)
  return [{ term: stem(typed), typed }]
}

/**
 * A word without its ending, because a search for `train` or `calibrate` means `training` and `calibration` too. It does
 * less than Porter's stemmer; words that it merges wrongly are merged in texts and queries alike.
 */
function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/u.test(word)) return word
  const one = /[a-z]{2}[^sui]s$/u.test(word) ? word.slice(0, -1) : word
  const rest = withoutEnding(one)
  const single = DOUBLED.test(rest) ? rest.slice(0, -1) : rest
  if (single.length > 3 && single.endsWith('e')) return single.slice(0, -1)
  return /[a-z]{2}[^aeiou]y$/u.test(single) ? `${single.slice(0, -1)}i` : single
}

function withoutEnding(word: string): string {
  const ending = ['ing', 'ed', 'ion'].find((each) => word.endsWith(each)) ?? ''
  const rest = word.slice(0, word.length - ending.length)
  if (ending === 'ion') return rest.length > 4 && /[st]$/u.test(rest) ? rest : word
  if (ending === 'ed' && rest.endsWith('e')) return word
  return rest.length > 2 && /[aeiouy]/u.test(rest) ? rest : word
}
