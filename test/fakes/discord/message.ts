import { COMPONENT, type Component, componentText, walk } from './components.ts'
import type { Attachment, Channel, Json, User } from './model.ts'

export const FLAG = {
  suppressEmbeds: 1 << 2,
  hasThread: 1 << 5,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  componentsV2: 1 << 15,
}

export type Reaction = Readonly<{ emoji: string; users: readonly User[] }>

/** A message as it was when it was forwarded; nobody is told who wrote it. */
export type Snapshot = Readonly<{
  content: string
  embeds: readonly Json[]
  attachments: readonly Attachment[]
  flags: number
  at: string
  editedAt: string | null
}>

export type MessageSeed = Readonly<{
  id: string
  channel: Channel
  author: User
  /** The webhook that posted it, under the author's name. */
  webhookId?: string
  type?: number
  flags?: number
}>

/** A message as the people see it now; it changes as the bot edits it. */
export class FakeMessage {
  readonly id: string
  readonly channel: Channel
  readonly author: User
  readonly webhookId: string | undefined
  /** 0 ordinary, 4 renamed, 18 and 21 about threads, 19 a reply, 20 in answer to a command. */
  readonly type: number
  content = ''
  components: Component[] = []
  embeds: Json[] = []
  attachments: Attachment[] = []
  /** Ids of those who were notified. */
  pings: string[] = []
  flags: number
  editedAt: string | null = null
  thread: Channel | undefined
  deleted = false
  nonce: string | undefined
  reference: Json | undefined
  referenced: FakeMessage | undefined
  /** The messages that it forwards, as they were then. */
  snapshots: readonly Snapshot[] = []
  interactionMetadata: Json | undefined
  /** The texts it had before each edit, oldest first. */
  readonly edits: string[] = []
  /** The one person who sees an ephemeral message. */
  visibleTo: User | undefined
  readonly #reactions = new Map<string, Map<string, User>>()

  constructor(seed: MessageSeed) {
    this.id = seed.id
    this.channel = seed.channel
    this.author = seed.author
    this.webhookId = seed.webhookId
    this.type = seed.type ?? 0
    this.flags = seed.flags ?? 0
  }

  get ephemeral(): boolean {
    return (this.flags & FLAG.ephemeral) !== 0
  }

  /** True while a deferred answer is only "thinking…". */
  get loading(): boolean {
    return (this.flags & FLAG.loading) !== 0
  }

  /** All that stands in the message: content, embeds, components. */
  get text(): string {
    return [this.content, ...this.embeds.flatMap(embedText), ...componentText(this.components)]
      .filter(Boolean)
      .join('\n')
  }

  /** Labels of the buttons, in order; a disabled one too. */
  get buttons(): string[] {
    return this.#parts(COMPONENT.button).map((button) => button.label ?? '')
  }

  /** Placeholders of the selects, in order. */
  get selects(): string[] {
    return this.#parts(COMPONENT.stringSelect).map((select) => select.placeholder ?? '')
  }

  /** By its label or custom id. */
  button(key: string): Component | undefined {
    return this.#parts(COMPONENT.button).find((c) => c.label === key || c.custom_id === key)
  }

  /** By its placeholder or custom id. */
  select(key: string): Component | undefined {
    return this.#parts(COMPONENT.stringSelect).find((c) => c.placeholder === key || c.custom_id === key)
  }

  #parts(type: number): Component[] {
    return [...walk(this.components)].filter((component) => component.type === type)
  }

  get reactions(): Reaction[] {
    return [...this.#reactions].map(([emoji, users]) => ({ emoji, users: [...users.values()] }))
  }

  /** @returns whether it was not there already */
  addReaction(emoji: string, user: User): boolean {
    const users = this.#reactions.get(emoji) ?? new Map<string, User>()
    this.#reactions.set(emoji, users)
    const fresh = !users.has(user.id)
    users.set(user.id, user)
    return fresh
  }

  /** Takes away all reactions, or all of one kind. */
  clearReactions(emoji?: string): void {
    if (emoji === undefined) this.#reactions.clear()
    else this.#reactions.delete(emoji)
  }

  /** @returns whether it was there */
  removeReaction(emoji: string, userId: string): boolean {
    const users = this.#reactions.get(emoji)
    const found = users?.delete(userId) ?? false
    if (users?.size === 0) this.#reactions.delete(emoji)
    return found
  }
}

function embedText(embed: Json): string[] {
  const part = (key: string, name: string) => (embed[key] as Json | undefined)?.[name]
  const fields = (embed.fields as Json[] | undefined) ?? []
  return [
    part('author', 'name'),
    embed.title,
    embed.description,
    ...fields.flatMap((field) => [field.name, field.value]),
    part('footer', 'text'),
  ].filter((text): text is string => typeof text === 'string')
}
