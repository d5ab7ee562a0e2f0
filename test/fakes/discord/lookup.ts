import { apiErrors } from './api-error.ts'
import { isSnowflake } from './ids.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Guild } from './model.ts'
import { type PermissionName, requireBot } from './permissions.ts'
import type { Call } from './router.ts'

/** @throws ApiError 10003, 50001 or 50013 */
export function channelOf(call: Call, ...permissions: readonly PermissionName[]): Channel {
  const id = call.param('channel')
  const channel = isSnowflake(id) ? call.world.channels.get(id) : undefined
  if (!channel || channel.deleted) throw apiErrors.unknownChannel()
  if (channel.guild && !channel.guild.joined) throw apiErrors.missingAccess()
  requireBot(channel, ...permissions)
  return channel
}

/** A message that all in the channel see: an ephemeral one is unknown here. @throws ApiError 10008 */
export function messageIn(call: Call, channel: Channel, id = call.param('message')): FakeMessage {
  const message = call.world.messages.get(id)
  if (!message || message.channel !== channel || message.visibleTo) throw apiErrors.unknownMessage()
  return message
}

/** @throws ApiError 10004 */
export function guildOf(call: Call): Guild {
  const guild = call.world.guilds.get(call.param('guild'))
  if (!guild?.joined) throw apiErrors.unknownGuild()
  return guild
}

/** @throws ApiError 10002 */
export function requireOwnApplication(call: Call): void {
  if (call.param('application') !== call.world.bot.id) throw apiErrors.unknownApplication()
}
