import type { Action } from './actions.ts'
import type { Form, FormValues } from './form.ts'
import type { Choice, Message } from './message.ts'
import type { Actor, ChannelRef, MessageRef, PlatformName, SpaceRef, UserRef } from './refs.ts'

/** How a handler answers. It is declared with the handler, since the platform must be told within 3 s, before any work. */
export type AnswerMode = 'private' | 'silent' | 'form' | 'replace'

/** The permissions that the bot needs in a channel to run a mock there. `join`: to be a member of it. */
export type Permission =
  | 'join'
  | 'view'
  | 'send'
  | 'create-threads'
  | 'send-in-threads'
  | 'read-history'
  | 'add-reactions'
  | 'attach-files'

/** The common part of all events that a person triggers and waits for. */
export type Interaction = Readonly<{
  /** Unique per platform; a redelivered event has the same. */
  id: string
  actor: Actor
  channel: ChannelRef
  /** The space's own language, as a BCP 47 tag, for a group's first contact. */
  spaceLocale?: string
  /** The permissions that the bot lacks in this channel. */
  missing: readonly Permission[]
  /** Whether threads can be opened in this channel. */
  threads: boolean
  /**
   * Acknowledges, and announces the answer. `silent`: nothing shows until a reply, which is then private;
   * `form`: a form, which some services must know of in advance and others must not;
   * `replace`: the reply replaces the message with the button, or with the button that opened the form, if only
   * this person sees it, so that turning pages leaves one message; otherwise it is private.
   */
  defer(mode: AnswerMode): Promise<void>
  /** Answers after `defer`, in its mode; a second reply follows the first. */
  reply(message: Message): Promise<void>
  /** Answers privately; in the mode `replace` too, without replacing anything. */
  tell(message: Message): Promise<void>
  /** Answers with a form, after `defer` as `form`. */
  openForm(form: Form): Promise<void>
}>

export type CommandEvent = Interaction &
  Readonly<{ kind: 'command'; name: string; subcommand?: string; options: CommandOptions }>

/** A button pressed, or with `value` a choice made in a select. */
export type ActionEvent = Interaction & Readonly<{ kind: 'action'; action: Action; value?: string }>

/** `files` holds what was handed in, by the fields' ids; `Platform.download` fetches it. */
export type FormEvent = Interaction &
  Readonly<{
    kind: 'form'
    action: Action
    values: FormValues
    files: Readonly<Record<string, FileRef>>
  }>

export type AutocompleteEvent = Readonly<{
  kind: 'autocomplete'
  actor: Actor
  channel: ChannelRef
  name: string
  subcommand?: string
  option: string
  typed: string
  suggest(choices: readonly Choice[]): Promise<void>
}>

/** A file, which `Platform.download` fetches. */
export type FileRef = Readonly<{
  id: string
  name: string
  mediaType?: string
  bytes: number
  /** Empty where the file is withheld. */
  url: string
  /** The language of a text that was pasted as a file, such as `text` or `python` (Slack's snippets). */
  snippet?: string
  /** The service does not hand the file out: `denied` for good; `unknown`: it did not say so far. */
  withheld?: 'denied' | 'unknown'
}>

/** A message as the platform holds it now, with the texts and files that it forwards. */
export type SeenMessage = Readonly<{
  ref: MessageRef
  author: UserRef & Readonly<{ name: string; bot: boolean }>
  text: string
  files: readonly FileRef[]
  /** A webhook posted it: it may be a copy of a member's message, whose original a proxy such as PluralKit deletes. */
  relayed?: true
  /** The kinds of reactions on it; absent if the platform doesn't say, as for a message just posted. */
  emoji?: readonly string[]
  /** When it was written: milliseconds since the epoch, real time by the platform's clock. */
  writtenAt: number
  /** When it was last edited; when it was written, if never. */
  at: number
}>

/** `id` differs between a message and its edits, and is the same for a redelivery. */
export type MessageEvent =
  | Readonly<{ kind: 'message'; change: 'posted' | 'edited'; id: string; message: SeenMessage }>
  | Readonly<{ kind: 'message'; change: 'deleted'; id: string; ref: MessageRef }>
  /** A copy took the place of a message, which was deleted. The copy counts as its author's. */
  | Readonly<{ kind: 'message'; change: 'replaced'; id: string; ref: MessageRef; message: SeenMessage }>

/** A person's reaction was added or removed; bots' reactions raise no event. It is a state: handling one twice changes nothing. */
export type ReactionEvent = Readonly<{
  kind: 'reaction'
  message: MessageRef
  user: UserRef
  /** A unicode emoji; platforms map their own names to it. */
  emoji: string
  added: boolean
  /** The event arrived late, so it may have been undone since: read the message's reactions instead. */
  late?: true
}>

/** All reactions of a message, or all of one kind, were removed, whoever had added them. */
export type ReactionsClearedEvent = Readonly<{ kind: 'reactions-cleared'; message: MessageRef }>

/** A thread or channel was deleted, or the bot removed from a space. */
export type GoneEvent = Readonly<{ kind: 'gone'; place: ChannelRef | SpaceRef }>

/** The inbound connection is up, for the first time or again. Events in the meantime were not received. */
export type ConnectedEvent = Readonly<{ kind: 'connected'; platform: PlatformName }>

/** The inbound connection broke and is being re-established; `connected` follows. */
export type DisconnectedEvent = Readonly<{ kind: 'disconnected'; platform: PlatformName }>

/** The inbound connection is lost for good, such as when the token was withdrawn. */
export type LostEvent = Readonly<{ kind: 'lost'; platform: PlatformName; reason: string }>

/**
 * The bot is in a space that it may not know yet. It may arrive more than once, with the same id.
 * `channel` is where a greeting is best seen.
 */
export type JoinedEvent = Readonly<{
  kind: 'joined'
  id: string
  channel: ChannelRef
  spaceLocale?: string
}>

/**
 * A person opens the page that the service keeps for the bot and each person (Slack's App Home).
 * Only that person sees its content.
 */
export type HomeEvent = Readonly<{
  kind: 'home'
  actor: Actor
  spaceLocale?: string
  show(message: Message): Promise<void>
}>

export type CommandOptions = Readonly<Record<string, string | number>>

export type BotEvent =
  | CommandEvent
  | ActionEvent
  | FormEvent
  | AutocompleteEvent
  | MessageEvent
  | ReactionEvent
  | ReactionsClearedEvent
  | GoneEvent
  | ConnectedEvent
  | DisconnectedEvent
  | LostEvent
  | JoinedEvent
  | HomeEvent

/** How an event ended. Unless `done`, nothing was changed and the person was told why, so a form stays open. */
export type Outcome = 'done' | 'refused' | 'fault'
