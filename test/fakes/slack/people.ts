import { chosen, findButton, findChoice } from './acting.ts'
import { dmWith } from './channel.ts'
import { escaped } from './commands.ts'
import type { Send } from './delivery.ts'
import { uploadBy } from './files.ts'
import { fillModal } from './form.ts'
import { act, closeModal, type Hand, submitModal, useCommand } from './interacting.ts'
import type { FakeMessage } from './message.ts'
import type { Channel, Part, User } from './model.ts'
import { deleteMessage, editMessage, postMessage } from './posting.ts'
import { react, unreact } from './reactions.ts'
import { InteractionResult } from './result.ts'
import { FakeView, type ViewState, viewJson } from './view.ts'
import { closeViews, initialState } from './views.ts'
import { fileJson, shareJson } from './wire.ts'
import type { World } from './world.ts'

export type NewMember = Readonly<{
  name: string
  locale?: string
  tz?: string
  /** An admin of the workspace. */
  admin?: boolean
  owner?: boolean
}>
export type SaidFile = Readonly<{
  name: string
  data: Uint8Array | string
  mediaType?: string
  /** The language of a text that is pasted as a file. */
  snippet?: string
  /** It comes from another workspace by Slack Connect. */
  foreign?: 'described' | 'denied'
}>
export type Saying = Readonly<{
  /** The message on whose thread it is said. */
  thread?: FakeMessage | string
  files?: readonly SaidFile[]
}>

/** A person in the workspace; what they do reaches the app as it does from Slack's own client. */
export class FakeMember {
  readonly user: User
  /** Ephemeral messages of this person; they are gone after a reload. */
  readonly ephemerals: FakeMessage[] = []
  /** The modals that stand open, the topmost last. */
  readonly modals: FakeView[] = []
  /** The view that the app published on its Home tab. */
  home: FakeView | undefined
  /** While true no ephemeral message arrives, as Slack guarantees none to who has no client open. */
  away = false
  readonly #world: World
  readonly #send: Send
  readonly #chosen = new WeakMap<FakeMessage, ViewState>()

  constructor(world: World, send: Send, member: NewMember) {
    const { name, locale = 'en-US', tz = 'Europe/Berlin', admin = false, owner = false } = member
    this.#world = world
    this.#send = send
    this.user = { id: world.ids.next('U'), name, bot: false, locale, tz, admin, owner }
    world.users.set(this.id, this.user)
    world.members.set(this.id, this)
    for (const channel of world.channels.values()) if (channel.kind === 'public') channel.members.add(this.id)
  }

  get id(): string {
    return this.user.id
  }

  /** The modal that stands on top. */
  get modal(): FakeView | undefined {
    return this.modals.at(-1)
  }

  receive(message: FakeMessage): void {
    if (!this.away) this.ephemerals.push(message)
  }

