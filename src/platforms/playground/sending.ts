import { type Message, type MessageRef, type Platform, PlatformError, type SeenMessage } from '#bot'
import {
  directOf,
  placeOfRef,
  refOfMessage,
  refOfPerson,
  refOfPlace,
  SPACE,
  takesThreads,
  viewerOf,
} from './channels.ts'
import { draw } from './draw.ts'
import type { NewMessage, PlaygroundStorage } from './storage.ts'
import type { Person, WireMessage, WirePlace } from './wire.ts'

const BOT = 'bot'

type Sending = Pick<
  Platform,
  | 'post'
  | 'edit'
  | 'remove'
  | 'openThread'
  | 'react'
  | 'dm'
  | 'missing'
  | 'readMessages'
  | 'readReactions'
  | 'download'
>

/** Sending and reading, which need no connection, so any replica may do them. */
export function createSending(storage: PlaygroundStorage): Sending {
  const checkChannel = async (channel: string) => {
    const people = await storage.people()
    if (!people.some(({ id }) => viewerOf(id).channels.includes(channel))) throw gone(`channel ${channel}`)
  }
  const post = async (place: WirePlace, message: Message, key: string): Promise<MessageRef> => {
    await checkChannel(place.channel)
    const posted = await say(storage, place, message, { key })
    return refOfMessage(posted)
  }

  return {
    post: (to, message, key) => speaking(() => post(placeOfRef(to), message, key)),
    dm: (user, message, key) =>
      speaking(async () => {
        await post({ channel: directOf(user.user), thread: null }, message, key)
      }),
    edit: (ref, message) =>
      speaking(async () => {
        const { content, files } = draw(message)
        found(await storage.edit(ref.message, content, files, Date.now()), ref)
      }),
    remove: (ref) =>
      speaking(async () => {
        await storage.remove(ref.message, null, Date.now())
      }),
    openThread: (on, title) =>
      speaking(async () => {
        const { channel, id } = found(await storage.openThread(on.message, title), on)
        return refOfPlace({ channel, thread: id })
      }),
    react: (ref, emoji) =>
      speaking(async () => {
        found(await storage.react(ref.message, emoji, BOT, true), ref)
      }),
    missing: (channel) =>
      speaking(async () => {
        await checkChannel(channel.channel)
        if (!takesThreads({ ...placeOfRef(channel), thread: null }))
          throw new PlatformError('invalid', `channel ${channel.channel} takes no threads`)
        return []
      }),
    readMessages: (thread) =>
      speaking(async () => {
        const [written, people] = await Promise.all([storage.written(placeOfRef(thread)), storage.people()])
        if (!written) throw gone(`thread ${thread.thread ?? ''}`)
        return { messages: written.map((message) => seen(message, people)), complete: true }
      }),
    readReactions: (ref) =>
      speaking(async () => {
        const { reactions } = found(await storage.find(ref.message), ref)
        return reactions.flatMap(({ emoji, people }) =>
          people.filter((person) => person !== BOT).map((person) => ({ emoji, user: refOfPerson(person) })),
        )
      }),
    download: (file, maxBytes) =>
      speaking(async () => {
        const bytes = await storage.fileSize(file.id)
        if (bytes === undefined) throw gone(`file ${file.id}`)
        if (bytes > maxBytes)
          throw new PlatformError('invalid', `The file has ${bytes} bytes, ${maxBytes} at most.`)
        const whole = await storage.file(file.id)
        if (!whole) throw gone(`file ${file.id}`)
        return whole.bytes
      }),
  }
}

/** Posts a message of the bot. @throws PlatformError `gone` if its place does not exist */
export async function say(
  storage: PlaygroundStorage,
  { channel, thread }: WirePlace,
  message: Message,
  more: Partial<Pick<NewMessage, 'key' | 'onlyFor'>> = {},
): Promise<WireMessage> {
  const { content, files } = draw(message)
  const whole = { ...content, channel, thread, key: null, author: null, onlyFor: null, attached: [], ...more }
  const posted = await storage.post({ ...whole, at: Date.now() }, files)
  if (!posted) throw gone(`thread ${thread}`)
  return posted
}

/** A person's message as features see it. */
export function seen(message: WireMessage, people: readonly Person[]): SeenMessage {
  const author = message.author ?? BOT
  return {
    ref: refOfMessage(message),
    author: {
      ...SPACE,
      user: author,
      name: people.find(({ id }) => id === author)?.name ?? author,
      bot: message.author === null,
    },
    text: message.blocks.map((block) => (block.type === 'text' ? block.text : '')).join(''),
    files: message.files,
    emoji: message.reactions.map(({ emoji }) => emoji),
    writtenAt: message.at,
    at: message.editedAt ?? message.at,
  }
}

/** Runs work, and turns every failure into a PlatformError. */
export async function speaking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PlatformError) throw error
    throw new PlatformError('later', 'The playground could not be read or changed.', { cause: error })
  }
}

function found<T>(value: T | undefined, ref: MessageRef): T {
  if (value === undefined) throw gone(`message ${ref.message}`)
  return value
}

function gone(what: string): PlatformError {
  return new PlatformError('gone', `The ${what} is not in the playground.`)
}
