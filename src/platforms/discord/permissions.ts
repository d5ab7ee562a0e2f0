import { PermissionFlagsBits } from 'discord.js'
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
