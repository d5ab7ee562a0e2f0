import { apiErrors } from './api-error.ts'
import type { Channel, Member } from './model.ts'

const PERMISSIONS = {
  ADD_REACTIONS: 1n << 6n,
  VIEW_CHANNEL: 1n << 10n,
  SEND_MESSAGES: 1n << 11n,
  MANAGE_MESSAGES: 1n << 13n,
  EMBED_LINKS: 1n << 14n,
  ATTACH_FILES: 1n << 15n,
  READ_MESSAGE_HISTORY: 1n << 16n,
  USE_EXTERNAL_EMOJIS: 1n << 18n,
  MANAGE_CHANNELS: 1n << 4n,
  MANAGE_GUILD: 1n << 5n,
  USE_APPLICATION_COMMANDS: 1n << 31n,
  MANAGE_THREADS: 1n << 34n,
  CREATE_PUBLIC_THREADS: 1n << 35n,
  SEND_MESSAGES_IN_THREADS: 1n << 38n,
} as const

export type PermissionName = keyof typeof PERMISSIONS

function permissionBits(names: readonly PermissionName[]): bigint {
  return names.reduce((bits, name) => bits | PERMISSIONS[name], 0n)
}

/** Bits as they are, or by their names. */
export function toBits(permissions: bigint | readonly PermissionName[]): bigint {
  return typeof permissions === 'bigint' ? permissions : permissionBits(permissions)
}

/** The permissions of everybody in a new channel; the bot needs no others. */
export const ORDINARY = permissionBits([
  'ADD_REACTIONS',
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'EMBED_LINKS',
  'ATTACH_FILES',
  'READ_MESSAGE_HISTORY',
  'USE_EXTERNAL_EMOJIS',
  'USE_APPLICATION_COMMANDS',
  'CREATE_PUBLIC_THREADS',
  'SEND_MESSAGES_IN_THREADS',
])

export const ADMIN =
  ORDINARY | permissionBits(['MANAGE_GUILD', 'MANAGE_CHANNELS', 'MANAGE_MESSAGES', 'MANAGE_THREADS'])

/** The bot's permissions without some of them, to see what it does then. */
export function allPermissionsBut(...names: readonly PermissionName[]): bigint {
  return ORDINARY & ~permissionBits(names)
}

const DM_PERMISSIONS = allPermissionsBut('CREATE_PUBLIC_THREADS', 'SEND_MESSAGES_IN_THREADS')

/** The bot's permissions in a channel; a thread has its parent's. */
export function botPermissions(channel: Channel): bigint {
  if (channel.kind === 'dm') return DM_PERMISSIONS
  return (channel.parent ?? channel).permissions
}

export function memberPermissions(member: Member): bigint {
  return member.admin ? ADMIN : ORDINARY
}

export function botMay(channel: Channel, ...names: readonly PermissionName[]): boolean {
  const bits = permissionBits(names)
  return (botPermissions(channel) & bits) === bits
}

/** @throws ApiError 50001 without sight of the channel, 50013 without one of the others */
export function requireBot(channel: Channel, ...names: readonly PermissionName[]): void {
  if (!botMay(channel, 'VIEW_CHANNEL')) throw apiErrors.missingAccess()
  if (!botMay(channel, ...names)) throw apiErrors.missingPermissions()
}