  /** Starts the client anew: ephemeral messages and open modals are gone. */
  reload(): void {
    this.ephemerals.length = 0
    closeViews(this.#world, this.user, true)
  }

  /** Uses a slash command as it is typed: `/mock fraud-detection 30`. In a thread Slack refuses it. */
  async command(channel: Channel, typed: string, { thread }: Saying = {}): Promise<InteractionResult> {
    const hand = this.#hand()
    await useCommand(hand, channel, typed, thread !== undefined)
    return hand.result
  }

  /** Presses the button with this label or action_id in a message or a view. @throws Error when there is none */
  async click(on: FakeMessage | FakeView, label: string): Promise<InteractionResult> {
    this.#mustSee(on)
    const hand = this.#hand()
    await act(hand, on, findButton(on, label), {}, this.#stateOf(on))
    return hand.result
  }

  /**
   * Chooses in the select with this placeholder, action_id or text; options by value or text.
   * @throws Error when there is none, or it has no such option
   */
  async choose(
    on: FakeMessage | FakeView,
    select: string,
    ...values: readonly string[]
  ): Promise<InteractionResult> {
    this.#mustSee(on)
    const found = findChoice(on, select)
    const value = chosen(found.element, values)
    const { block, element } = found
    const state = this.#stateOf(on)
    const id = block.block_id ?? ''
    state[id] = { ...state[id], [element.action_id ?? '']: value }
    const hand = this.#hand()
    // The app hears of an input when it asked for it, or by the submission.
    if (block.type === 'input' && !block.dispatch_action) hand.result.acknowledge()
    else await act(hand, on, found, value, state)
    return hand.result
  }

  /**
   * Sends a modal, filled in by labels, block_ids or action_ids; choices by value or text.
   * @throws Error when the form would not let it go
   */
  async submit(
    view: FakeView,
    values: Readonly<Record<string, string | readonly string[]>> = {},
    files: Readonly<Record<string, SaidFile>> = {},
  ): Promise<InteractionResult> {
    this.#mustSee(view)
    if (view.submit === undefined) throw new Error(`the modal "${view.title}" can't be submitted`)
    if (this.modal !== view) throw new Error(`the modal "${view.title}" does not stand on top`)
    const uploaded = Object.entries(files).map(([key, file]) => {
      const stored = uploadBy(this.#world, this.user, file)
      stored.handedIn = true
      return [key, fileJson(this.#world, stored)] as const
    })
    fillModal(view, values, Object.fromEntries(uploaded))
    const hand = this.#hand()
    await submitModal(hand, view)
    return hand.result
  }

  /** Closes the topmost modal by its button, or all of them by the cross. */
  async closeView(view: FakeView, all = false): Promise<InteractionResult> {
    this.#mustSee(view)
    const hand = this.#hand()
    await closeModal(hand, view, all)
    return hand.result
  }

  /** Looks at a tab of the app; what the app publishes on its Home tab then is in `home`. */
  openHome(tab: 'home' | 'messages' = 'home'): void {
    if (tab === 'home' && !this.#world.settings.homeTab) return
    this.#world.publish('app_home_opened', undefined, {
      type: 'app_home_opened',
      user: this.id,
      channel: dmWith(this.#world, this.user).id,
      tab,
      ...(this.home && { view: viewJson(this.#world, this.home) }),
      event_ts: this.#world.ids.ts(),
    })
  }

  /** Says something in a channel, a thread, or to the bot directly. */
  say(channel: Channel, text: string, { thread, files = [] }: Saying = {}): FakeMessage {
    if (text === '' && files.length === 0) throw new Error('nothing to say')
    const mute = channel.kind === 'dm' && this.#world.settings.messagesTab !== 'open'
    if (mute || channel.deleted || channel.archived) throw new Error(`nobody can write in ${channel.name}`)
    if (!channel.members.has(this.id)) throw new Error(`${this.user.name} is not in ${channel.name}`)
    const threadTs = typeof thread === 'string' ? thread : (thread?.threadTs ?? thread?.ts)
    const uploaded = files.map((file) => uploadBy(this.#world, this.user, file))
    return postMessage(
      this.#world,
      { channel, author: this.user, threadTs },
      { ...this.#typed(text), files: uploaded },
    )
  }

  /** Forwards a message; a text of one's own may go with it. */
  forward(
    message: FakeMessage,
    to: Channel,
    { thread, text = '' }: Saying & { text?: string } = {},
  ): FakeMessage {
    this.#mustSee(message)
    const threadTs = typeof thread === 'string' ? thread : (thread?.threadTs ?? thread?.ts)
    return postMessage(
      this.#world,
      { channel: to, author: this.user, threadTs },
      { ...(text === '' ? { text } : this.#typed(text)), attachments: [shareJson(this.#world, message)] },
    )
  }

  edit(message: FakeMessage, text: string): void {
    this.#mustOwn(message)
    editMessage(this.#world, message, this.#typed(text))
  }

  delete(message: FakeMessage): void {
    if (!this.user.admin) this.#mustOwn(message)
    deleteMessage(this.#world, message)
  }

  /** @param name as Slack calls it, such as `one` or `thumbsup::skin-tone-3` */
  react(message: FakeMessage, name: string): void {
    this.#mustSee(message)
    if (message.ephemeral) throw new Error('nobody can react to an ephemeral message')
    react(this.#world, message, name, this.user)
  }

  unreact(message: FakeMessage, name: string): void {
    unreact(this.#world, message, name, this.user)
  }

  /** Typed text arrives escaped, with people's names as mentions, and once more as rich text. */
  #typed(text: string): { text: string; blocks: readonly Part[] } {
    const rich = { type: 'text', text }
    return {
      text: escaped(this.#world, text),
      blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [rich] }] }],
    }
  }

  #hand(): Hand {
    const result = new InteractionResult(() => ({
      ephemerals: this.ephemerals,
      dms: dmWith(this.#world, this.user).messages.filter(({ author }) => author.bot),
    }))
    return { world: this.#world, send: this.#send, user: this.user, result }
  }

  /** The values that this person has chosen so far. */
  #stateOf(on: FakeMessage | FakeView): ViewState {
    if (on instanceof FakeView) return on.state
    const state = this.#chosen.get(on) ?? initialState(on.blocks)
    this.#chosen.set(on, state)
    return state
  }

  #mustSee(on: FakeMessage | FakeView): void {
    if (on instanceof FakeView) {
      if (on.owner !== this.user) throw new Error(`the view "${on.title}" is ${on.owner.name}'s`)
      if (!on.open) throw new Error(`the modal "${on.title}" is closed`)
      return
    }
    if (!on.stands) throw new Error('the message was deleted')
    if (on.visibleTo && on.visibleTo !== this.user)
      throw new Error(`only ${on.visibleTo.name} sees this message`)
    if (on.ephemeral && !this.ephemerals.includes(on)) throw new Error('the message vanished with a reload')
  }

  #mustOwn(message: FakeMessage): void {
    this.#mustSee(message)
    if (message.author !== this.user) throw new Error(`the message is not ${this.user.name}'s`)
  }
}
