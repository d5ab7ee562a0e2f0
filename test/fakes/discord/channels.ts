import { deleteChannel, setArchived } from './channel-changes.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Guild, Member } from './model.ts'
import { ORDINARY, type PermissionName, toBits } from './permissions.ts'
import { publishChannel } from './posting.ts'
import type { World } from './world.ts'

type Seed = Pick<Channel, 'kind' | 'name'> &
  Partial<Pick<Channel, 'guild' | 'parent' | 'ownerId' | 'recipient'>>

class FakeChannel implements Channel {
  readonly id: string
  readonly kind: Channel['kind']
  readonly guild: Guild | undefined
  readonly parent: Channel | undefined
  readonly ownerId: string | undefined
  readonly recipient: Member | undefined
  name: string
  topic: string | null = null
  permissions = ORDINARY
  archived = false
  archivedAt = new Date().toISOString()
  locked = false
  autoArchiveMinutes = 4320
  deleted = false
  readonly joined = new Set<string>()
  readonly messages: FakeMessage[] = []
  readonly threads: Channel[] = []
  readonly #world: World

  constructor(world: World, id: string, seed: Seed) {
    this.#world = world
    this.id = id
    this.kind = seed.kind
    this.name = seed.name
    this.guild = seed.guild
    this.parent = seed.parent
    this.ownerId = seed.ownerId
    this.recipient = seed.recipient
  }

  delete(): void {
    deleteChannel(this.#world, this)
  }

  archive(): void {
    setArchived(this.#world, this, true)
  }

  unarchive(): void {
    setArchived(this.#world, this, false)
  }

  allowBot(permissions: bigint | readonly PermissionName[]): void {
    this.permissions = toBits(permissions)
    publishChannel(this.#world, 'CHANNEL_UPDATE', this)
  }
}

/** A new channel without telling anyone; the id of a thread on a message is the message's. */
export function createChannel(world: World, seed: Seed, id = world.nextId()): Channel {
  const channel = new FakeChannel(world, id, seed)
  world.channels.set(id, channel)
  seed.parent?.threads.push(channel)
  if (seed.kind === 'text' || seed.kind === 'voice') seed.guild?.channels.push(channel)
  return channel
}

/** The bot's direct messages with a person, opened when it first needs them. */
export function dmWith(world: World, member: Member): Channel {
  const open = [...world.channels.values()].find((channel) => channel.recipient?.user.id === member.user.id)
  return open ?? createChannel(world, { kind: 'dm', name: member.user.name, recipient: member })
}

export function memberOf(guild: Guild, userId: string): Member | undefined {
  return guild.members.find((member) => member.user.id === userId)
}
