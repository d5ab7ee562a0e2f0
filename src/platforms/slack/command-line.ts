import type {
  CommandDefinition,
  CommandOptions,
  Language,
  OptionDefinition,
  SubcommandDefinition,
  Translate,
} from '#bot'
import { type Sentence, sentence } from '#bot'
import { unescapeText } from './text.ts'

/** A mistake in a line; `incomplete` if the subcommand is missing. */
type LineMistake = Sentence | 'incomplete'

type Read = Readonly<{ options: CommandOptions }> | Readonly<{ mistake: LineMistake }>

/** `subcommand` is set even if its options are wrong. */
export type Parsed = Read & Readonly<{ subcommand?: string }>

type Value = string | number
/** A word of the line; with `name` it was typed as `name:value`. */
type Word = Readonly<{ text: string; quoted: boolean; name?: string }>

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '„': '“',
  '‘': '’',
  '«': '»',
  '「': '」',
}

/** Reads the text after a command. If it has subcommands, the first word names one and the rest belongs to it. */
export function parseCommand(definition: CommandDefinition, line: string): Parsed {
  if (!definition.subcommands) return readOptions(definition.options, line)
  const [, first = '', rest = ''] = /^\s*(\S*)\s*(.*)$/su.exec(line) ?? []
  const found = definition.subcommands.find(({ name }) => name === first.toLowerCase())
  if (found) return { ...readOptions(found.options, rest), subcommand: found.name }
  return {
    mistake: first === '' ? 'incomplete' : sentence('slack.unknownWord', { word: unescapeText(first) }),
  }
}

/**
 * Reads words in any order. Each goes to the first option that it fits, or to the option named before it with a
 * colon. A mistake is reported, never guessed around.
 */
function readOptions(definitions: readonly OptionDefinition[], line: string): Read {
  const options: Record<string, Value> = {}
  const words = join(wordsOf(unescapeText(line)), definitions)
  const bad = (option: string, value: string): Read => ({
    mistake: sentence('slack.badOption', { option, value }),
  })

  for (const word of words.filter(({ name }) => name !== undefined)) {
    const definition = definitions.find(({ name }) => name === word.name)
    const value = definition && readAs(definition, word.text)
    if (!definition || value === undefined) return bad(word.name ?? '', word.text)
    options[definition.name] = value
  }
  for (const word of words.filter(({ name }) => name === undefined)) {
    const taken = definitions
      .filter(({ name }) => options[name] === undefined)
      .filter((definition) => isClear(definition, definitions))
      .toSorted((a, b) => rank(a) - rank(b))
      .map((definition) => ({ definition, value: readBare(definition, word) }))
      .find(({ value }) => value !== undefined)
    const rest = definitions.find((definition) => definition.rest && options[definition.name] !== undefined)
    if (taken?.value !== undefined) options[taken.definition.name] = taken.value
    else if (rest) options[rest.name] = `${options[rest.name]} ${word.text}`
    else return { mistake: sentence('slack.unknownWord', { word: word.text }) }
  }
  const missing = definitions.find(({ name, required }) => required && options[name] === undefined)
  return missing ? { mistake: sentence('slack.missingOption', { option: missing.name }) } : { options }
}

/**
 * Explains how a command is typed.
 * @param subcommand the one that was typed; without one all are listed
 */
export function explainUsage(
  definition: CommandDefinition,
  subcommand: string | undefined,
  language: Language,
  t: Translate,
): string {
  const { name, subcommands } = definition
  if (!subcommands) return `${t('slack.usage')}\n${usageOf(definition, language)}`
  const found = subcommands.find((each) => each.name === subcommand)
  if (found)
    return `${t('slack.usageAfter', { subcommand: found.name })}\n${usageOf({ ...found, name: `${name} ${found.name}` }, language)}`
  const lines = subcommands.map(
    (each) => `- \`/${lineOf({ ...each, name: `${name} ${each.name}` })}\`: ${each.description[language]}`,
  )
  return [t('slack.subcommands'), ...lines].join('\n')
}

