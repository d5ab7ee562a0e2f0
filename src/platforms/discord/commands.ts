import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  InteractionContextType,
  type REST,
  Routes,
} from 'discord.js'
import type { CommandDefinition, Localized, OptionDefinition, OptionKind, SubcommandDefinition } from '#bot'
import { shorten } from '../split-text.ts'

const TEXT_LIMIT = 100
const CHOICE_LIMIT = 25
const OPTION_TYPES = {
  text: ApplicationCommandOptionType.String,
  integer: ApplicationCommandOptionType.Integer,
  channel: ApplicationCommandOptionType.Channel,
  user: ApplicationCommandOptionType.User,
} as const satisfies Record<OptionKind, ApplicationCommandOptionType>

type Json = Readonly<Record<string, unknown>>

/** A command as Discord registers it. A guild command has no contexts. */
export function drawCommand(command: CommandDefinition, scope: 'global' | 'guild'): Json {
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    ...described(command.description),
    options: command.subcommands?.map(drawSubcommand) ?? command.options.map(drawOption),
    ...(scope === 'global'
      ? {
          contexts: [InteractionContextType.Guild],
          integration_types: [ApplicationIntegrationType.GuildInstall],
        }
      : {}),
  }
}

/**
 * Registers the commands, replacing all earlier ones, if they differ from the registered ones.
 * @returns whether they differed
 */
export async function registerCommands(
  rest: REST,
  application: string,
  guild: string | undefined,
  commands: readonly CommandDefinition[],
): Promise<boolean> {
  const route =
    guild === undefined
      ? Routes.applicationCommands(application)
      : Routes.applicationGuildCommands(application, guild)
  const wanted = commands.map((command) => drawCommand(command, guild === undefined ? 'global' : 'guild'))
  const query = new URLSearchParams({ with_localizations: 'true' })
  const registered = (await rest.get(route, { query })) as readonly Json[]
  if (canonical(wanted) === canonical(registered)) return false
  await rest.put(route, { body: wanted })
  return true
}

function drawSubcommand({ name, description, options }: SubcommandDefinition): Json {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    name,
    ...described(description),
    options: options.map(drawOption),
  }
}

function drawOption(option: OptionDefinition): Json {
  return {
    type: OPTION_TYPES[option.kind],
    name: option.name,
    ...described(option.description),
    required: option.required ?? false,
    ...(option.autocomplete ? { autocomplete: true } : {}),
    ...(option.kind === 'channel'
      ? { channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement] }
      : {}),
    ...(option.choices
      ? {
          choices: option.choices.slice(0, CHOICE_LIMIT).map(({ value, label }) => ({
            name: shorten(label.en, TEXT_LIMIT),
            name_localizations: chinese(label),
            value: option.kind === 'integer' ? Number(value) : value,
          })),
        }
      : {}),
  }
}

function described(text: Localized): Json {
  return { description: shorten(text.en, TEXT_LIMIT), description_localizations: chinese(text) }
}

function chinese(text: Localized): Json {
  return { 'zh-CN': shorten(text.zh, TEXT_LIMIT), 'zh-TW': shorten(text['zh-TW'], TEXT_LIMIT) }
}

const COMPARED = [
  'type',
  'name',
  'description',
  'description_localizations',
  'options',
  'contexts',
  'required',
  'autocomplete',
  'channel_types',
  'choices',
  'name_localizations',
  'value',
]

/** Discord returns commands with ids, versions and defaults, so only the fields that we write are compared. */
function canonical(commands: readonly Json[]): string {
  return JSON.stringify(commands.map(plain).toSorted(byName))
}

function byName(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1
}

function plain(json: Json): Json {
  const kept = COMPARED.filter((key) => meaningful(json[key])).map((key) => [key, plainValue(key, json[key])])
  return Object.fromEntries(kept)
}

/** Discord omits unset fields or fills them with null. */
function meaningful(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0)
  )
}

function plainValue(key: string, value: unknown): unknown {
  if (key === 'options' || key === 'choices') return (value as readonly Json[]).map(plain)
  if (key.endsWith('_localizations')) return Object.entries(value as Json).toSorted()
  if (key.endsWith('types') || key === 'contexts') return (value as readonly unknown[]).toSorted()
  return value
}
