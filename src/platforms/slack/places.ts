import type { WebClient } from '@slack/web-api'
import { LRUCache } from 'lru-cache'
import { type ChannelRef, type MessageRef, type Permission, PlatformError } from '#bot'
import { codeOf } from './errors.ts'

/** Which channel and thread a message stands in; Slack's reactions name the message only. */
export type Places = Readonly<{
  remember(ref: MessageRef): void
  find(space: string, channel: string, message: string): Promise<MessageRef>
  /** What the bot lacks in a channel. @throws PlatformError `gone` for one that is archived */
  missing(channel: string): Promise<readonly Permission[]>
}>

/** Messages of the busiest days; of others Slack is asked. */
const REMEMBERED = 50_000

/**
 * As `chat.getPermalink` would build it, without asking: of a reply it names the thread, so that it opens.
 * @param workspace as `auth.test` tells it
 * @throws Error when it is not known yet
 */
export function permalinkOf(workspace: string | undefined, place: ChannelRef | MessageRef): string {
  if (workspace === undefined) throw new Error('where the workspace is was not asked for')
  const { channel, thread } = place
  const ts = 'message' in place ? place.message : thread
  const at = new URL(`archives/${channel}${ts === undefined ? '' : `/p${ts.replace('.', '')}`}`, workspace)
  if (thread !== undefined) at.search = String(new URLSearchParams({ thread_ts: thread, cid: channel }))
  return at.href
}

export function createPlaces(client: WebClient): Places {
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
      return { ...placeOf(space, channel, thread || undefined), message }
    },
    async missing(channel) {
      // A direct conversation is always open to both.
      if (isDirect(channel)) return []
      try {
        const { channel: info } = await client.conversations.info({ channel })
        if (info?.is_archived) throw new PlatformError('gone', 'The channel is archived.')
        return info?.is_member ? [] : ['join']
      } catch (error) {
        // A private channel that the bot is not in does not exist for it.
        if (codeOf(error) === 'channel_not_found') return ['join']
        throw error
      }
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

export function placeOf(space: string, channel: string, thread: string | undefined): ChannelRef {
  return { platform: 'slack', space, channel, ...(thread !== undefined && { thread }) }
}

/** A message on which a thread stands has its own ts as `thread_ts`, and is not in it. */
export function threadOf({ ts, thread_ts }: { ts?: string | undefined; thread_ts?: string | undefined }) {
  return thread_ts !== undefined && thread_ts !== ts ? thread_ts : undefined
}

/** A conversation with one person. */
export function isDirect(channel: string): boolean {
  return !/^[CG]/u.test(channel)
}

/** A message's ts in milliseconds since the epoch. */
export function timeOf(ts: string): number {
  return Math.round(Number(ts) * 1000)
}
