import { blockLines, isChoice, pingsIn, plain, shown, walk } from './blocks.ts'
import type { Channel, Json, Part, StoredFile, User } from './model.ts'

export type Reaction = Readonly<{ name: string; users: readonly User[] }>

/** A message as the people see it now; it changes as it is edited. */
export class FakeMessage {
  readonly ts: string
  readonly channel: Channel
  readonly author: User
  /** The thread's first message, in a reply. */
  readonly threadTs: string | undefined
  /** The notification's text, as it was sent. */
  raw = ''
  blocks: Part[] = []
  files: StoredFile[] = []
  /** The messages that it forwards, as the API tells them. */
  attachments: Json[] = []
  metadata: Json | undefined
  deleted = false
  /** Deleted while it had replies: it stands there without its text. */
  tombstone = false
  editedTs: string | undefined
  /** The texts it had before each edit, oldest first. */
  readonly edits: string[] = []
  /** The blocks it had before each edit, oldest first. */
  readonly earlier: Part[][] = []
  /** The one person who sees an ephemeral message. */
  visibleTo: User | undefined
  readonly #reactions = new Map<string, Map<string, User>>()

  constructor(ts: string, channel: Channel, author: User, threadTs: string | undefined) {
    this.ts = ts
    this.channel = channel
    this.author = author
    this.threadTs = threadTs
  }

  get ephemeral(): boolean {
    return this.visibleTo !== undefined
  }

  /** Whether it still stands there with its text. */
  get stands(): boolean {
    return !this.deleted && !this.tombstone
  }

  /** The text that a person reads: the blocks, or `text` where there are none. */
  get text(): string {
    const lines = blockLines(this.blocks)
    return shown(lines.length > 0 ? lines.join('\n') : this.raw)
  }

  /** The text of the notification. */
  get notification(): string {
    return shown(this.raw)
  }

  /** Ids of users, and `channel`, `here` or `everyone`, whom it notifies. */
  get pings(): string[] {
    // Typed text arrives as rich text too, whose mentions are elements.
    const read = this.blocks.filter((block) => block.type !== 'rich_text')
    return [...new Set(pingsIn((read.length > 0 ? blockLines(read) : [this.raw]).join('\n')))]
  }

  /** The replies that stand in its thread. */
  get replies(): FakeMessage[] {
    return this.channel.messages.filter(
      (message) => message.threadTs === this.ts && message.stands && !message.ephemeral,
    )
  }

  /** Labels of the buttons, in order. */
  get buttons(): string[] {
    return this.#parts((part) => part.type === 'button').map((part) => plain(part.text))
  }

  /** Placeholders of the selects, in order. */
  get selects(): string[] {
    return this.#parts(isChoice).map((part) => plain(part.placeholder))
  }

  get reactions(): Reaction[] {
    return [...this.#reactions].map(([name, users]) => ({ name, users: [...users.values()] }))
  }

  /** @returns whether it was not there already */
  addReaction(name: string, user: User): boolean {
    const users = this.#reactions.get(name) ?? new Map<string, User>()
    this.#reactions.set(name, users)
    const isNew = !users.has(user.id)
    users.set(user.id, user)
    return isNew
  }

  /** @returns whether it was there */
  removeReaction(name: string, user: User): boolean {
    const users = this.#reactions.get(name)
    const found = users?.delete(user.id) ?? false
    if (users?.size === 0) this.#reactions.delete(name)
    return found
  }

  #parts(wanted: (part: Part) => boolean): Part[] {
    return [...walk(this.blocks)].filter(wanted)
  }
}
