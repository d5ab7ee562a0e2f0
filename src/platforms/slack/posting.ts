import type { WebClient } from '@slack/web-api'
import { type ChannelRef, type Message, PlatformError } from '#bot'
import type { DrawnFile } from './blocks.ts'
import type { MessageThreads } from './message-threads.ts'
import type { Pace } from './pace.ts'
import { findPosted, type Mark, metadataOf, type PostedBefore } from './posted.ts'
import { render, type Scene, type Wire } from './render.ts'
import { share, type Uploaded, upload, wasShared } from './uploads.ts'

export type PostingContext = Readonly<{
  client: WebClient
  messageThreads: MessageThreads
  pace: Pace
  /** The readers and the time at this moment. */
  scene(): Scene
  /** Looks up the data for drawing a message: people's names and the workspace's address. */
  meet(message: Message): Promise<void>
}>

export type Posting = Readonly<{
  /** @returns the ts of the message that bears the buttons */
  post(to: ChannelRef, message: Message, key: string, retried: boolean): Promise<string>
  /** The conversation with one person. */
  direct(user: string): Promise<string>
}>

/** Posts messages and their files, each once. */
export function createPosting({ client, messageThreads, pace, scene, meet }: PostingContext): Posting {
  const directs = new Map<string, string>()

  async function postOne(to: ChannelRef, { text, blocks }: Wire, mark: Mark): Promise<string> {
    const { channel, thread } = to
    const posted = await pace.post(channel, () =>
      client.chat.postMessage({
        channel,
        ...(thread !== undefined && { thread_ts: thread }),
        text,
        blocks,
        metadata: metadataOf(mark),
        unfurl_links: false,
        unfurl_media: false,
      }),
    )
    const { ts, message } = posted
    if (ts === undefined) throw new PlatformError('later', 'Slack did not say where it posted a message.')
    if (thread !== undefined && message?.thread_ts !== thread) {
      // If the thread's first message is gone, Slack posts to the channel instead of refusing.
      await client.chat.delete({ channel, ts })
      throw new PlatformError('gone', 'The thread is not there any more.')
    }
    messageThreads.remember({ ...to, message: ts })
    return ts
  }

  /** Posts the messages and files that an earlier attempt did not. The message's metadata lists its files. */
  async function postOnce(
    to: ChannelRef,
    wire: Wire,
    key: string,
    found: PostedBefore | undefined,
  ): Promise<string> {
    const earlier = found?.byKey.get(key)
    if (!earlier) {
      const uploaded = await uploadAll(client, wire.files)
      const ts = await postOne(to, wire, { key, files: uploaded.map(({ id, hash }) => ({ id, hash })) })
      if (uploaded.length > 0) await pace.post(to.channel, () => share(client, to, uploaded))
      return ts
    }
    const lacking: Uploaded[] = []
    for (const [index, { id, hash }] of earlier.mark.files.entries()) {
      if (found?.files.has(id) || (await wasShared(client, id))) continue
      lacking.push({ id, hash, title: titleOf(wire.files[index]) })
    }
    if (lacking.length > 0) await pace.post(to.channel, () => share(client, to, lacking))
    return earlier.ts
  }

  return {
    async post(to, message, key, retried) {
      pace.checkWait(to.channel)
      await meet(message)
      const found = retried ? await findPosted(client, to) : undefined
      let last = ''
      for (const [index, wire] of render(message, scene()).entries())
        last = await postOnce(to, wire, `${key}.${index}`, found)
      return last
    },
    async direct(user) {
      const known = directs.get(user)
      if (known !== undefined) return known
      const { channel } = await client.conversations.open({ users: user })
      if (!channel?.id) throw new PlatformError('later', 'Slack did not open a direct conversation.')
      directs.set(user, channel.id)
      return channel.id
    },
  }
}

export async function uploadAll(
  client: WebClient,
  files: readonly DrawnFile[],
): Promise<readonly Uploaded[]> {
  const uploaded: Uploaded[] = []
  for (const file of files) uploaded.push(await upload(client, file))
  return uploaded
}

export function titleOf(file: DrawnFile | undefined): string {
  return file?.alt || file?.name || ''
}
