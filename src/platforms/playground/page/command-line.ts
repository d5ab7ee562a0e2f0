import type {
  CommandDefinition,
  CommandOptions,
  Language,
  OptionDefinition,
  SubcommandDefinition,
} from '#bot'
import type { Channel, Person } from '../wire.ts'
import type { PageSentence } from './words.ts'

/** A stretch of the line that is the value of an option; `start` and `end` are offsets in the line. */
export type Given = Readonly<{ option: OptionDefinition; text: string; start: number; end: number }>

/** A line such as `/mock fraud-detection minutes:20`, read. */
export type CommandLine = Readonly<{
  name: string
  /** Undefined if there is no such command. */
  command: CommandDefinition | undefined
  /** Whether the name is complete, that is, followed by a space. */
  named: boolean
  /** Undefined also if the word names no subcommand. */
  subcommand?: SubcommandDefinition
  /** The subcommand's word, and whether a space follows it. */
  subword?: Readonly<{ text: string; start: number; ended: boolean }>
  /** The options of the command or its subcommand. */
  options: readonly OptionDefinition[]
  given: readonly Given[]
  /** Text that belongs to no option. */
  stray: string
}>

/** The data in which values of options are looked up. */
export type Known = Readonly<{
  commands: readonly CommandDefinition[]
  people: readonly Person[]
  channels: readonly Channel[]
  language: Language
}>

const COMMAND = /^\/([\p{L}\p{N}_-]*)(?=\s|$)/u

/** Undefined for a line that is no command, such as `/etc/passwd`. */
export function readLine(line: string, commands: readonly CommandDefinition[]): CommandLine | undefined {
  const match = COMMAND.exec(line)
  if (!match) return undefined
  const [head, name = ''] = match
  const command = commands.find((each) => each.name === name.toLowerCase())
  const named = line.length > head.length
  const base = { name, command, named, options: command?.options ?? [] }
  if (!command) return { ...base, given: [], stray: line.slice(head.length).trim() }
  if (!command.subcommands) return { ...base, ...readOptions(line, head.length, command.options) }
  return { ...base, ...readSubcommand(line, head.length, command.subcommands) }
}

function readSubcommand(line: string, from: number, all: readonly SubcommandDefinition[]) {
  const [gap = '', text = ''] = /^(\s*)(\S*)/u.exec(line.slice(from))?.slice(1) ?? []
  const start = from + gap.length
  const end = start + text.length
  const subword = { text, start, ended: line.length > end }
  const subcommand = all.find(({ name }) => name === text.toLowerCase())
  if (!subcommand) return { subword, given: [], stray: line.slice(end).trim() }
  const { options } = subcommand
  return { subword, subcommand, options, ...readOptions(line, end, options) }
}

type Cut = Readonly<{ option: OptionDefinition; at: number; start: number }>

/** Values have no quotes: each extends to the next option's name. Text before any name belongs to the first option. */
function readOptions(
  line: string,
  from: number,
  options: readonly OptionDefinition[],
): Pick<CommandLine, 'given' | 'stray'> {
  const cuts = namesIn(line, from, options)
  const first = trimmed(line, from, cuts[0]?.at ?? line.length)
  const named = cuts.map(({ option, start }, index) => ({
    option,
    ...trimmed(line, start, cuts[index + 1]?.at ?? line.length),
  }))
  if (first.text === '') return { given: named, stray: '' }
  const taken = new Set(named.map(({ option }) => option.name))
  const positional = options.find((option) => option.required) ?? options[0]
  if (!positional || taken.has(positional.name)) return { given: named, stray: first.text }
  return { given: [{ option: positional, ...first }, ...named], stray: '' }
}

function namesIn(line: string, from: number, options: readonly OptionDefinition[]): readonly Cut[] {
  const names = options.map(({ name }) => name).sort((a, b) => b.length - a.length)
  if (names.length === 0) return []
  const pattern = new RegExp(`(?<=\\s)(${names.map(escaped).join('|')})[:：]\\s*`, 'giu')
  const seen = new Set<string>()
  return [...line.slice(from).matchAll(pattern)].flatMap((match): Cut[] => {
    const option = options.find(({ name }) => name === match[1]?.toLowerCase())
    if (!option || seen.has(option.name)) return []
    seen.add(option.name)
    const at = from + match.index
    return [{ option, at, start: at + match[0].length }]
  })
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
}

