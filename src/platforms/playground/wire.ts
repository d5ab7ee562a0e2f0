import type {
  Block,
  Choice,
  CommandDefinition,
  CommandOptions,
  FormField,
  FormValues,
  Language,
  Message,
  Outcome,
} from '#bot'

/** The protocol between the page and the server. Types only: the browser never loads this file. */

/** Below this path everything of the playground is served. */
export type Root = '/playground/'

export type Person = Readonly<{ id: string; name: string; admin: boolean }>

/** `direct`: the person's own conversation with the bot; its id differs from person to person. */
export type Channel = Readonly<{ id: string; name: string; kind: 'channel' | 'direct' }>

export type WireFile = Readonly<{ id: string; name: string; mediaType: string; bytes: number; url: string }>

export type WireButton =
  | Readonly<{
      label: string
      /** The encoded action, which the page sends back when the button is pressed. */
      action: string
      style?: 'primary' | 'secondary' | 'success' | 'danger'
      disabled?: boolean
    }>
  /** Leads to a channel, a thread or, with `message`, to one message there. */
  | Readonly<{
      label: string
      to: Readonly<{ channel: string; thread: string | null; message: string | null }>
    }>

/** A block as it is stored and shown: bytes are files, actions are encoded. */
export type WireBlock =
  | Extract<Block, Readonly<{ type: 'heading' | 'text' | 'note' | 'fields' | 'table' | 'divider' }>>
  | Readonly<{ type: 'image'; file: WireFile; alt: string }>
  | Readonly<{ type: 'file'; file: WireFile }>
  | Readonly<{ type: 'buttons'; buttons: readonly WireButton[] }>
  | Readonly<{
      type: 'select'
      action: string
      placeholder: string
      choices: readonly Choice[]
      chosen?: string
    }>

/** A channel, or with `thread` (the id of the message on which it stands) a thread in it. */
export type WirePlace = Readonly<{ channel: string; thread: string | null }>

export type WireMessage = Readonly<{
  id: string
  /** The number of the latest change to this message. Changes of all messages share one sequence, in commit order. */
  change: number
  channel: string
  /** The id of the message on which its thread stands; null in the channel itself. */
  thread: string | null
  /** Null: the bot. */
  author: string | null
  /** Real time, milliseconds since the epoch. */
  at: number
  editedAt: number | null
  /** Its content is empty then. */
  deleted: boolean
  /** Only this person sees it; null: everybody. */
  onlyFor: string | null
  /** People who are notified of it. */
  pings: readonly string[]
  /** The notification's text. */
  summary: string
  tone: NonNullable<Message['tone']> | null
  /** The bot's have blocks; people's have one block of text, or none, and files. */
  blocks: readonly WireBlock[]
  files: readonly WireFile[]
  /** A person's id, or `bot`. */
  reactions: readonly Readonly<{ emoji: string; people: readonly string[] }>[]
  /** The thread that stands on this message. `latestAt` is null while it is empty. */
  opened: Readonly<{ title: string; messages: number; latestAt: number | null }> | null
}>

/** Bot time is `bot + (now - real) * speed`; milliseconds since the epoch. */
export type WireClock = Readonly<{ real: number; bot: number; speed: number; changeable: boolean }>

/** The first data on each new connection. */
export type Hello = Readonly<{
  kind: 'hello'
  /** The person of this connection. */
  as: string
  people: readonly Person[]
  /** The channels, including the direct conversation. */
  channels: readonly Channel[]
  commands: readonly CommandDefinition[]
  clock: WireClock
  /** Real time of the server, milliseconds since the epoch. */
  now: number
  /** The emoji of the reaction picker, first those with a meaning to the bot. */
  emoji: readonly string[]
  /** The largest file, in bytes. */
  maxFileBytes: number
  /** The longest text of a message, in characters. */
  maxTextLength: number
  /**
   * For a new page the latest messages of each channel, without those in threads; for a reconnected one every change
   * since `since`. If these are too many, `fresh` tells the page to forget what it had.
   */
  fresh: boolean
  messages: readonly WireMessage[]
  /** The number of the latest change, to be sent as `since` on a reconnection. */
  change: number
}>

/** `/playground/live?as=<person>&locale=<en|zh|zh-TW>[&since=<change>]` is a WebSocket; all of this goes to the page. */
export type LiveMessage =
  | Hello
  | Readonly<{ kind: 'messages'; messages: readonly WireMessage[]; change: number }>
  | Readonly<{ kind: 'clock'; clock: WireClock; now: number }>
  | Readonly<{ kind: 'people'; people: readonly Person[] }>
  /** The bot became unable or able to handle requests. */
  | Readonly<{ kind: 'bot'; ready: boolean }>

/** Part of each request: its person, and the language that they read. */
export type From = Readonly<{ as: string; locale: Language }>

export type WireForm = Readonly<{
  /** The encoded action. */
  id: string
  title: string
  intro?: string
  submit: string
  /** A field's `value` is its content: an unsent draft, else the form's own value. */
  fields: readonly FormField[]
  /** Uploaded files of the unsent draft, by the fields' ids; the values are their ids. */
  files: Readonly<Record<string, WireFile>>
}>

/** `POST /playground/api/<name>` with a JSON body takes the first and answers 200 with the second. */
export type Api = Readonly<{
  command: [
    From &
      Readonly<{
        channel: string
        thread: string | null
        name: string
        subcommand?: string
        options: CommandOptions
      }>,
    Answered,
  ]
  suggest: [
    From &
      Readonly<{
        channel: string
        thread: string | null
        name: string
        subcommand?: string
        option: string
        typed: string
      }>,
    Readonly<{ choices: readonly Choice[] }>,
  ]
  /** A button, or with `value` a select. */
  action: [From & Readonly<{ message: string; action: string; value?: string }>, Answered]
  /** `source`: the message with the button that opened it. */
  form: [
    From &
      Readonly<{
        form: string
        channel: string
        thread: string | null
        values: FormValues
        source?: string
      }>,
    Answered,
  ]
  /** Saves the values so far. */
  draft: [From & Readonly<{ form: string; values: FormValues }>, Readonly<Record<string, never>>]
  /** Posts a person's message; its files were sent to `/playground/api/files?name=` before. */
  say: [
    From & Readonly<{ channel: string; thread: string | null; text: string; files: readonly string[] }>,
    Readonly<{ id: string }>,
  ]
  rewrite: [From & Readonly<{ message: string; text: string }>, Readonly<Record<string, never>>]
  remove: [From & Readonly<{ message: string }>, Readonly<Record<string, never>>]
  react: [From & Readonly<{ message: string; emoji: string; on: boolean }>, Readonly<Record<string, never>>]
  rename: [From & Readonly<{ person: string; name: string }>, Readonly<Record<string, never>>]
  speed: [From & Readonly<{ speed: number }>, Readonly<Record<string, never>>]
  /** One page of older messages, latest last: of a channel before a message's id, or of a whole thread. */
  history: [
    From & Readonly<{ channel: string; thread: string | null; before: string | null }>,
    Readonly<{ messages: readonly WireMessage[]; more: boolean }>,
  ]
}>

/**
 * The outcome of a command, button or form. Answers arrive as messages over the socket. A refused form stays open and
 * shows `refusal`, which is then not posted.
 */
export type Answered = Readonly<{
  outcome: Outcome
  form?: WireForm
  refusal?: readonly WireBlock[]
}>

/**
 * The body of every status other than 200. `say` is in the reader's language. 400: the page could have known; 404: it
 * does not exist any more; 413: it is too large; 503: the bot can't handle requests at the moment.
 */
export type Refused = Readonly<{ say: string }>
