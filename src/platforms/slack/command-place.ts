import type { OptionDefinition } from '#bot'
import { bestAt, type Found, fitBehind, namedFit, splitAt, textOf } from './command-fit.ts'
import { barelyNamedAt, type Names, namedAt, namesOf, unglued } from './command-names.ts'
import type { Value } from './command-values.ts'
import type { Word } from './command-words.ts'

/** A value, and the words from which it was read. */
type Taken = Readonly<{ value: Value; typed: string }>

export type Placed = Readonly<{
  values: ReadonlyMap<OptionDefinition, Taken>
  /** The line in its order: words that no option took, and the options that took words. */
  sequence: readonly (Word | OptionDefinition)[]
  /** An option that was named with a value that it does not take, or twice. */
  bad?: Readonly<{ option: string; value: string }>
}>

/** Only so many words are tried for a value, so that the time is linear in the length of the line. */
const MAX_TRIED = 120

/**
 * Gives the words of a line to options: each word to the option that takes most words there, and those behind a name
 * with a colon to the option of that name.
 */
export function placeWords(line: readonly Word[], definitions: readonly OptionDefinition[]): Placed {
  const names = namesOf(definitions)
  const { head, groups } = divided(unglued(line, names), names)
  const reserved = new Set(groups.map(({ definition }) => definition))
  const values = new Map<OptionDefinition, Taken>()
  const sequence: (Word | OptionDefinition)[] = []
  let tried = 0

  const open = () =>
    definitions.filter((each) => !values.has(each) && !reserved.has(each) && isClear(each, definitions))
  const take = (definition: OptionDefinition, value: Value, typed: string) => {
    values.set(definition, { value, typed })
    sequence.push(definition)
  }

  function place(words: readonly Word[]): void {
    const left = [...words]
    for (let at = 0; at < left.length; ) {
      const word = left[at]
      if (!word) return
      const found = tried++ < MAX_TRIED ? (barelyNamed(left, at) ?? bestAt(open(), left, at)) : undefined
      const split = found || tried > MAX_TRIED ? undefined : splitAt(open(), word)
      if (found) {
        const end = found.from + found.length
        take(found.definition, found.value, textOf(left.slice(found.from, end)))
        at = end
      } else if (split) {
        if (split.found) take(split.found.definition, split.found.value, split.head)
        left[at] = { text: split.tail, quoted: false }
      } else {
        sequence.push(word)
        at++
      }
    }
  }

  function barelyNamed(words: readonly Word[], at: number): Found | undefined {
    const name = barelyNamedAt(words, at, names)
    if (!name || values.has(name.definition) || reserved.has(name.definition)) return undefined
    return fitBehind(name.definition, words, name.next)
  }

  place(head)
  for (const { definition, words } of groups) {
    const fit = namedFit(definition, words, open())
    const typed = textOf(words.slice(0, fit?.length ?? 1))
    if (!fit || values.has(definition))
      return { values, sequence, bad: { option: definition.name, value: typed } }
    take(definition, fit.value, typed)
    place(words.slice(fit.length))
  }
  return { values, sequence }
}

type Group = Readonly<{ definition: OptionDefinition; words: Word[] }>

/** The words before the first name, and those behind each name up to the next. */
function divided(line: readonly Word[], names: Names) {
  const head: Word[] = []
  const groups: Group[] = []
  let passed = 0
  for (const [at, word] of line.entries()) {
    if (at < passed) continue
    const named = namedAt(line, at, names)
    passed = named?.next ?? at + 1
    if (named) {
      const words = named.rest === '' ? [] : [{ text: named.rest, quoted: false }]
      groups.push({ definition: named.definition, words })
    } else (groups.at(-1)?.words ?? head).push(word)
  }
  return { head, groups }
}

/** With two options for people, the line must name the one that is meant. */
function isClear({ kind }: OptionDefinition, all: readonly OptionDefinition[]): boolean {
  return (kind !== 'user' && kind !== 'channel') || all.filter((each) => each.kind === kind).length === 1
}