function trimmed(line: string, start: number, end: number): Omit<Given, 'option'> {
  const whole = line.slice(start, end)
  const from = start + whole.length - whole.trimStart().length
  const text = whole.trim()
  return { text, start: Math.min(from, end), end: text === '' ? end : from + text.length }
}

export type Checked =
  | Readonly<{ subcommand?: string; options: CommandOptions }>
  | Readonly<{ problem: PageSentence }>

/** The request for a line, or the mistake in it, which is shown before anything is sent. */
export function checkLine(line: CommandLine, known: Known): Checked {
  const { command, subcommand, given, stray } = line
  if (!command) {
    const all = known.commands.map((each) => `/${each.name}`).join(' ')
    return { problem: { key: 'command.unknown', params: { name: line.name, all } } }
  }
  if (command.subcommands && !subcommand) {
    const all = command.subcommands.map((each) => `/${command.name} ${each.name}`).join(', ')
    return { problem: { key: 'command.subcommand', params: { name: command.name, all } } }
  }
  const name = subcommand ? `${line.name} ${subcommand.name}` : line.name
  const names = line.options.map((option) => option.name).join(', ')
  const [odd] = given.flatMap(({ text }) => /(?:^|\s)([a-z][a-z-]*)[:：](?!\/\/)/iu.exec(text)?.[1] ?? [])
  if (odd !== undefined) return { problem: { key: 'command.noOption', params: { name, option: odd, names } } }
  if (stray !== '') return { problem: { key: 'command.stray', params: { name, text: stray } } }
  const missing = line.options.find(
    (wanted) =>
      wanted.required && !given.some(({ option, text }) => option.name === wanted.name && text !== ''),
  )
  if (missing)
    return {
      problem: {
        key: 'command.missing',
        params: { name, option: missing.name, description: missing.description[known.language] },
      },
    }
  const values: Record<string, string | number> = {}
  for (const { option, text } of given) {
    if (text === '') continue
    const value = valueFor(option, text, known)
    if (value === undefined) return { problem: wrong(option, text, known) }
    values[option.name] = value
  }
  return { ...(subcommand && { subcommand: subcommand.name }), options: values }
}

/** Undefined if the option does not take this text. */
function valueFor(option: OptionDefinition, text: string, known: Known): string | number | undefined {
  const same = (...names: readonly string[]) =>
    names.some((name) => name.toLowerCase() === text.toLowerCase())
  switch (option.kind) {
    case 'integer':
      return /^[+-]?\d{1,15}$/u.test(text) ? Number(text) : undefined
    case 'user':
      return known.people.find(({ id, name }) => same(id, name, `@${name}`, `@${id}`))?.id
    case 'channel':
      return publicChannels(known).find(({ id, name }) => same(id, name, `#${name}`))?.id
    case 'text':
      if (!option.choices) return text
      return option.choices.find(({ value, label }) => same(value, ...Object.values(label)))?.value
    default:
      return option.kind satisfies never
  }
}

/** The channels that an option may name, without the direct conversation. */
export function publicChannels({ channels }: Pick<Known, 'channels'>): Known['channels'] {
  return channels.filter(({ kind }) => kind === 'channel')
}

function wrong(option: OptionDefinition, text: string, known: Known): PageSentence {
  const params = { option: option.name, text }
  switch (option.kind) {
    case 'integer':
      return { key: 'command.notInteger', params }
    case 'user':
      return {
        key: 'command.notOne',
        params: { ...params, all: known.people.map((p) => `@${p.name}`).join(', ') },
      }
    case 'channel':
      return {
        key: 'command.notOne',
        params: {
          ...params,
          all: publicChannels(known)
            .map((c) => `#${c.name}`)
            .join(', '),
        },
      }
    case 'text':
      return {
        key: 'command.notOne',
        params: { ...params, all: (option.choices ?? []).map(({ value }) => value).join(', ') },
      }
    default:
      return option.kind satisfies never
  }
}
