import type { OptionDefinition } from '#bot'
import { isFiller } from './command-fillers.ts'
import { type Fit, fitAt, isFree, readOne } from './command-values.ts'
import type { Word } from './command-words.ts'

/** An option that takes the words from an index on. */
export type Found = Fit & Readonly<{ definition: OptionDefinition; from: number }>

/** A word without spaces that holds several values, such as `每周一晚上8点`, is no longer. */
const MAX_UNSPACED = 24
/** The words of a text that was named; more are taken without a look at what they might be. */
const MAX_LOOKED_AT = 40
/** Linking words between a name and its value. */
const MAX_LINKS = 2

/** The option that takes most words at an index; of two that take as many, the pickier one. */
export function bestAt(
  open: readonly OptionDefinition[],
  words: readonly Word[],
  at: number,
): Found | undefined {
  const all = open.flatMap((definition): Found[] => {
    const fit = fitAt(definition, words, at)
    return fit ? [{ ...fit, definition, from: at }] : []
  })
  return all.toSorted((a, b) => b.length - a.length || rank(a.definition) - rank(b.definition))[0]
}

/** The words that an option takes behind its name, where linking words may stand between: `time zone to Berlin`. */
export function fitBehind(
  definition: OptionDefinition,
  words: readonly Word[],
  at: number,
): Found | undefined {
  for (let from = at; from <= at + MAX_LINKS; from++) {
    const fit = fitAt(definition, words, from)
    if (fit) return { ...fit, definition, from }
    const word = words[from]
    if (!word || word.quoted || !isFiller(word.text)) return undefined
  }
  return undefined
}

/** The value of an option that was named. One that takes any text takes all words before those of another option. */
export function namedFit(
  definition: OptionDefinition,
  words: readonly Word[],
  open: readonly OptionDefinition[],
): Fit | undefined {
  const [first] = words
  if (!first) return undefined
  const fit = fitBehind(definition, words, 0)
  if (fit) return { length: fit.from + fit.length, value: fit.value }
  if (!isFree(definition) && !definition.fits) {
    const value = first.quoted ? readOne(definition, first.text) : undefined
    return value === undefined ? undefined : { length: 1, value }
  }
  const end = words.findIndex(
    (word, at) => at > 0 && (first.quoted || word.quoted || (at < MAX_LOOKED_AT && bestAt(open, words, at))),
  )
  const length = end < 0 ? words.length : end
  return { length, value: textOf(words.slice(0, length)) }
}

/** The beginning of an unspaced word; without `found` it is a filler, such as `在`. */
export type Split = Readonly<{ head: string; tail: string; found?: Found }>

/** Chinese has no spaces: finds the longest beginning of a word that an option takes. */
export function splitAt(open: readonly OptionDefinition[], { text, quoted }: Word): Split | undefined {
  if (quoted || text.length > MAX_UNSPACED || !/\p{Script=Han}/u.test(text)) return undefined
  const picky = open.filter(({ fits, kind }) => fits !== undefined || kind === 'integer')
  const characters = [...text]
  for (let length = characters.length - 1; length > 0; length--) {
    const head = characters.slice(0, length).join('')
    const tail = characters.slice(length).join('')
    const found = bestAt(picky, [{ text: head, quoted: false }], 0)
    // A number goes on with its unit, which is not known here.
    if (found && !/\d$/u.test(head)) return { head, tail, found }
    const rest: Word = { text: tail, quoted: false }
    if (length === 1 && isFiller(head) && (bestAt(picky, [rest], 0) || splitAt(open, rest)))
      return { head, tail }
  }
  return undefined
}

export function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(' ')
}

/** Options that fit few words come first. */
function rank({ kind, choices }: OptionDefinition): number {
  if (kind === 'user' || kind === 'channel') return 0
  if (choices) return 1
  return kind === 'integer' ? 2 : 3
}
