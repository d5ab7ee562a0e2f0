import type {
  CommandDefinition,
  CommandOptions,
  Language,
  OptionDefinition,
  SubcommandDefinition,
  Translate,
} from '#bot'
import { type Sentence, sentence } from '#bot'
import { shortened } from '../../kit/names.ts'
import { isFiller } from './command-fillers.ts'
import { restOf, strayIn } from './command-leftovers.ts'
import { placeWords } from './command-place.ts'
import { isFree, type Value, withoutComma } from './command-values.ts'
import { type Word, wordsOf } from './command-words.ts'
import { unescapeText } from './text.ts'

/** A mistake in a line; `incomplete` if the subcommand is missing. */
type LineMistake = Sentence | 'incomplete'

type Read = Readonly<{ options: CommandOptions }> | Readonly<{ mistake: LineMistake }>

/** `subcommand` is set even if its options are wrong. */
export type Parsed = Read & Readonly<{ subcommand?: string }>

/** Characters of a command that a refusal repeats. */
const MAX_REPEATED = 200

/** Reads the text after a command. If it has subcommands, the first word names one and the rest belongs to it. */
export function parseCommand(definition: CommandDefinition, line: string): Parsed {
  const words = wordsOf(unescapeText(line))
  const { subcommands } = definition
  if (!subcommands) return readOptions(definition.options, words)
  const at = words.findIndex(({ text }) => !isFiller(text))
  const first = words[at]?.text
  if (first === undefined) return { mistake: 'incomplete' }
  const name = first
    .slice(0, 40)
    .toLowerCase()
    .replace(/[,:：]$/u, '')
  const found = subcommands.find((each) => each.name === name)
  if (!found) return { mistake: sentence('slack.unknownWord', { word: repeated([first]) }) }
  return { ...readOptions(found.options, words.slice(at + 1)), subcommand: found.name }
}

/**
 * Reads words in any order. Each goes to the option that it fits, or to the option named before it with a colon; words
 * that only link others are skipped. A mistake is reported, never guessed around.
 */
function readOptions(definitions: readonly OptionDefinition[], words: readonly Word[]): Read {
  const { values, sequence, bad } = placeWords(words, definitions)
  if (bad)
    return { mistake: sentence('slack.badOption', { option: bad.option, value: repeated([bad.value]) }) }
  const options: Record<string, Value> = {}
  const read = new Map<string, string>()
  for (const [{ name }, { value, typed }] of values) {
    options[name] = value
    read.set(name, typed)
  }
  const rest = definitions.find(({ rest: all, name }) => all && !isWhole(read.get(name)))
  let stray: readonly Word[] = []
  if (rest) {
    // Where nothing else could be meant, the words are taken as they are.
    const left = definitions.length === 1 ? sequence.filter((each) => 'quoted' in each) : restOf(sequence)
    const text = [options[rest.name], ...left.map((word) => word.text)].filter((each) => each !== undefined)
    if (text.length > 0) options[rest.name] = withoutComma(text.join(' '))
  } else {
    const free = definitions.filter(
      (definition) => isFree(definition) && options[definition.name] === undefined,
    )
    const left = strayIn(sequence)
    for (const [index, { name }] of free.entries()) {
      const word = left[index]
      if (!word) break
      options[name] = word.text
      read.set(name, word.text)
    }
    stray = left.slice(free.length)
  }
  const missing = definitions.find(({ name, required }) => required && options[name] === undefined)
  const understood = definitions.flatMap(({ name }) => (read.has(name) ? [`${name} ${read.get(name)}`] : []))
  if (stray.length > 0) return { mistake: unplaced(understood, stray) }
  if (missing) return { mistake: incomplete(understood, missing.name) }
  return { options }
}

/** A known name with a hyphen, such as a problem's slug, is no beginning of a longer text. */
function isWhole(typed: string | undefined): boolean {
  return typed !== undefined && /^[^\s-]+-\S+$/u.test(typed)
}

function unplaced(understood: readonly string[], stray: readonly Word[]): Sentence {
  const words = repeated(
    stray.map(({ text }) => text),
    '”, “',
  )
  if (understood.length === 0) return sentence('slack.unknownWord', { word: words })
  return sentence('slack.unplaced', { read: repeated(understood, ', '), words })
}

function incomplete(understood: readonly string[], option: string): Sentence {
  if (understood.length === 0) return sentence('slack.missingOption', { option })
  return sentence('slack.missingBeside', { read: repeated(understood, ', '), option })
}

/** Repeats what was typed, a mention by its name, a long text in part. */
function repeated(texts: readonly string[], separator = ''): string {
  const text = texts
    .slice(0, MAX_REPEATED)
    .map((each) =>
      each
        .slice(0, MAX_REPEATED)
        .replace(
          /<([@#])([A-Z0-9]{1,40})(?:\|([^<>]{0,150}))?>/gu,
          (_, sign, id, name) => `${sign}${name || id}`,
        ),
    )
    .join(separator)
  return shortened(text, MAX_REPEATED)
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
