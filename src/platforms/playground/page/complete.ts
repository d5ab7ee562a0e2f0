import type { Choice, CommandDefinition, OptionDefinition } from '#bot'
import { type CommandLine, type Given, type Known, publicChannels, readLine } from './command-line.ts'

/** A suggestion, which replaces the line from `Completion.start` to the caret. */
export type Item = Readonly<{ insert: string; label: string; detail: string }>

export type Completion = Readonly<{
  start: number
  items: readonly Item[]
  /** Enter picks the first item; otherwise it sends the line as it is. */
  eager: boolean
  /** The option that is being typed, or the command that needs a subcommand. */
  about?: Pick<OptionDefinition, 'name' | 'description'>
  /** The server knows the values: `items` are empty until it has answered for `typed`. */
  remote?: Readonly<{
    command: string
    subcommand?: string
    option: string
    typed: string
    prefix: string
  }>
}>

/** The suggestions at the caret of a command line. */
export function complete(head: string, known: Known): Completion | undefined {
  const line = readLine(head, known.commands)
  if (!line) return undefined
  if (!line.named) return commandNames(line, known)
  if (!line.command) return undefined
  if (line.subword && !(line.subcommand && line.subword.ended))
    return subcommandNames(line.command, line.subword, known)
  const last = line.given.at(-1)
  if (!last) return next(head, line, known)
  const word = /\s(\S+)$/u.exec(last.text)?.[1]
  if (word !== undefined) {
    const begun = optionNames(head, line, known, word)
    if (begun) return begun
  }
  const finished = last.text !== '' && /\s$/u.test(head)
  return finished ? next(head, line, known) : values(last, last.start, '', known, line)
}

function commandNames({ name }: CommandLine, known: Known): Completion {
  const typed = name.toLowerCase()
  const items = known.commands
    .filter((command) => command.name.startsWith(typed))
    .map((command) => ({
      insert: command.options.length > 0 || command.subcommands ? `/${command.name} ` : `/${command.name}`,
      label: `/${command.name}`,
      detail: command.description[known.language],
    }))
  const exact = known.commands.find((command) => command.name === typed)
  const needsMore = exact?.subcommands !== undefined || exact?.options.some(({ required }) => required)
  return { start: 0, items, eager: !exact || needsMore === true }
}

function subcommandNames(
  { name: command, description, subcommands = [] }: CommandDefinition,
  { text, start, ended }: NonNullable<CommandLine['subword']>,
  { language }: Known,
): Completion | undefined {
  const typed = text.toLowerCase()
  const items = subcommands
    .filter(({ name }) => name.startsWith(typed) && !ended)
    .map(({ name, options, description }) => ({
      insert: options.length > 0 ? `${name} ` : name,
      label: name,
      detail: description[language],
    }))
  const exact = subcommands.find(({ name }) => name === typed)
  const eager = !exact || exact.options.some(({ required }) => required)
  return items.length === 0 ? undefined : { start, items, eager, about: { name: `/${command}`, description } }
}

/** The values of the next required option; if there is none, the names of the other options. */
function next(head: string, line: CommandLine, known: Known): Completion | undefined {
  const given = new Set(line.given.map(({ option }) => option.name))
  const required = line.options.find(({ name, required }) => required && !given.has(name))
  if (!required) return optionNames(head, line, known, '')
  const empty = { option: required, text: '', start: head.length, end: head.length }
  return values(empty, head.length, `${required.name}:`, known, line)
}

function optionNames(head: string, line: CommandLine, known: Known, typed: string): Completion | undefined {
  const given = new Set(line.given.map(({ option }) => option.name))
  const items = line.options
    .filter(({ name }) => !given.has(name) && name.startsWith(typed.toLowerCase()))
    .map(({ name, description }) => ({
      insert: `${name}:`,
      label: `${name}:`,
      detail: description[known.language],
    }))
  return items.length === 0 ? undefined : { start: head.length - typed.length, items, eager: false }
}

function values(given: Given, start: number, prefix: string, known: Known, line: CommandLine): Completion {
  const { option, text } = given
  const { command, subcommand } = line
  const remote = {
    command: command?.name ?? line.name,
    ...(subcommand && { subcommand: subcommand.name }),
    option: option.name,
    typed: text,
    prefix,
  }
  if (option.autocomplete) return { start, items: [], eager: true, about: option, remote }
  const items = itemsOf(choicesOf(option, known), text, prefix)
  return { start, items, eager: isEager(items, text, prefix), about: option }
}

/** The choices that contain the typed text. Their values are written into the line. */
function itemsOf(choices: readonly Choice[], typed: string, prefix: string): readonly Item[] {
  const wanted = typed.toLowerCase()
  return choices
    .filter(({ value, label }) => [value, label].some((name) => name.toLowerCase().includes(wanted)))
    .map((choice) => item(choice, prefix))
}

function item({ value, label, description }: Choice, prefix: string): Item {
  const detail = description ?? (label === value ? '' : value)
  return { insert: `${prefix}${value} `, label, detail }
}

/** Completes with the server's answer, which has already matched the text in any language. */
export function withChoices(completion: Completion, choices: readonly Choice[]): Completion {
  const { remote } = completion
  if (!remote) return completion
  const items = choices.map((choice) => item(choice, remote.prefix))
  return { ...completion, items, eager: isEager(items, remote.typed, remote.prefix) }
}

/** The suggestions until the server answers: those of an earlier answer that still match. */
export function narrowed(completion: Completion, before: Completion): Completion {
  const { remote } = completion
  if (!remote || !before.remote || pathOf(remote) !== pathOf(before.remote)) return completion
  const typed = remote.typed.toLowerCase()
  const items = before.items
    .filter(({ insert, label }) => [insert, label].some((name) => name.toLowerCase().includes(typed)))
    .map((each) => ({ ...each, insert: each.insert.replace(before.remote?.prefix ?? '', remote.prefix) }))
  return { ...completion, items, eager: isEager(items, remote.typed, remote.prefix) }
}

function pathOf({ command, subcommand = '', option }: NonNullable<Completion['remote']>): string {
  return `${command} ${subcommand} ${option}`
}

/** A fully typed value is sent instead of being picked again. */
function isEager(items: readonly Item[], typed: string, prefix: string): boolean {
  const full = `${prefix}${typed} `.toLowerCase()
  return items.length > 0 && !items.some(({ insert }) => insert.toLowerCase() === full)
}

function choicesOf(option: OptionDefinition, known: Known): readonly Choice[] {
  switch (option.kind) {
    case 'user':
      return known.people.map(({ id, name }) => ({ value: `@${name}`, label: name, description: id }))
    case 'channel':
      return publicChannels(known).map(({ name }) => ({ value: `#${name}`, label: `#${name}` }))
    case 'text':
    case 'integer':
      return (option.choices ?? []).map(({ value, label }) => ({ value, label: label[known.language] }))
    default:
      return option.kind satisfies never
  }
}
