import { type APIGuild, type APIGuildMember, type APIOverwrite, PermissionFlagsBits } from 'discord.js'
import type { Permission } from '#bot'

/** What a bot that is in a server may still lack there. */
type DiscordPermission = Exclude<Permission, 'join'>

/** What a mock needs, with Discord's bit for each. */
export const PERMISSION_BITS: Readonly<Record<DiscordPermission, bigint>> = {
  view: PermissionFlagsBits.ViewChannel,
  send: PermissionFlagsBits.SendMessages,
  'create-threads': PermissionFlagsBits.CreatePublicThreads,
  'send-in-threads': PermissionFlagsBits.SendMessagesInThreads,
  'read-history': PermissionFlagsBits.ReadMessageHistory,
  'add-reactions': PermissionFlagsBits.AddReactions,
  'attach-files': PermissionFlagsBits.AttachFiles,
}

/** What is lacking among them. @param held what the bot may do somewhere, as Discord's bit set */
export function missingPermissions(held: bigint): readonly Permission[] {
  if ((held & PermissionFlagsBits.Administrator) !== 0n) return []
  return (Object.keys(PERMISSION_BITS) as DiscordPermission[]).filter(
    (name) => (held & PERMISSION_BITS[name]) === 0n,
  )
}

/**
 * What a member may do in a channel, as Discord's bit set.
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
  // Who can't see a channel can't do anything in it.
  return (bits & PermissionFlagsBits.ViewChannel) === 0n ? 0n : bits
}
