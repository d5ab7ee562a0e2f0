import type { CommandDefinition } from './command.ts'
import type { BotEvent, FileRef, Outcome, Permission, SeenMessage } from './events.ts'
import type { Message } from './message.ts'
import type { ChannelRef, MessageRef, PlatformName, UserRef } from './refs.ts'

/**
 * `complete`: the thread has no other messages. A platform that lacks the permission to read may answer with an
 * empty list instead of refusing, so a reading has to prove itself.
 */
export type ThreadReading = Readonly<{ messages: readonly SeenMessage[]; complete: boolean }>

/**
 * A chat service. It knows nothing of features: it turns what happens into events and messages into
 * what the service draws. Every sending method throws PlatformError and nothing else.
 */
export interface Platform {
  readonly name: PlatformName
  /**
   * `exclusive`: the service would send every event to every connection, so only one replica connects.
   * `shared`: each event reaches one replica only, and all of them listen.
   */
  readonly inbound: 'exclusive' | 'shared'
  /** False when the service refuses to show messages' content (Discord's privileged intent). Known once started. */
  readonly readsMessages: boolean
  /** Whether a private answer can hold images. Slack's windows hold no uploaded files. */
  readonly showsPrivateImages: boolean

  /** Connects, and registers the commands where they changed. Resolves when events flow. */
  start(commands: readonly CommandDefinition[], onEvent: (event: BotEvent) => Promise<Outcome>): Promise<void>
  stop(): Promise<void>

  /**
   * Posts a message; `key` (at most 20 characters) makes a repetition harmless: with `retried`, an
   * earlier attempt may have arrived, and the platform looks before it posts again.
   * @returns the message that bears the buttons: the last one where the text had to be split
   */
  post(to: ChannelRef, message: Message, key: string, retried: boolean): Promise<MessageRef>
  edit(ref: MessageRef, message: Message): Promise<void>
  /** Deletes a message of the bot with its files. A message that no longer exists is no error. */
  remove(ref: MessageRef): Promise<void>
  /** Opens a thread on a message; a repetition returns the existing thread. */
  openThread(on: MessageRef, title: string): Promise<ChannelRef>
  react(ref: MessageRef, emoji: string): Promise<void>
  dm(user: UserRef, message: Message, key: string, retried: boolean): Promise<void>

  /**
   * The permissions that the bot lacks in a channel that takes threads, before anything is posted there.
   * @throws PlatformError `gone` for a channel that the space does not have, `invalid` for one without threads
   */
  missing(channel: ChannelRef): Promise<readonly Permission[]>

  /** The messages of others in a thread that were not deleted, oldest first. */
  readMessages(thread: ChannelRef): Promise<ThreadReading>
  /** People's reactions, without those of bots. */
  readReactions(ref: MessageRef): Promise<readonly Readonly<{ emoji: string; user: UserRef }>[]>
  /** @throws PlatformError `invalid` when the file is larger than `maxBytes` */
  download(file: FileRef, maxBytes: number): Promise<Uint8Array>
}
