import { type APIGuild, type APIGuildMember, type APIOverwrite, PermissionFlagsBits } from 'discord.js'
import type { Permission } from '#bot'

/** The permissions that a bot may lack in a server that it is in. */
type DiscordPermission = Exclude<Permission, 'join'>

/** The permissions that a mock needs, with Discord's bit for each. */
export const PERMISSION_BITS: Readonly<Record<DiscordPermission, bigint>> = {
  view: PermissionFlagsBits.ViewChannel,
  send: PermissionFlagsBits.SendMessages,
  'create-threads': PermissionFlagsBits.CreatePublicThreads,
  'send-in-threads': PermissionFlagsBits.SendMessagesInThreads,
  'read-history': PermissionFlagsBits.ReadMessageHistory,
  'add-reactions': PermissionFlagsBits.AddReactions,
  'attach-files': PermissionFlagsBits.AttachFiles,
}

/** The permissions that are missing. @param held the bot's permissions in a channel, as Discord's bit set */
export function missingPermissions(held: bigint): readonly Permission[] {
  if ((held & PermissionFlagsBits.Administrator) !== 0n) return []
  return (Object.keys(PERMISSION_BITS) as DiscordPermission[]).filter(
    (name) => (held & PERMISSION_BITS[name]) === 0n,
  )
}

/**
 * A member's permissions in a channel, as Discord's bit set.
 * https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function permissionsIn(
  { id: everyone, owner_id, roles }: Pick<APIGuild, 'id' | 'owner_id' | 'roles'>,
  { user, roles: held }: Pick<APIGuildMember, 'user' | 'roles'>,
  overwrites: readonly APIOverwrite[],
): bigint {
  const basic = roles
    .filter(({ id }) => id === everyone || held.includes(id))
    .reduce((bits, { permissions }) => bits | BigInt(permissions), 0n)
  if (user.id === owner_id || (basic & PermissionFlagsBits.Administrator) !== 0n)
    return PermissionFlagsBits.Administrator
  const layers = [
    overwrites.filter(({ id }) => id === everyone),
    overwrites.filter(({ id }) => id !== everyone && held.includes(id)),
    overwrites.filter(({ id }) => id === user.id),
  ]
  const bits = layers.reduce((before, layer) => {
    const denied = layer.reduce((all, { deny }) => all | BigInt(deny), 0n)
    const allowed = layer.reduce((all, { allow }) => all | BigInt(allow), 0n)
    return (before & ~denied) | allowed
  }, basic)
  // A member who can't see a channel has no permissions in it.
  return (bits & PermissionFlagsBits.ViewChannel) === 0n ? 0n : bits
}
