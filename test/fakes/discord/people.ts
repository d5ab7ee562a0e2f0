import { setArchived } from './channel-changes.ts'
import { commandData, optionValue } from './command-input.ts'
import { INTERACTION, raise } from './interaction.ts'
import type { FakeMessage } from './message.ts'
import { type FakeModal, fillModal } from './modal.ts'
import type { Channel, Guild, Member, UploadedFile, User } from './model.ts'
import { deleteMessage, editMessage, forwardMessage, postMessage, storeFile } from './posting.ts'
import { checkEmoji, clearReactions, react, unreact } from './reactions.ts'
import type { InteractionResult } from './result.ts'
import type { World } from './world.ts'

export type NewMember = Readonly<{
  name: string /** May manage the server. */
  admin?: boolean
  locale?: string
}>
export type SaidFile = Readonly<{ name: string; data: Uint8Array | string; mediaType?: string }>

/** A person in a guild; what they do reaches the bot as it does from Discord's own client. */
export class FakeMember implements Member {
  readonly user: User
  readonly guild: Guild
  readonly admin: boolean
  readonly locale: string
  readonly joinedAt = new Date().toISOString()
  /** While true the bot's direct messages are refused. */
  dmsClosed = false
  readonly #world: World

  constructor(world: World, guild: Guild, { name, admin = false, locale = 'en-US' }: NewMember) {
    this.#world = world
    this.user = { id: world.nextId(), name, bot: false }
    this.guild = guild
    this.admin = admin
    this.locale = locale
  }

  get id(): string {
    return this.user.id
  }

  /**
   * Uses a slash command; a name with spaces means a subcommand.
   * @throws Error where Discord's client would not let the person send it
   */
  async command(
    channel: Channel,
    name: string,
    options: Readonly<Record<string, string | number | boolean>> = {},
  ): Promise<InteractionResult> {
    const data = commandData(this.#world, this, channel, name, options)
    return raise(this.#world, { type: INTERACTION.command, member: this, channel, data })
  }

  /** Types into an option of a command. @returns what the bot offers */
  async autocomplete(
    channel: Channel,
    name: string,
    option: string,
    typed: string,
    others: Readonly<Record<string, string | number | boolean>> = {},
  ): Promise<readonly Readonly<{ name: string; value: string | number }>[]> {
    const data = commandData(this.#world, this, channel, name, others, optionValue(option, typed))
    const result = await raise(this.#world, { type: INTERACTION.autocomplete, member: this, channel, data })
    if (result.error) throw new Error(`autocomplete of /${name} ${option}: the bot ${result.error}`)
    return result.choices ?? []
  }

  /** Presses the button with this label or custom id. @throws Error when there is none, or it is disabled */
  async click(message: FakeMessage, label: string): Promise<InteractionResult> {
    this.#mustSee(message)
    const found = message.button(label)
    if (!found) throw new Error(`no button "${label}", but: ${message.buttons.join(', ') || 'none'}`)
    if (found.disabled) throw new Error(`the button "${label}" is disabled`)
    if (!found.custom_id) throw new Error(`the button "${label}" is a link`)
    return this.#use(message, { component_type: found.type, custom_id: found.custom_id, id: found.id })
  }

  /** Chooses in the select with this placeholder or custom id. @throws Error when it has no such option */
  async choose(
    message: FakeMessage,
    select: string,
    ...values: readonly string[]
  ): Promise<InteractionResult> {
    this.#mustSee(message)
    const found = message.select(select)
    if (!found) throw new Error(`no select "${select}", but: ${message.selects.join(', ') || 'none'}`)
    if (found.disabled) throw new Error(`the select "${select}" is disabled`)
    const offered = found.options?.map((option) => option.value) ?? []
    for (const value of values)
      if (!offered.includes(value))
        throw new Error(`"${select}" has no option ${value}, but: ${offered.join(', ')}`)
    if (values.length < (found.min_values ?? 1) || values.length > (found.max_values ?? 1))
      throw new Error(
        `"${select}" takes ${found.min_values} to ${found.max_values} choices, not ${values.length}`,
      )
    return this.#use(message, {
      component_type: found.type,
      custom_id: found.custom_id,
      id: found.id,
      values,
    })
  }

  /** Sends a modal, filled in by labels or custom ids. @throws Error when the form would not let it go */
  async submit(
    modal: FakeModal,
    values: Readonly<Record<string, string>> = {},
    files: Readonly<Record<string, SaidFile>> = {},
  ): Promise<InteractionResult> {
    const { channel, source, member } = modal.opener
    if (member !== this) throw new Error(`the modal "${modal.title}" was opened for ${member.user.name}`)
    const stored = Object.entries(files).map(
      ([key, file]) => [key, storeFile(this.#world, channel, uploaded(file, 0))] as const,
    )
    const data = fillModal(modal, values, Object.fromEntries(stored))
    return raise(this.#world, {
      type: INTERACTION.modal,
      member: this,
      channel,
      data,
      ...(source && { source }),
    })
  }

  say(channel: Channel, text: string, { files = [] }: { files?: readonly SaidFile[] } = {}): FakeMessage {
    if (text === '' && files.length === 0) throw new Error('nothing to say')
    if ([...text].length > 4000) throw new Error('a message takes 4000 characters at most')
    if (channel.deleted) throw new Error(`${channel.name} is deleted`)
    // A person's message reopens an archived thread.
    setArchived(this.#world, channel, false)
    return postMessage(this.#world, { channel, author: this.user }, { content: text }, files.map(uploaded))
  }

  forward(message: FakeMessage, to: Channel): FakeMessage {
    this.#mustSee(message)
    setArchived(this.#world, to, false)
    return forwardMessage(this.#world, { channel: to, author: this.user }, message)
  }

  edit(message: FakeMessage, text: string): void {
    this.#mustOwn(message)
    editMessage(this.#world, message, { content: text })
  }

  delete(message: FakeMessage): void {
    if (!this.admin) this.#mustOwn(message)
    deleteMessage(this.#world, message)
  }

  react(message: FakeMessage, emoji: string): void {
    this.#mustSee(message)
    if (message.ephemeral) throw new Error('nobody can react to an ephemeral message')
    checkEmoji(emoji)
    react(this.#world, message, emoji, this.user)
  }

  unreact(message: FakeMessage, emoji: string): void {
    unreact(this.#world, message, emoji, this.user)
  }

  /** Takes away everybody's reactions, or those of one kind, as who manages messages may. */
  clearReactions(message: FakeMessage, emoji?: string): void {
    if (!this.admin) throw new Error(`${this.user.name} does not manage messages`)
    clearReactions(this.#world, message, emoji)
  }

  #use(message: FakeMessage, data: Record<string, unknown>): Promise<InteractionResult> {
    const { channel } = message
    return raise(this.#world, { type: INTERACTION.component, member: this, channel, data, source: message })
  }

  #mustSee(message: FakeMessage): void {
    if (message.deleted) throw new Error('the message was deleted')
    if (message.visibleTo && message.visibleTo.id !== this.id)
      throw new Error(`only ${message.visibleTo.name} sees this message`)
  }

  #mustOwn(message: FakeMessage): void {
    this.#mustSee(message)
    if (message.author.id !== this.id) throw new Error(`the message is not ${this.user.name}'s`)
  }
}

export function uploaded(file: SaidFile, index: number): UploadedFile {
  const data = typeof file.data === 'string' ? new TextEncoder().encode(file.data) : file.data
  return {
    field: `files[${index}]`,
    name: file.name,
    mediaType: file.mediaType ?? 'application/octet-stream',
    data,
  }
}
