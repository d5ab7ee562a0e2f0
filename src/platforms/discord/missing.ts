import {
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js'
import { type Platform, PlatformError } from '#bot'
import { codeOf, speaking } from './errors.ts'
import { missingPermissions, permissionsIn } from './permissions.ts'
import { takesThreads } from './refs.ts'

/** @param self tells the bot's own user id */
export function createMissing(rest: REST, self: () => Promise<string>): Pick<Platform, 'missing'> {
  return {
    missing: ({ channel: id, space }) =>
      speaking(async () => {
        const channel = await channelAt(rest, id)
        if (!channel) return ['view']
        // A person may type any id, so the channel may belong to another server.
        if (!('guild_id' in channel) || channel.guild_id !== space)
          throw new PlatformError('gone', 'The server has no such channel.')
        if (!takesThreads(channel.type)) throw new PlatformError('invalid', 'The channel takes no threads.')
        const [guild, member] = await Promise.all([
          rest.get(Routes.guild(space)) as Promise<APIGuild>,
          rest.get(Routes.guildMember(space, await self())) as Promise<APIGuildMember>,
        ])
        const overwrites = 'permission_overwrites' in channel ? channel.permission_overwrites : undefined
        return missingPermissions(permissionsIn(guild, member, overwrites ?? []))
      }),
  }
}

/** Undefined if the bot can't see the channel. */
async function channelAt(rest: REST, id: string): Promise<APIChannel | undefined> {
  try {
    return (await rest.get(Routes.channel(id))) as APIChannel
  } catch (error) {
    if (codeOf(error) === RESTJSONErrorCodes.MissingAccess) return undefined
    throw error
  }
}
