import { randomUUID } from 'node:crypto'
import type { ChannelRef, Message, UserRef } from '#bot'
import { codeOf } from './errors.ts'
import { isDirect, placeOf } from './places.ts'
import type { Posting, PostingContext } from './posting.ts'
import { render } from './render.ts'

/** Answers outside of windows, best effort: whoever waits for them is there now. */
export type Saying = Readonly<{
  directly(user: UserRef, message: Message): Promise<void>
  /** For everybody in the channel; where the bot may not write, to the person. */
  openly(place: ChannelRef, user: UserRef, message: Message): Promise<void>
  /** To one person in the channel, until they load it anew. */
  whisper(place: ChannelRef, user: UserRef, message: Message): Promise<void>
}>

const NOT_THERE: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found', 'is_archived'])

export function createSaying({ client, scene }: PostingContext, posting: Posting): Saying {
  const key = () => randomUUID().slice(0, 13)

  async function directly(user: UserRef, message: Message): Promise<void> {
    const channel = await posting.direct(user.user)
    await posting.post(placeOf(user.space, channel, undefined), message, key(), false)
  }

  return {
    directly,
    async openly(place, user, message) {
      if (isDirect(place.channel)) return await directly(user, message)
      try {
        await posting.post(place, message, key(), false)
      } catch (error) {
        if (!NOT_THERE.has(codeOf(error) ?? '')) throw error
        await directly(user, message)
      }
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
