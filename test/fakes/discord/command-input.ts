import { commandsIn } from './commands.ts'
import type { Channel, Command, CommandOption, Guild, Json, Member } from './model.ts'
import { botPermissions, memberPermissions } from './permissions.ts'
import { channelJson, interactionMemberJson, userJson } from './wire.ts'
import type { World } from './world.ts'

type Values = Readonly<Record<string, string | number | boolean>>
type Focused = Readonly<{ option: string; typed: string }>

const KIND = {
  subcommand: 1,
  group: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  number: 10,
}

export function optionValue(option: string, typed: string): Focused {
  return { option, typed }
}

/**
 * The data of a command's interaction, or of its autocompletion with `focused`.
 * @throws Error where Discord's client would not offer the command or not send it
 */
export function commandData(
  world: World,
  member: Member,
  channel: Channel,
  path: string,
  values: Values,
  focused?: Focused,
): Json {
  const [name = '', ...subs] = path.split(' ')
  const command = findCommand(world, member, channel, name)
  const resolved: Json = {}
  const build = (options: readonly CommandOption[], rest: readonly string[]): Json[] => {
    const [sub, ...deeper] = rest
    if (sub === undefined) return leafOptions(world, path, options, values, focused, channel.guild, resolved)
    const found = options.find((option) => option.name === sub)
    if (!found) throw new Error(`/${path}: no subcommand ${sub}`)
    return [{ name: sub, type: found.type, options: build(found.options ?? [], deeper) }]
  }
  return {
    id: command.id,
    name: command.name,
    type: 1,
    options: build(command.options, subs),
    ...(Object.keys(resolved).length > 0 && { resolved }),
    ...(command.guildId !== undefined && { guild_id: command.guildId }),
  }
}

function findCommand(world: World, member: Member, channel: Channel, name: string): Command {
  const offered = commandsIn(world, channel.guild).filter((command) => command.type === 1)
  const command = offered.find((c) => c.name === name)
  if (!command)
    throw new Error(`no command /${name}, but: ${offered.map((c) => `/${c.name}`).join(', ') || 'none'}`)
  const needed = BigInt(command.defaultMemberPermissions ?? 0)
  if (channel.guild && (memberPermissions(member) & needed) !== needed)
    throw new Error(`${member.user.name} is not offered /${name}: it needs permissions ${needed}`)
  if (command.contexts && !command.contexts.includes(channel.guild ? 0 : 1))
    throw new Error(`/${name} is not offered here: its contexts are ${command.contexts.join(', ')}`)
  return command
}

function leafOptions(
  world: World,
  path: string,
  options: readonly CommandOption[],
  values: Values,
  focused: Focused | undefined,
  guild: Guild | undefined,
  resolved: Json,
): Json[] {
  for (const name of Object.keys(values))
    if (!options.some((option) => option.name === name))
      throw new Error(
        `/${path} has no option ${name}, but: ${options.map((o) => o.name).join(', ') || 'none'}`,
      )
  const typing = focused && options.find((option) => option.name === focused.option)
  if (focused && !typing?.autocomplete) throw new Error(`/${path} ${focused.option} offers no autocompletion`)
  return options.flatMap((option) => {
    if (focused && option === typing)
      return [{ name: option.name, type: option.type, value: focused.typed, focused: true }]
    const value = values[option.name]
    if (value === undefined) {
      if (option.required && !focused) throw new Error(`/${path} needs the option ${option.name}`)
      return []
    }
    checkOption(path, option, value)
    resolve(world, option, String(value), guild, resolved)
    return [{ name: option.name, type: option.type, value }]
  })
}

function checkOption(path: string, option: CommandOption, value: string | number | boolean): void {
  const bad = (why: string) => new Error(`/${path} ${option.name}: ${String(value)} ${why}`)
  const numeric = option.type === KIND.integer || option.type === KIND.number
  if (numeric && typeof value !== 'number') throw bad('is no number')
  if (option.type === KIND.integer && !Number.isInteger(value)) throw bad('is no integer')
  if (option.type === KIND.boolean && typeof value !== 'boolean') throw bad('is no boolean')
  if (!numeric && option.type !== KIND.boolean && typeof value !== 'string') throw bad('is no text')
  const size = typeof value === 'number' ? value : [...String(value)].length
  const [min, max] = numeric
    ? [option.min_value, option.max_value]
    : [option.min_length, option.max_length ?? (option.type === KIND.string ? 6000 : undefined)]
  if (min !== undefined && size < min) throw bad(`is less than ${min}`)
  if (max !== undefined && size > max) throw bad(`is more than ${max}`)
  if (option.choices?.length && !option.choices.some((choice) => choice.value === value))
    throw bad(`is none of ${option.choices.map((choice) => choice.value).join(', ')}`)
}

/** The `resolved` data that Discord adds about users and channels named by id. */
function resolve(
  world: World,
  option: CommandOption,
  id: string,
  guild: Guild | undefined,
  resolved: Json,
): void {
  const put = (kind: string, value: Json) => {
    resolved[kind] = { ...(resolved[kind] as Json | undefined), [id]: value }
  }
  if (option.type === KIND.user) {
    const user = world.users.get(id)
    if (!user) throw new Error(`no user ${id}`)
    put('users', userJson(user))
    const member = guild?.members.find((m) => m.user.id === id)
    if (!member) return
    const { user: _user, deaf: _deaf, mute: _mute, ...partial } = interactionMemberJson(member)
    put('members', partial)
  }
  if (option.type === KIND.channel) {
    const channel = world.channels.get(id)
    if (!channel) throw new Error(`no channel ${id}`)
    put('channels', { ...channelJson(world, channel), permissions: botPermissions(channel).toString() })
  }
}
