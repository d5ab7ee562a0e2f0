import { UserError } from './errors.ts'
import type { AnswerMode, AutocompleteEvent, CommandEvent, CommandOptions } from './events.ts'
import type { Form } from './form.ts'
import type { Localized } from './language.ts'
import type { Choice, Message } from './message.ts'

export type OptionKind = 'text' | 'integer' | 'channel' | 'user'

type OptionBase = Readonly<{
  kind: OptionKind
  required?: boolean
  /** The person is offered what `suggest` returns. */
  autocomplete?: boolean
  /** Takes all words that no other option takes, where options are typed as one line. */
  rest?: boolean
  /** Other names, where options are typed as one line; those of an integer may also follow it, as in `30 min`. */
  aliases?: readonly string[]
}>

/** An option in a command file. Choices are values; their texts are in the catalogues. */
export type OptionSpec = OptionBase &
  Readonly<{
    choices?: readonly string[]
    /** The kind of words that fit a text, such as `zone`; `src/app/word-kinds.ts` lists them. */
    takes?: string
  }>

/** Tells how many of the leading words make one value, such as 2 for `6 PM`; 0 if none do. Looks at few words. */
export type WordReader = (words: readonly string[]) => number

/** An option as a platform registers it, with its texts. */
export type OptionDefinition = OptionBase &
  Readonly<{
    name: string
    description: Localized
    choices?: readonly Readonly<{ value: string; label: Localized }>[]
    /** Where options are typed as one line, a text takes only the words that fit it. */
    fits?: WordReader
  }>

export type SubcommandDefinition = Readonly<{
  name: string
  description: Localized
  options: readonly OptionDefinition[]
}>

/** With subcommands it has no options of its own. */
export type CommandDefinition = Readonly<{
  name: string
  description: Localized
  options: readonly OptionDefinition[]
  subcommands?: readonly SubcommandDefinition[]
}>

export type Reply = Message | Form | undefined

/** Channels and users arrive as their ids. */
type OptionValue<O extends OptionSpec> = O extends { choices: readonly (infer C)[] }
  ? C
  : O['kind'] extends 'integer'
    ? number
    : string

type OptionSpecs = Readonly<Record<string, OptionSpec>>

export type OptionValues<O extends OptionSpecs> = Readonly<{
  [K in keyof O]: O[K]['required'] extends true ? OptionValue<O[K]> : OptionValue<O[K]> | undefined
}>

/** The behaviour of a command or a subcommand. */
export type CommandHandler<Context> = Readonly<{
  options: OptionSpecs
  answer: Exclude<AnswerMode, 'silent' | 'replace'>
  run(event: CommandEvent, context: Context): Reply | Promise<Reply>
}>

type CommandRest<Context> = Readonly<{
  /** Without a caller: typing alone must not create a group for a space. */
  suggest?(event: AutocompleteEvent, context: Omit<Context, 'caller'>): Promise<readonly Choice[]>
}>

/**
 * One slash command; the file's name is the command's name, its words are in the catalogues under
 * `command.<name>`, those of a subcommand under `command.<name>.<subcommand>`. `Context` holds the features that
 * it uses.
 */
export type Command<Context> = CommandRest<Context> &
  (CommandHandler<Context> | Readonly<{ subcommands: Readonly<Record<string, CommandHandler<Context>>> }>)

type HandlerSpec<O extends OptionSpecs, Context> = Omit<CommandHandler<Context>, 'options' | 'run'> &
  Readonly<{
    options: O
    run(options: OptionValues<O>, event: CommandEvent, context: Context): Reply | Promise<Reply>
  }>

export function defineCommand<const O extends OptionSpecs, Context>(
  spec: CommandRest<Context> & HandlerSpec<O, Context>,
): Command<Context>
export function defineCommand<const S extends Readonly<Record<string, OptionSpecs>>, Context>(
  spec: CommandRest<Context> & Readonly<{ subcommands: { [K in keyof S]: HandlerSpec<S[K], Context> } }>,
): Command<Context>
export function defineCommand<Context>(
  spec: CommandRest<Context> &
    (
      | HandlerSpec<OptionSpecs, Context>
      | Readonly<{ subcommands: Readonly<Record<string, HandlerSpec<OptionSpecs, Context>>> }>
    ),
): Command<Context> {
  if (!('subcommands' in spec)) return { ...spec, ...checked(spec) }
  const subcommands = Object.entries(spec.subcommands).map(([name, sub]) => [name, checked(sub)])
  return { ...spec, subcommands: Object.fromEntries(subcommands) }
}

function checked<O extends OptionSpecs, Context>(spec: HandlerSpec<O, Context>): CommandHandler<Context> {
  return {
    options: spec.options,
    answer: spec.answer,
    run: async (event, context) => {
      checkOptions(spec.options, event.options)
      return spec.run(event.options as OptionValues<O>, event, context)
    },
  }
}

/**
 * Finds the handler of a command or, with `subcommand`, of that subcommand.
 * @throws UserError for a subcommand that it does not have, or none where it needs one
 */
export function handlerOf<Context>(
  command: Command<Context>,
  subcommand: string | undefined,
): CommandHandler<Context> {
  const all = 'subcommands' in command ? command.subcommands : {}
  if (subcommand === undefined && !('subcommands' in command)) return command
  const handler = subcommand !== undefined && Object.hasOwn(all, subcommand) ? all[subcommand] : undefined
  if (!handler) throw new UserError('error.subcommand', { choices: Object.keys(all).join(', ') })
  return handler
}

const TYPES = {
  text: 'string',
  integer: 'number',
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
      throw new UserError('error.option', { option: name })
  }
  const unknown = Object.keys(options).find((name) => !(name in specs))
  if (unknown !== undefined) throw new UserError('error.option', { option: unknown })
}
