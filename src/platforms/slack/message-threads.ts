import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import type { MessageRef } from '#bot'
import { channelRef, threadOf } from './refs.ts'

/** Finds the thread of a message, since Slack's reactions name only the message. */
export type MessageThreads = Readonly<{
  remember(ref: MessageRef): void
  find(space: string, channel: string, message: string): Promise<MessageRef>
}>

/** The messages of very busy days; Slack is asked about others. */
const REMEMBERED = 50_000

export function createMessageThreads(client: WebClient): MessageThreads {
  /** The thread by channel and message; empty if the message is in no thread. */
  const threads = new LRUCache<string, string>({ max: REMEMBERED })
  const keyOf = (channel: string, message: string) => `${channel} ${message}`

  return {
    remember: ({ channel, message, thread }) => void threads.set(keyOf(channel, message), thread ?? ''),
    async find(space, channel, message) {
      const key = keyOf(channel, message)
      let thread = threads.get(key)
      if (thread === undefined) {
        thread = (await threadAt(client, channel, message)) ?? ''
        threads.set(key, thread)
      }
      return { ...channelRef(space, channel, thread || undefined), message }
    },
  }
}

/** Asked about a message in a thread, Slack returns the thread's first message first. */
async function threadAt(client: WebClient, channel: string, message: string): Promise<string | undefined> {
  const only = { oldest: message, latest: message, inclusive: true, limit: 2 }
  const { messages = [] } = await client.conversations.replies({ channel, ts: message, ...only })
  const [first] = messages
  return first?.ts === message ? threadOf({ ts: message, thread_ts: first.thread_ts }) : first?.ts
}
