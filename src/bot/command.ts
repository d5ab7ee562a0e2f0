import { UserError } from './errors.ts'
import type { AnswerMode, AutocompleteEvent, CommandEvent, CommandOptions } from './events.ts'
import type { Form } from './form.ts'
import type { Choice, Message } from './message.ts'

export type Language = 'en' | 'zh'
export type Localized = Readonly<Record<Language, string>>

export type OptionKind = 'text' | 'integer' | 'boolean' | 'channel' | 'user'

type OptionBase = Readonly<{
  kind: OptionKind
  required?: boolean
  /** The person is offered what `suggest` returns. */
  autocomplete?: boolean
  /** Takes all words that no other option takes, where options are typed as one line. */
  rest?: boolean
  min?: number
  max?: number
}>

/** In a command file: choices are values, whose words are in the catalogues. */
export type OptionSpec = OptionBase & Readonly<{ choices?: readonly string[] }>

/** As a platform registers it: with its words. */
export type OptionDefinition = OptionBase &
  Readonly<{
    name: string
    description: Localized
    choices?: readonly Readonly<{ value: string; label: Localized }>[]
  }>

export type CommandDefinition = Readonly<{
  name: string
  description: Localized
  /** Shown to those who manage the space only; the server side checks again. */
  adminOnly: boolean
  options: readonly OptionDefinition[]
}>

export type Reply = Message | Form | undefined

/** Channels and users arrive as their ids. */
type OptionValue<O extends OptionSpec> = O extends { choices: readonly (infer C)[] }
  ? C
  : O['kind'] extends 'integer'
    ? number
    : O['kind'] extends 'boolean'
      ? boolean
      : string

export type OptionValues<O extends Readonly<Record<string, OptionSpec>>> = Readonly<{
  [K in keyof O]: O[K]['required'] extends true ? OptionValue<O[K]> : OptionValue<O[K]> | undefined
}>

/**
 * One slash command; the file's name is the command's name, its words are in the catalogues under
 * `command.<name>`. `Context` is what it needs of the features, handed in by main.
 */
export type Command<Context> = Readonly<{
  options: Readonly<Record<string, OptionSpec>>
  answer: Exclude<AnswerMode, 'silent' | 'replace'>
  adminOnly?: boolean
  run(event: CommandEvent, context: Context): Promise<Reply>
  suggest?(event: AutocompleteEvent, context: Context): Promise<readonly Choice[]>
}>

type CommandSpec<O extends Readonly<Record<string, OptionSpec>>, Context> = Readonly<{
  options: O
  answer: Exclude<AnswerMode, 'silent' | 'replace'>
  adminOnly?: boolean
  run(options: OptionValues<O>, event: CommandEvent, context: Context): Promise<Reply>
  suggest?(event: AutocompleteEvent, context: Context): Promise<readonly Choice[]>
}>

export function defineCommand<const O extends Readonly<Record<string, OptionSpec>>, Context>(
  spec: CommandSpec<O, Context>,
): Command<Context> {
  return {
    ...spec,
    run: async (event, context) => {
      checkOptions(spec.options, event.options)
      return spec.run(event.options as OptionValues<O>, event, context)
    },
  }
}

const TYPES = {
  text: 'string',
  integer: 'number',
  boolean: 'boolean',
  channel: 'string',
  user: 'string',
} as const

/** @throws UserError for an option that the command does not have, or a value that it does not take */
function checkOptions(specs: Readonly<Record<string, OptionSpec>>, options: CommandOptions): void {
  for (const [name, { required, kind, choices }] of Object.entries(specs)) {
    const value = options[name]
    const missing = value === undefined && required
    const wrong = value !== undefined && typeof value !== TYPES[kind]
    if (missing || wrong || (choices && value !== undefined && !choices.includes(String(value))))
      throw new UserError('error.option', { option: name, choices: choices?.join(', ') ?? '' })
  }
  const unknown = Object.keys(options).find((name) => !(name in specs))
  if (unknown !== undefined) throw new UserError('error.option', { option: unknown, choices: '' })
}
