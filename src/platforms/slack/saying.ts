import { randomUUID } from 'node:crypto'
import type { ChannelRef, Message, UserRef } from '#bot'
import type { Posting, PostingContext } from './posting.ts'
import { channelRef } from './refs.ts'
import { render } from './render.ts'

/** Sends answers outside of windows. Best effort, since the person waits now. */
export type Saying = Readonly<{
  directly(user: UserRef, message: Message): Promise<void>
  /** Posts to one person in the channel; a reload removes it. */
  whisper(place: ChannelRef, user: UserRef, message: Message): Promise<void>
}>

export function createSaying({ client, scene }: PostingContext, posting: Posting): Saying {
  return {
    async directly(user, message) {
      const channel = await posting.direct(user.user)
      const key = randomUUID().slice(0, 13)
      await posting.post(channelRef(user.space, channel, undefined), message, key, false)
    },
    async whisper({ channel, thread }, { user }, message) {
      for (const { text, blocks } of render({ ...message, ping: [] }, scene()))
        await client.chat.postEphemeral({
          channel,
          user,
          text,
          blocks,
          ...(thread !== undefined && { thread_ts: thread }),
        })
    },
  }
}
