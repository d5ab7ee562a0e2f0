import type { OptionDefinition } from '#bot'
import { isFiller, isPolite } from './command-fillers.ts'
import type { Word } from './command-words.ts'

type Sequence = readonly (Word | OptionDefinition)[]

/** Words in a row that no option took, and the options beside them. */
type Leftover = Readonly<{
  words: readonly Word[]
  after: OptionDefinition | undefined
  before: OptionDefinition | undefined
}>

/** The words that are left for an option that takes the rest: without those that only link it to other values. */
export function restOf(sequence: Sequence): readonly Word[] {
  return leftoversIn(sequence).flatMap(({ words, after, before }) => {
    const isEdge = (word: Word, beside: OptionDefinition | undefined) =>
      !word.quoted &&
      (isPolite(word.text) || (beside !== undefined && (isFiller(word.text) || isUnit(word, beside))))
    let [start, end] = [0, words.length]
    for (let word = words[start]; word && isEdge(word, after); word = words[start]) start++
    for (let word = words[end - 1]; end > start && word && isEdge(word, before); word = words[end - 1]) end--
    return words.slice(start, end)
  })
}

/** The words that say something, where none takes the rest. */
export function strayIn(sequence: Sequence): readonly Word[] {
  return leftoversIn(sequence).flatMap(({ words, after, before }) =>
    words.filter((word) => {
      const names = [after, before].some((beside) => beside && isUnit(word, beside))
      return word.quoted || !(isFiller(word.text) || names)
    }),
  )
}

function leftoversIn(sequence: Sequence): readonly Leftover[] {
  const all: Leftover[] = []
  let words: Word[] = []
  let after: OptionDefinition | undefined
  const close = (before: OptionDefinition | undefined) => {
    if (words.length > 0) all.push({ words, after, before })
    words = []
    after = before
  }
  for (const each of sequence) {
    if ('quoted' in each) words.push(each)
    else close(each)
  }
  close(undefined)
  return all
}

/** The name of the option beside it, as in `30 minutes` or `in the channel #mocks`. */
function isUnit({ text }: Word, { name, aliases = [] }: OptionDefinition): boolean {
  return text.length < 40 && [name, ...aliases].includes(text.toLowerCase().replace(/[,，;；.。]$/u, ''))
}
