import type { OptionDefinition } from '#bot'
import { isFiller } from './command-fillers.ts'
import type { Word } from './command-words.ts'

export type Value = string | number
/** The value that an option takes from the words at an index, and how many words those are. */
export type Fit = Readonly<{ length: number; value: Value }>

/** No value of several words is longer. */
const MAX_WORDS = 12

/** Takes any text, so that other options choose first. */
export function isFree({ kind, choices, fits }: OptionDefinition): boolean {
  return kind === 'text' && !choices && !fits
}

/** The words that an option takes here; undefined if none fit, and for an option that takes any text. */
export function fitAt(definition: OptionDefinition, words: readonly Word[], at: number): Fit | undefined {
  const word = words[at]
  if (!word || isFree(definition)) return undefined
  if (!definition.fits) {
    if (word.quoted && definition.kind !== 'text') return undefined
    const value = readOne(definition, word.text)
    return value === undefined ? undefined : { length: 1, value }
  }
  if (word.quoted) {
    const inner = word.text.split(/\s+/u, MAX_WORDS + 1).filter((part) => part !== '')
    const fits = inner.length > 0 && definition.fits(inner) === inner.length
    return fits ? { length: 1, value: word.text } : undefined
  }
  if (isMark(word.text)) return undefined
  const texts = plainTexts(words, at)
  let length = definition.fits(texts)
  while (length > 1 && isMark(texts[length - 1] ?? '')) length--
  return length > 0 ? { length, value: withoutComma(texts.slice(0, length).join(' ')) } : undefined
}

/** A value may begin with a linking word, as in `every Monday`, but neither begins nor ends with a dash. */
function isMark(text: string): boolean {
  return isFiller(text) && !/\p{L}/u.test(text)
}

function plainTexts(words: readonly Word[], at: number): readonly string[] {
  const next = words.slice(at, at + MAX_WORDS)
  const quoted = next.findIndex((word) => word.quoted)
  return (quoted < 0 ? next : next.slice(0, quoted)).map(({ text }) => text)
}

/** A label, and the label without its remark in brackets, such as `Chinese` for `Chinese (simplified)`. */
function spokenNames(label: string): readonly string[] {
  const [name = ''] = label.split(/[(（]/u)
  return [label, name.trim()]
}

/** Reads one word; a comma or a full stop after it does not count. */
export function readOne({ kind, choices, aliases }: OptionDefinition, typed: string): Value | undefined {
  const text = withoutEnd(typed)
  if (choices) {
    const wanted = text.toLowerCase()
    const found = choices.find(({ value, label }) =>
      [value, ...Object.values(label).flatMap(spokenNames)].some((each) => each.toLowerCase() === wanted),
    )
    return found && (kind === 'integer' ? Number(found.value) : found.value)
  }
  switch (kind) {
    case 'text':
      return typed
    case 'integer': {
      const [, number, unit = ''] = /^([-+]?\d{1,9})(\p{L}{0,12})$/u.exec(text.normalize('NFKC')) ?? []
      const fits = number !== undefined && (unit === '' || aliases?.includes(unit.toLowerCase()))
      return fits ? Number(number) : undefined
    }
    case 'user':
      return /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/u.exec(text)?.[1]
    case 'channel':
      return /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/u.exec(text)?.[1]
    default:
      return kind satisfies never
  }
}

/** Without the comma that divides it from the next value. */
export function withoutComma(text: string): string {
  return withoutEnd(text, /[,，;；、]/u)
}

function withoutEnd(text: string, mark = /[,，.。;；!！?？、)）]/u): string {
  let end = text.length
  while (end > 1 && mark.test(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
