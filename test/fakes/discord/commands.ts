import { isDeepStrictEqual } from 'node:util'
import { checkCommands } from './limits-commands.ts'
import type { Command, CommandOption, Guild, Json } from './model.ts'
import type { World } from './world.ts'

export function registered(world: World, guild: Guild | undefined): readonly Command[] {
  return guild ? (world.commands.byGuild.get(guild.id) ?? []) : world.commands.global
}

/** The commands a person finds in a guild, or in direct messages without one. */
export function commandsIn(world: World, guild: Guild | undefined): readonly Command[] {
  return [...(guild ? registered(world, guild) : []), ...world.commands.global]
}

/**
 * Replaces all commands of a guild, or the global ones. Those of the same name keep their ids.
 * @throws ApiError 50035
 */
export function replaceCommands(
  world: World,
  list: readonly Json[],
  guild: Guild | undefined,
): readonly Command[] {
  checkCommands(list)
  const earlier = registered(world, guild)
  const commands = list.map((raw) => {
    const same = earlier.find((c) => c.name === raw.name && c.type === (raw.type ?? 1))
    return same && isDeepStrictEqual(same.raw, raw) ? same : newCommand(world, raw, guild, same?.id)
  })
  if (guild) world.commands.byGuild.set(guild.id, commands)
  else world.commands.global = commands
  return commands
}

function newCommand(world: World, raw: Json, guild: Guild | undefined, id = world.nextId()): Command {
  return {
    id,
    version: world.nextId(),
    type: Number(raw.type ?? 1),
    name: String(raw.name),
    guildId: guild?.id,
    options: (raw.options as CommandOption[] | undefined) ?? [],
    defaultMemberPermissions:
      raw.default_member_permissions == null ? null : String(raw.default_member_permissions),
    contexts: (raw.contexts as number[] | undefined) ?? null,
    raw,
  }
}

/** As Discord gives it back: defaults are left out, and localizations unless they are asked for. */
export function commandJson(world: World, command: Command, localized: boolean): Json {
  const { options, ...own } = command.raw
  return {
    ...described(own, localized),
    ...(command.options.length > 0 && {
      options: (options as Json[]).map((option) => optionJson(option, localized)),
    }),
    id: command.id,
    application_id: world.bot.id,
    version: command.version,
    type: command.type,
    name: command.name,
    default_member_permissions: command.defaultMemberPermissions,
    contexts: command.contexts,
    integration_types: [0],
    nsfw: false,
    ...(command.guildId !== undefined && { guild_id: command.guildId }),
  }
}

function optionJson({ options, choices, ...own }: Json, localized: boolean): Json {
  const list = (value: unknown) => (value as Json[] | undefined) ?? []
  return {
    ...described(own, localized),
    ...(list(choices).length > 0 && { choices: list(choices).map((choice) => described(choice, localized)) }),
    ...(list(options).length > 0 && {
      options: list(options).map((option) => optionJson(option, localized)),
    }),
  }
}

function described(item: Json, localized: boolean): Json {
  const entries = Object.entries(item).filter(([key, value]) => {
    if (key === 'name_localizations' || key === 'description_localizations') return localized
    return value !== false && value !== null
  })
  return Object.fromEntries(entries)
}
