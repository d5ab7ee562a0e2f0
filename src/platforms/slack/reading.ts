import type { WebClient } from '@slack/web-api'
import {
  type ChannelRef,
  type FileRef,
  type Platform,
  PlatformError,
  type SeenMessage,
  type UserRef,
} from '#bot'
import { download } from '../download.ts'
import { emojiOf } from './emoji.ts'
import { codeOf, type Speaking } from './errors.ts'
import { isWritten, type Lookups, type RawMessage, seenMessage } from './messages.ts'
import { threadOf } from './refs.ts'

const PAGE = 200
/** A mock's thread holds a few hundred messages. */
const MESSAGE_LIMIT = 5000

export type Reading = Pick<Platform, 'readMessages' | 'readReactions' | 'download'>

/** `url`: the workspace's address, with a slash at its end. `enterprise`: the organisation, if there is one. */
export type Self = Readonly<{ user: string; bot: string; team: string; url: string; enterprise?: string }>

type ReadingOptions = Lookups &
  Readonly<{
    client: WebClient
    token: string
    apiUrl: string
    speaking: Speaking
    /** The bot's identity; its messages and reactions are left out. */
    self(): Promise<Self>
  }>

export function createReading(options: ReadingOptions): Reading {
  const { client, token, apiUrl, people, speaking, self } = options
  return {
    readMessages: (thread) =>
      speaking(async () => {
        const own = await self()
        const { raw, complete } = await readThread(client, thread)
        const others = raw.filter((message) => isWritten(message) && message.user !== own.user)
        const messages: SeenMessage[] = []
        for (const message of others) messages.push(await seenMessage(message, thread, options))
        return { messages, complete }
      }),

    readReactions: (ref) =>
      speaking(async () => {
        const own = await self()
        const { message } = await client.reactions.get({
          channel: ref.channel,
          timestamp: ref.message,
          full: true,
        })
        const found = new Map<string, { emoji: string; user: string }>()
        for (const { name = '', users = [] } of message?.reactions ?? []) {
          const emoji = emojiOf(name)
          if (emoji === undefined) continue
          // One person may have added the same emoji in two skin tones.
          for (const user of users) if (user !== own.user) found.set(`${emoji} ${user}`, { emoji, user })
        }
        const reactions: Readonly<{ emoji: string; user: UserRef }>[] = []
        for (const { emoji, user } of found.values())
          if (!(await people.find(user)).bot)
            reactions.push({ emoji, user: { platform: 'slack', space: ref.space, user } })
        return reactions
      }),

    download: (file, maxBytes) => speaking(() => fetchFile(file, maxBytes, token, apiUrl)),
  }
}

/** The current state of a message in a thread; undefined if it was deleted. */
export async function readStanding(
  client: WebClient,
  { channel, thread }: ChannelRef,
  ts: string,
): Promise<RawMessage | undefined> {
  if (thread === undefined) throw new PlatformError('invalid', 'Only threads can be read.')
  try {
    const range = { oldest: ts, latest: ts, inclusive: true }
    const { messages = [] } = await client.conversations.replies({ channel, ts: thread, ...range })
    return (messages as readonly RawMessage[]).find((message) => message.ts === ts && isWritten(message))
  } catch (error) {
    if (codeOf(error) === 'thread_not_found') return undefined
    throw error
  }
}

/** The messages of a thread without its first one. */
async function readThread(client: WebClient, { channel, thread }: ChannelRef) {
  if (thread === undefined) throw new PlatformError('invalid', 'Only threads can be read.')
  const raw: RawMessage[] = []
  let cursor: string | undefined
  do {
    const page = await client.conversations.replies({
      channel,
      ts: thread,
      limit: PAGE,
      ...(cursor && { cursor }),
    })
    for (const message of (page.messages ?? []) as readonly RawMessage[])
      if (threadOf(message) === thread) raw.push(message)
    cursor = page.has_more ? page.response_metadata?.next_cursor : undefined
  } while (cursor && raw.length < MESSAGE_LIMIT)
  return { raw, complete: !cursor }
}

async function fetchFile(
  file: FileRef,
  maxBytes: number,
  token: string,
  apiUrl: string,
): Promise<Uint8Array> {
  if (file.withheld) throw new PlatformError('forbidden', 'Slack does not hand the file out.')
  if (!isSlacks(file.url, apiUrl)) throw new PlatformError('invalid', 'The file is not kept by Slack.')
  return download(file, {
    maxBytes,
    request: { headers: { authorization: `Bearer ${token}` }, redirect: 'manual' },
    // Without access, Slack answers with a log-in page.
    refusal: (status) => (status === 404 ? 'gone' : 'forbidden'),
  })
}

/** Only Slack may get the token: a file's address comes from outside. */
function isSlacks(url: string, apiUrl: string): boolean {
  const { protocol, hostname, origin } = new URL(url)
  if (origin === new URL(apiUrl).origin) return true
  return protocol === 'https:' && /(^|\.)slack\.com$/u.test(hostname)
}
