import type { FakeMessage } from './message.ts'
import type { PermissionName } from './permissions.ts'

export type Json = Record<string, unknown>

export type User = Readonly<{ id: string; name: string; bot: boolean }>

export type Guild = {
  readonly id: string
  readonly name: string
  readonly locale: string
  readonly owner: User
  readonly adminRoleId: string
  readonly channels: Channel[]
  readonly members: Member[]
  /** The bot's permissions by its roles; channels may differ. */
  readonly botPermissions: bigint
  /** False once the bot was removed. */
  joined: boolean
}

export type Member = {
  readonly user: User
  readonly guild: Guild
  readonly admin: boolean
  readonly locale: string
  readonly joinedAt: string
  dmsClosed: boolean
}

/** A guild's text or voice channel, a thread in a text channel, or the bot's direct messages with a person. */
export type Channel = {
  readonly id: string
  readonly kind: 'text' | 'voice' | 'thread' | 'dm'
  readonly guild: Guild | undefined
  /** Threads only. */
  readonly parent: Channel | undefined
  readonly ownerId: string | undefined
  /** Direct messages only. */
  readonly recipient: Member | undefined
  name: string
  topic: string | null
  permissions: bigint
  archived: boolean
  archivedAt: string
  locked: boolean
  autoArchiveMinutes: number
  deleted: boolean
  readonly joined: Set<string>
  readonly messages: FakeMessage[]
  readonly threads: Channel[]
  /** Someone with the right to do so deletes it. */
  delete(): void
  archive(): void
  unarchive(): void
  /** Changes what the bot may do here. */
  allowBot(permissions: bigint | readonly PermissionName[]): void
}

export type UploadedFile = Readonly<{ field: string; name: string; mediaType: string; data: Uint8Array }>

export type Attachment = Readonly<{
  id: string
  filename: string
  description: string | undefined
  mediaType: string
  size: number
  url: string
  width: number | undefined
  height: number | undefined
  data: Uint8Array
}>

export type CommandOption = Readonly<{
  type: number
  name: string
  description: string
  required?: boolean
  autocomplete?: boolean
  choices?: readonly Readonly<{ name: string; value: string | number }>[]
  options?: readonly CommandOption[]
  min_value?: number
  max_value?: number
  min_length?: number
  max_length?: number
}>

export type Command = Readonly<{
  id: string
  version: string
  type: number
  name: string
  guildId: string | undefined
  options: readonly CommandOption[]
  defaultMemberPermissions: string | null
  contexts: readonly number[] | null
  /** As it was registered. */
  raw: Json
}>

/** One event for the gateway; `data` depends on what the session's intents let it see. */
export type Dispatch = Readonly<{
  t: string
  /** 0: sent whatever the intents. */
  intents: number
  guild?: Guild
  channel?: Channel
  data(intents: number): Json
}>
