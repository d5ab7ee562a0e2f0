import type { Interaction } from './interaction.ts'
import type { FakeMessage } from './message.ts'
import type { Attachment, Channel, Command, Dispatch, Guild, User } from './model.ts'

export type Settings = Readonly<{
  token: string
  /** Whether the privileged message content intent is allowed for the application. */
  messageContent: boolean
  /** How long an interaction waits for its acknowledgement, in milliseconds. */
  ackDeadlineMs: number
  heartbeatMs: number
}>

/** Everything that Discord knows. */
export type World = {
  readonly settings: Settings
  readonly nextId: () => string
  readonly bot: User
  readonly users: Map<string, User>
  readonly guilds: Map<string, Guild>
  readonly channels: Map<string, Channel>
  /** All messages, ephemeral ones too, until they are deleted. */
  readonly messages: Map<string, FakeMessage>
  readonly attachments: Map<string, Attachment>
  /** By token. */
  readonly interactions: Map<string, Interaction>
  readonly commands: { global: readonly Command[]; readonly byGuild: Map<string, readonly Command[]> }
  /** Where the fake listens, such as http://127.0.0.1:4242. */
  origin: string
  readonly listeners: Set<(event: Dispatch) => void>
}

export function createWorld(settings: Settings, nextId: () => string): World {
  const bot: User = { id: nextId(), name: 'Loopmate', bot: true }
  return {
    settings,
    nextId,
    bot,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    attachments: new Map(),
    interactions: new Map(),
    commands: { global: [], byGuild: new Map() },
    origin: '',
    listeners: new Set(),
  }
}

export function publish(world: World, event: Dispatch): void {
  for (const listener of world.listeners) listener(event)
}
