import type { FakeMessage } from './message.ts'
import type { Channel, ChannelKind, User } from './model.ts'
import { announceJoin } from './posting.ts'
import type { World } from './world.ts'

type Seed = Readonly<{ kind: ChannelKind; name: string; user?: User; joined: boolean }>

export class FakeChannel implements Channel {
  readonly id: string
  readonly kind: ChannelKind
  readonly name: string
  readonly user: User | undefined
  readonly members = new Set<string>()
  readonly messages: FakeMessage[] = []
  readonly created = Math.floor(Date.now() / 1000)
  archived = false
  deleted = false
  readonly #world: World

  constructor(world: World, seed: Seed) {
    this.#world = world
    this.id = world.ids.next(seed.kind === 'dm' ? 'D' : 'C')
    this.kind = seed.kind
    this.name = seed.name
    this.user = seed.user
    if (seed.joined) this.members.add(world.bot.id)
    world.channels.set(this.id, this)
  }

  get joined(): boolean {
    return this.members.has(this.#world.bot.id)
  }

  find(ts: string): FakeMessage | undefined {
    return this.messages.find((message) => message.ts === ts && !message.deleted && !message.ephemeral)
  }

  /** The messages of the thread on a message that still stand, without the first. */
  thread(ts: string): readonly FakeMessage[] {
    return this.messages.filter((message) => message.threadTs === ts && message.stands)
  }

  /** Adds a person or the bot to the channel. */
  invite(user: User, inviter?: User): void {
    if (this.members.has(user.id)) return
    this.members.add(user.id)
    if (!this.joined) return
    announceJoin(this.#world, this, user)
    this.#world.publish('member_joined_channel', this.#readScope, {
      type: 'member_joined_channel',
      user: user.id,
      channel: this.id,
      channel_type: this.kind === 'public' ? 'C' : 'G',
      team: this.#world.team.id,
      ...(inviter && { inviter: inviter.id }),
      event_ts: this.#world.ids.ts(),
    })
  }

  inviteBot(inviter?: User): void {
    this.invite(this.#world.bot, inviter)
  }

  kickBot(): void {
    this.members.delete(this.#world.bot.id)
  }

  archive(by?: User): void {
    this.archived = true
    if (this.joined)
      this.#world.publish(this.kind === 'public' ? 'channel_archive' : 'group_archive', this.#readScope, {
        type: this.kind === 'public' ? 'channel_archive' : 'group_archive',
        channel: this.id,
        user: by?.id ?? 'U0SOMEBODY',
        event_ts: this.#world.ids.ts(),
      })
  }

  unarchive(): void {
    this.archived = false
  }

  delete(): void {
    const { joined } = this
    this.deleted = true
    if (joined)
      this.#world.publish(this.kind === 'public' ? 'channel_deleted' : 'group_deleted', this.#readScope, {
        type: this.kind === 'public' ? 'channel_deleted' : 'group_deleted',
        channel: this.id,
        event_ts: this.#world.ids.ts(),
      })
  }

  get #readScope(): string {
    return this.kind === 'public' ? 'channels:read' : 'groups:read'
  }
}

/** The bot's direct messages with a person, opened when first needed. */
export function dmWith(world: World, user: User): FakeChannel {
  for (const channel of world.channels.values())
    if (channel.kind === 'dm' && channel.user?.id === user.id) return channel as FakeChannel
  const opened = new FakeChannel(world, { kind: 'dm', name: user.name, user, joined: true })
  opened.members.add(user.id)
  return opened
}
