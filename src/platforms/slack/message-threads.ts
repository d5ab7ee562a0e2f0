import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import type { MessageRef } from '#bot'
import { channelRef, threadOf } from './refs.ts'

/** Which channel and thread a message stands in; Slack's reactions name the message only. */
export type MessageThreads = Readonly<{
  remember(ref: MessageRef): void
  find(space: string, channel: string, message: string): Promise<MessageRef>
}>

/** Messages of the busiest days; of others Slack is asked. */
const REMEMBERED = 50_000

export function createMessageThreads(client: WebClient): MessageThreads {
  /** By channel and message; empty where the message stands in no thread. */
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

/** Asked for a message of a thread, Slack tells of the one on which the thread stands first. */
async function threadAt(client: WebClient, channel: string, message: string): Promise<string | undefined> {
  const only = { oldest: message, latest: message, inclusive: true, limit: 2 }
  const { messages = [] } = await client.conversations.replies({ channel, ts: message, ...only })
  const [first] = messages
  return first?.ts === message ? threadOf({ ts: message, thread_ts: first.thread_ts }) : first?.ts
}
