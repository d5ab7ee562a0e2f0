import type { Viewer } from './channels.ts'
import type { Person, WireBlock, WireFile, WireMessage, WirePlace } from './wire.ts'

/** `id`: a UUID that the platform chose, so that blocks can name the file before it is stored. */
export type NewFile = Readonly<{ id: string; name: string; mediaType: string; bytes: Uint8Array }>

/** A file as its place in a message names it; its address is the platform's matter. */
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
    /** A second post with the same key posts nothing. Null: it is not repeated. */
    key: string | null
    author: string | null
    onlyFor: string | null
    /** Real time, milliseconds since the epoch. */
    at: number
    /** Files that its author had uploaded. */
    attached: readonly WireFile[]
  }>

/** What changed: messages and what belongs to them, or people's names. */
export type Change = 'messages' | 'people'

type Reacted = Readonly<{ message: WireMessage; changed: boolean }>

/**
 * What the playground keeps. Undefined stands for a message, thread or file that is not there (any
 * more). Every change to a message takes the next number, in the order of the commits.
 */
export interface PlaygroundStorage {
  /** Adds those who are not there yet; who is keeps the name given since. */
  settle(people: readonly Person[]): Promise<void>
  people(): Promise<readonly Person[]>
  rename(person: string, name: string): Promise<void>

  /** @returns the message, with a key used before that of the first time; undefined when the thread is not there */
  post(message: NewMessage, files: readonly NewFile[]): Promise<WireMessage | undefined>
  /** Changes a message of the bot's; the files of before go. */
  edit(id: string, content: Content, files: readonly NewFile[], at: number): Promise<WireMessage | undefined>
  rewrite(id: string, author: string, text: string, at: number): Promise<WireMessage | undefined>
  /** Of a person's, also a message that only they see; null: one that the bot posted for all. */
  remove(id: string, person: string | null, at: number): Promise<WireMessage | undefined>
  /** The first title stays. */
  openThread(id: string, title: string): Promise<WireMessage | undefined>
  /** @param person a person's id, or `bot` */
  react(id: string, emoji: string, person: string, on: boolean): Promise<Reacted | undefined>

  find(id: string): Promise<WireMessage | undefined>
  /** What people wrote in a thread and still stands there, oldest first; undefined without such a thread. */
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
  /** Those of the files that this person uploaded and nobody has posted yet. */
  uploaded(ids: readonly string[], owner: string): Promise<readonly StoredFile[]>
  fileSize(id: string): Promise<number | undefined>
  file(id: string): Promise<NewFile | undefined>

  /**
   * Calls back after each commit that changed something, by whichever replica, and after the
   * connection was lost for a while: then anything may have changed.
   * @returns what ends it
   */
  listen(onChange: (change: Change) => void): () => void
}
