import { LRUCache } from 'lru-cache'
import type { BotEvent, MessageEvent, MessageRef, SeenMessage } from '#bot'
import { isCopy, type Said } from '../../kit/copies.ts'

/** A proxy deletes the original within seconds; a deletion after this time is the author's own wish. */
const REMEMBERED_MS = 60_000
const REMEMBERED = 500

type Original = Readonly<{ message: SeenMessage; deleted: boolean }>

/** Recognises the messages of members that a proxy such as PluralKit replaces by a webhook's copy. */
export type Proxies = Readonly<{
  /** The events that an event amounts to: a deletion with a copy is a replacement, in whatever order they come. */
  settle(event: BotEvent): readonly BotEvent[]
}>

/** Remembers the latest messages in threads, since a deletion tells no text. */
export function createProxies(): Proxies {
  const options = { max: REMEMBERED, ttl: REMEMBERED_MS }
  const originals = new LRUCache<string, Original>(options)
  const copies = new LRUCache<string, SeenMessage>(options)

  function onWritten(event: Exclude<MessageEvent, { change: 'deleted' }>): readonly BotEvent[] {
    const { message } = event
    const { ref } = message
    if (!message.relayed) {
      if (!message.author.bot) originals.set(ref.message, { message, deleted: false })
      return [event]
    }
    if (event.change !== 'posted') return [event]
    for (const original of originals.values())
      if (original.deleted && repeats(original.message, message)) {
        originals.delete(original.message.ref.message)
        return [replaced(original.message, message, `${ref.message}:copy`)]
      }
    copies.set(ref.message, message)
    return [event]
  }

  function onDeleted(event: Extract<MessageEvent, { change: 'deleted' }>): readonly BotEvent[] {
    const { message: id } = event.ref
    copies.delete(id)
    const original = originals.get(id)
    if (!original) return [event]
    for (const copy of copies.values())
      if (repeats(original.message, copy)) {
        originals.delete(id)
        copies.delete(copy.ref.message)
        return [replaced(original.message, copy, event.id)]
      }
    originals.set(id, { ...original, deleted: true })
    return [event]
  }

  return {
    settle(event) {
      if (event.kind !== 'message') return [event]
      const ref: MessageRef = event.change === 'deleted' ? event.ref : event.message.ref
      if (ref.thread === undefined) return [event]
      return event.change === 'deleted' ? onDeleted(event) : onWritten(event)
    },
  }
}

function repeats(original: SeenMessage, copy: SeenMessage): boolean {
  return (
    original.ref.thread === copy.ref.thread &&
    isCopy(saidIn(original), saidIn(copy), copy.writtenAt - original.at)
  )
}

function saidIn({ text, files }: SeenMessage): Said {
  return { text, files: files.map(({ name }) => name) }
}

/** The copy counts as its author's, who is the member. */
function replaced({ ref, author }: SeenMessage, copy: SeenMessage, id: string): MessageEvent {
  return { kind: 'message', change: 'replaced', id, ref, message: { ...copy, author } }
}
