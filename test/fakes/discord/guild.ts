import { createChannel } from './channels.ts'
import { commandsIn } from './commands.ts'
import { INTENT } from './intents.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Command, Guild, User } from './model.ts'
import { FakeMember, type NewMember, type SaidFile, uploaded } from './people.ts'
import { ORDINARY, type PermissionName, toBits } from './permissions.ts'
import { postMessage, publishChannel } from './posting.ts'
import { guildCreateJson } from './wire.ts'
import { publish, type World } from './world.ts'

export type NewGuild = Readonly<{
  name: string
  locale?: string
  /** All that the bot needs, unless given. */
  botPermissions?: bigint | readonly PermissionName[]
}>
export type NewChannel = Readonly<{
  name: string
  /** A voice channel has a text chat, in which no threads can be opened. */
  kind?: 'text' | 'voice'
  /** The bot's permissions in the server, unless given. */
  botPermissions?: bigint | readonly PermissionName[]
}>

/** A server that the bot was invited to. */
export class FakeGuild implements Guild {
  readonly id: string
  readonly name: string
  readonly locale: string
  readonly owner: User
  readonly adminRoleId: string
  readonly channels: Channel[] = []
  readonly members: FakeMember[] = []
  readonly botPermissions: bigint
  joined = true
  readonly #world: World

  constructor(world: World, { name, locale = 'en-US', botPermissions = ORDINARY }: NewGuild) {
    this.#world = world
    this.id = world.nextId()
    this.name = name
    this.locale = locale
    this.botPermissions = toBits(botPermissions)
    this.owner = { id: world.nextId(), name: `${name}'s owner`, bot: false }
    this.adminRoleId = world.nextId()
    world.users.set(this.owner.id, this.owner)
    world.guilds.set(this.id, this)
    publish(world, {
      t: 'GUILD_CREATE',
      intents: INTENT.guilds,
      data: () => guildCreateJson(world, this),
    })
  }

  /** The commands that people see here: the guild's own and the global ones. */
  get commands(): readonly Command[] {
    return commandsIn(this.#world, this)
  }

  addChannel({ name, kind = 'text', botPermissions }: NewChannel): Channel {
    const channel = createChannel(this.#world, { kind, name, guild: this })
    channel.permissions = toBits(botPermissions ?? this.botPermissions)
    publishChannel(this.#world, 'CHANNEL_CREATE', channel)
    return channel
  }

  addMember(member: NewMember): FakeMember {
    const added = new FakeMember(this.#world, this, member)
    this.#world.users.set(added.id, added.user)
    this.members.push(added)
    return added
  }

  /** A webhook posts, as proxies such as PluralKit let it: under a name, in place of a member. */
  relay(channel: Channel, name: string, text: string, files: readonly SaidFile[] = []): FakeMessage {
    const webhookId = this.#world.nextId()
    const author = { id: webhookId, name, bot: true }
    return postMessage(this.#world, { channel, author, webhookId }, { content: text }, files.map(uploaded))
  }

  /** Someone removes the bot from the server. */
  removeBot(): void {
    this.joined = false
    publish(this.#world, {
      t: 'GUILD_DELETE',
      intents: INTENT.guilds,
      guild: this,
      data: () => ({ id: this.id }),
    })
  }
}
