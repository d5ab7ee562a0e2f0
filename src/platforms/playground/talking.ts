import { randomUUID } from 'node:crypto'
import type { BotEvent, MessageEvent, Outcome } from '#bot'
import { createQueues } from '../../kit/queues.ts'
import { isVisible, refOfMessage, refOfPerson, viewerOf } from './channels.ts'
import { placeFor } from './interactions.ts'
import { notThere, Refusal } from './refusal.ts'
import { type Bodies, MAX_TEXT_LENGTH } from './schemas.ts'
import { seen } from './sending.ts'
import type { PlaygroundStorage } from './storage.ts'
import { cleanName, fileOf, MAX_FILE_BYTES, MEGABYTE, mediaTypeOf } from './uploads.ts'
import type { Person, WireFile, WireMessage } from './wire.ts'

type Nothing = Readonly<Record<string, never>>

type TalkingContext = Readonly<{
  storage: PlaygroundStorage
  emoji: readonly string[]
  emit(event: BotEvent): Promise<Outcome>
  /** Registers work that continues after the response, so that a stop waits for it. */
  background(work: Promise<unknown>): void
}>

/** People's messages, edits, deletions and reactions. */
export function createTalking({ storage, emoji, emit, background }: TalkingContext) {
  const storing = createQueues()
  const telling = createQueues()

  /** Stores, then informs the bot, both in the order of the requests: an edit must not overtake its message. */
  function inOrder(
    work: () => Promise<Readonly<{ message: WireMessage; event?: BotEvent }>>,
  ): Promise<WireMessage> {
    return storing('all', async () => {
      const { message, event } = await work()
      if (event) background(telling(message.thread ?? message.channel, () => emit(event)))
      return message
    })
  }

  const heard = async (change: 'posted' | 'edited', message: WireMessage): Promise<MessageEvent> => ({
    kind: 'message',
    change,
    id: `${message.id}.${message.change}`,
    message: seen(message, await storage.people()),
  })

  return {
    async say(person: Person, body: Bodies['say']): Promise<Readonly<{ id: string }>> {
      const text = checkText(body.text)
      const place = await placeFor(storage, person, body)
      const ids = [...new Set(body.files)]
      const attached = (await storage.uploaded(ids, person.id)).map(fileOf)
      if (attached.length < ids.length) throw new Refusal(404, 'playground.server.fileGone')
      if (text === '' && attached.length === 0) throw new Refusal(400, 'playground.server.nothingToSay')
      const { id } = await inOrder(async () => {
        const message = await storage.post(
          {
            ...place,
            key: null,
            author: person.id,
            onlyFor: null,
            at: Date.now(),
            summary: text,
            tone: null,
            pings: [],
            blocks: text === '' ? [] : [{ type: 'text', text }],
            attached,
          },
          [],
        )
        if (!message) throw notThere()
        return { message, event: await heard('posted', message) }
      })
      return { id }
    },

    async rewrite(person: Person, body: Bodies['rewrite']): Promise<Nothing> {
      const text = checkText(body.text)
      await inOrder(async () => {
        const before = await own(person, body.message)
        if (text === '' && before.files.length === 0) throw new Refusal(400, 'playground.server.nothingToSay')
        const message = await storage.rewrite(before.id, person.id, text, Date.now())
        if (!message) throw notThere()
        return { message, event: await heard('edited', message) }
      })
      return {}
    },

    async remove(person: Person, body: Bodies['remove']): Promise<Nothing> {
      await inOrder(async () => {
        const before = await visible(person, body.message)
        if (before.author !== person.id && before.onlyFor !== person.id)
          throw new Refusal(403, 'playground.server.notYours')
        const message = await storage.remove(before.id, person.id, Date.now())
        if (!message) throw notThere()
        // A private message of the bot is only hidden.
        if (before.author === null) return { message }
        const id = `${message.id}.${message.change}`
        return { message, event: { kind: 'message', change: 'deleted', id, ref: refOfMessage(message) } }
      })
      return {}
    },

    async react(person: Person, body: Bodies['react']): Promise<Nothing> {
      await inOrder(async () => {
        const before = await visible(person, body.message)
        const known = emoji.includes(body.emoji) || before.reactions.some((each) => each.emoji === body.emoji)
        if (!known) throw new Refusal(400, 'playground.server.emoji')
        const reacted = await storage.react(before.id, body.emoji, person.id, body.on)
        if (!reacted) throw notThere()
        const { message, changed } = reacted
        if (!changed) return { message }
        const user = refOfPerson(person.id)
        const about = { message: refOfMessage(message), user, emoji: body.emoji, added: body.on }
        return { message, event: { kind: 'reaction', ...about } }
      })
      return {}
    },

    async upload(
      person: Person,
      name: string,
      declared: string | undefined,
      bytes: Uint8Array,
    ): Promise<WireFile> {
      if (bytes.byteLength > MAX_FILE_BYTES)
        throw new Refusal(413, 'playground.server.fileTooLarge', { megabytes: MAX_FILE_BYTES / MEGABYTE })
      const mediaType = mediaTypeOf(bytes, declared)
      const file = { id: randomUUID(), name: cleanName(name), mediaType, bytes }
      await storage.upload(file, person.id)
      return fileOf({ ...file, bytes: bytes.byteLength })
    },
  }

  async function visible(person: Person, id: string): Promise<WireMessage> {
    const message = await storage.find(id)
    if (!message || message.deleted || !isVisible(message, viewerOf(person.id))) throw notThere()
    return message
  }

  async function own(person: Person, id: string): Promise<WireMessage> {
    const message = await visible(person, id)
    if (message.author !== person.id) throw new Refusal(403, 'playground.server.notYours')
    return message
  }
}

function checkText(text: string): string {
  if (text.length > MAX_TEXT_LENGTH)
    throw new Refusal(413, 'playground.server.textTooLong', { limit: MAX_TEXT_LENGTH })
  return text.trim()
}
