import type { Viewer } from './channels.ts'
import type { Person, WireBlock, WireFile, WireMessage, WirePlace } from './wire.ts'

/** `id`: a UUID that the platform chose, so that blocks can name the file before it is stored. */
export type NewFile = Readonly<{ id: string; name: string; mediaType: string; bytes: Uint8Array }>

/** A file as a message refers to it; the platform adds its address. */
export type StoredFile = Omit<WireFile, 'url'>

export type Content = Readonly<{
  summary: string
  tone: WireMessage['tone']
  pings: readonly string[]
  blocks: readonly WireBlock[]
}>

export type NewMessage = WirePlace &
  Content &
  Readonly<{
    /** A second post with the same key does nothing. Null: posts are never repeated. */
    key: string | null
    author: string | null
    onlyFor: string | null
    /** Real time, milliseconds since the epoch. */
    at: number
    /** Files that its author had uploaded. */
    attached: readonly WireFile[]
  }>

/** The kind of a change: messages with their parts, or people's names. */
export type Change = 'messages' | 'people'

type Reacted = Readonly<{ message: WireMessage; changed: boolean }>

/**
 * The playground's data. Undefined stands for a message, thread or file that does not exist (any more). Every change
 * to a message takes the next number, in the order of the commits.
 */
export interface PlaygroundStorage {
  /** Adds missing people; existing ones keep their current names. */
  settle(people: readonly Person[]): Promise<void>
  people(): Promise<readonly Person[]>
  rename(person: string, name: string): Promise<void>

  /** @returns the message, or the first one with the same key; undefined if the thread does not exist */
  post(message: NewMessage, files: readonly NewFile[]): Promise<WireMessage | undefined>
  /** Changes a message of the bot, and deletes its old files. */
  edit(id: string, content: Content, files: readonly NewFile[], at: number): Promise<WireMessage | undefined>
  rewrite(id: string, author: string, text: string, at: number): Promise<WireMessage | undefined>
  /** Deletes a person's message, or one that only they see; null: a public message of the bot. */
  remove(id: string, person: string | null, at: number): Promise<WireMessage | undefined>
  /** Opens a thread; the first title stays. */
  openThread(id: string, title: string): Promise<WireMessage | undefined>
  /** @param person a person's id, or `bot` */
  react(id: string, emoji: string, person: string, on: boolean): Promise<Reacted | undefined>

  find(id: string): Promise<WireMessage | undefined>
  /** People's messages in a thread that were not deleted, oldest first; undefined if the thread does not exist. */
  written(place: WirePlace): Promise<readonly WireMessage[] | undefined>
  /** The latest messages of a place before one of them, oldest first. */
  page(
    viewer: Viewer,
    place: WirePlace,
    before: string | null,
    limit: number,
  ): Promise<readonly WireMessage[]>
  /** Messages that changed after a change, in the order of their changes. */
  changes(since: number, limit: number, viewer?: Viewer): Promise<readonly WireMessage[]>
  latestChange(): Promise<number>

  upload(file: NewFile, owner: string): Promise<void>
  /** The files among these that the person uploaded and that are not posted yet. */
  uploaded(ids: readonly string[], owner: string): Promise<readonly StoredFile[]>
  fileSize(id: string): Promise<number | undefined>
  file(id: string): Promise<NewFile | undefined>

  /**
   * Calls the listener after each change by any replica, and after the connection was lost for a while, since anything
   * may have changed then.
   * @returns a function that stops it
   */
  listen(onChange: (change: Change) => void): () => void
}
