import type { OptionDefinition } from '#bot'
import type { Word } from './command-words.ts'

/** An option that was named: the text after the colon, and the index of the next word. */
export type Named = Readonly<{ definition: OptionDefinition; rest: string; next: number }>

/** `time zone` and `add an organiser` are the longest names. */
const MAX_NAME_WORDS = 3
const MAX_NAME = 40
const MAX_GLUED = 200

/** The options by all the names that they may be called by. */
export type Names = ReadonlyMap<string, OptionDefinition>

export function namesOf(definitions: readonly OptionDefinition[]): Names {
  return new Map(
    definitions.flatMap((definition) =>
      [definition.name, ...(definition.aliases ?? [])].map((name) => [plain(name), definition] as const),
    ),
  )
}

/** Divides words that hold several named values: `language=zh,minutes=45`. */
export function unglued(words: readonly Word[], names: Names): readonly Word[] {
  return words.flatMap((word) => {
    if (word.quoted || word.text.length > MAX_GLUED || !/[,，;；]/u.test(word.text)) return [word]
    const parts = word.text.split(/(?<=[,，;；])/u).map((text): Word => ({ text, quoted: false }))
    return parts.slice(1).some((part) => namedAt([part], 0, names)) ? parts : [word]
  })
}

/** The option that is named here with a colon: `minutes:30`, `minutes : 30`, `time zone：`, `Time_Zone=`. */
export function namedAt(words: readonly Word[], at: number, names: Names): Named | undefined {
  let before = ''
  for (let index = at; index < at + MAX_NAME_WORDS; index++) {
    const word = words[index]
    if (!word || word.quoted) return undefined
    const colon = word.text.slice(0, MAX_NAME).search(/[:：=]/u)
    const definition = colon < 0 ? undefined : names.get(plain(before + word.text.slice(0, colon)))
    if (definition) return { definition, rest: word.text.slice(colon + 1), next: index + 1 }
    if (colon >= 0 || word.text.length > MAX_NAME) return undefined
    before += word.text
  }
  return undefined
}

/** The option whose name stands here without a colon, and the index of the next word. */
export function barelyNamedAt(
  words: readonly Word[],
  at: number,
  names: Names,
): Omit<Named, 'rest'> | undefined {
  for (let length = MAX_NAME_WORDS; length > 0; length--) {
    const part = words.slice(at, at + length)
    if (part.length < length || part.some(({ quoted, text }) => quoted || text.length > MAX_NAME)) continue
    const said = part.map(({ text }) => text).join('')
    const definition = names.get(plain(said.replace(/[,，;；.。]$/u, '')))
    if (definition) return { definition, next: at + length }
  }
  return undefined
}

/** Case, hyphens, underscores and spaces don't count: `Time_Zone` and `timezone` are one name. */
function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]/gu, '')
}