/** Lists options in one line, optional ones in brackets. */
export function hintOf(options: readonly OptionDefinition[]): string {
  return options.map(({ name, required }) => (required ? name : `[${name}]`)).join(' ')
}

function lineOf({ name, options }: SubcommandDefinition): string {
  return `${name} ${hintOf(options)}`.trim()
}

/** Shows how a command is typed, and the meaning of its options. */
function usageOf(command: SubcommandDefinition, language: Language): string {
  const { options } = command
  const lines = options.map(({ name: option, description, choices }) => {
    const values = choices ? ` (${choices.map(({ value }) => `\`${value}\``).join(', ')})` : ''
    return `- \`${option}\`: ${description[language]}${values}`
  })
  return [`\`/${lineOf(command)}\``, ...lines].join('\n')
}

/** Options that fit few words come first; a free text takes the rest. */
function rank({ kind, choices }: OptionDefinition): number {
  if (kind === 'integer' || kind === 'user' || kind === 'channel') return 0
  if (choices) return 1
  return 2
}

/** With two options for people, the line must name the one that is meant. */
function isClear({ kind }: OptionDefinition, all: readonly OptionDefinition[]): boolean {
  return (kind !== 'user' && kind !== 'channel') || all.filter((each) => each.kind === kind).length === 1
}

function readBare(definition: OptionDefinition, { text, quoted }: Word): Value | undefined {
  if (quoted && definition.kind !== 'text') return undefined
  return readAs(definition, text)
}

function readAs({ kind, choices }: OptionDefinition, text: string): Value | undefined {
  if (choices) {
    const wanted = text.toLowerCase()
    const found = choices.find(({ value, label }) =>
      [value, label.en, label.zh].some((each) => each.toLowerCase() === wanted),
    )
    return found && (kind === 'integer' ? Number(found.value) : found.value)
  }
  switch (kind) {
    case 'text':
      return text
    case 'integer':
      return /^-?\d{1,9}$/u.test(text) ? Number(text) : undefined
    case 'user':
      return /^<@([A-Z0-9]+)(?:\|[^>]*)?>$/u.exec(text)?.[1]
    case 'channel':
      return /^<#([A-Z0-9]+)(?:\|[^>]*)?>$/u.exec(text)?.[1]
    default:
      return kind satisfies never
  }
}

function wordsOf(line: string): readonly Word[] {
  const words: Word[] = []
  const characters = [...line]
  let at = 0
  while (at < characters.length) {
    const first = characters[at] ?? ''
    const closing = QUOTES[first]
    const end = closing === undefined ? -1 : characters.indexOf(closing, at + 1)
    if (/\s/u.test(first)) at++
    else if (end > at) {
      words.push({ text: characters.slice(at + 1, end).join(''), quoted: true })
      at = end + 1
    } else {
      const start = at
      // A quote may follow a name and a colon.
      while (at < characters.length && !/\s/u.test(characters[at] ?? '') && !opens(characters, start, at))
        at++
      words.push({ text: characters.slice(start, at).join(''), quoted: false })
    }
  }
  return words.filter(({ text, quoted }) => quoted || text !== '')
}

function opens(characters: readonly string[], start: number, at: number): boolean {
  const before = characters[at - 1] ?? ''
  return at > start && /[:：=]/u.test(before) && QUOTES[characters[at] ?? ''] !== undefined
}

/** Puts names and values together: `name:value`, `name: value`, `name:"a value"`. */
function join(words: readonly Word[], definitions: readonly OptionDefinition[]): readonly Word[] {
  const joined: Word[] = []
  let waiting: string | undefined
  for (const word of words) {
    if (waiting !== undefined) {
      joined.push({ ...word, name: waiting })
      waiting = undefined
      continue
    }
    const [, name = '', value = ''] = (!word.quoted && /^([^:：=\s]+)[:：=](.*)$/su.exec(word.text)) || []
    const known = definitions.find((definition) => definition.name === name.toLowerCase())
    if (!known) joined.push(word)
    else if (value === '') waiting = known.name
    else joined.push({ text: value, quoted: false, name: known.name })
  }
  return waiting === undefined ? joined : [...joined, { text: '', quoted: false, name: waiting }]
}
