/** Too common to tell one page from another. */
const STOP_WORDS = new Set(
  'a an and are as at be by do does for from how i in is it of on or should that the this to vs what when why with'.split(
    ' ',
  ),
)

/** Chinese is written without blanks: a run of it, or a word of another script. */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu

/** `A/B` is a word, and “AB” the same one. */
const LETTER_PAIR = /(?<![a-z\d])([a-z])\/([a-z])(?![a-z\d])/gu

const COMPOUND = /[a-z]+(?:-[a-z]+)+/gu

const DOUBLED = /(?:bb|cc|dd|ff|gg|kk|ll|mm|nn|pp|rr|tt|vv)$/u

/** Beyond this nothing is a word. */
const TERM_LIMIT = 40

/** @property typed as it stood there, where more of the word may follow */
export type Word = Readonly<{ term: string; typed: string }>

/** The terms of a text or a query, in order: words, and of Chinese each two characters that stand side by side. */
export function termsOf(text: string): readonly string[] {
  return wordsIn(text).map(({ term }) => term)
}

export function wordsIn(text: string): readonly Word[] {
  return (folded(text).match(RUNS) ?? []).flatMap((run) =>
    isHan(run) ? pairsOf(run).map((term) => ({ term, typed: term })) : wordOf(run),
  )
}

/** What stands with a hyphen in a text, as those write it who leave the hyphen out: `rollout`. */
export function compoundsIn(text: string): readonly Word[] {
  return (folded(text).match(COMPOUND) ?? []).flatMap((word) => wordOf(word.replaceAll('-', '')))
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
 * A word without its ending, since one and many, `train` and `training`, `calibrate` and `calibration` are
 * the same to who looks for them. Less than Porter's stemmer does: what it joins wrongly here, it joins in
 * texts and queries alike.
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
