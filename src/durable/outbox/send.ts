import { type ChannelRef, type Message, type MessageRef, type Platform, PlatformError } from '#bot'
import type { Db } from '../../db/client.ts'
import type { Draft, Target } from './delivery.ts'
import { findSlot } from './slots.ts'
import type { Claim } from './store.ts'

export type SendDeps = Readonly<{
  db: Db
  platform: Platform
  /**
   * Draws a message's pictures.
   * @param attempt at sending it, from 1
   */
  draw(draft: Draft, attempt: number): Promise<Message>
}>

/**
 * Sends a delivery to its platform.
 * @returns the message or thread that it created
 */
export async function send(
  { db, platform, draw }: SendDeps,
  { id, stream, delivery, attempts }: Claim,
): Promise<ChannelRef | MessageRef | undefined> {
  const key = String(id)
  const retried = attempts > 1
  const post = async (to: Target, draft: Draft) => {
    const channel = await channelOf(db, stream, to)
    return platform.post(channel, await draw(draft, attempts), key, retried)
  }
  switch (delivery.kind) {
    case 'post':
      return post(delivery.to, delivery.message)
    case 'edit': {
      const ref = await messageIn(db, stream, delivery.slot)
      await platform.edit(ref, await draw(delivery.message, attempts))
      return undefined
    }
    case 'put': {
      if (!(await findSlot(db, stream, delivery.slot))) return post(delivery.to, delivery.message)
      const ref = await messageIn(db, stream, delivery.slot)
      const message = await draw(delivery.message, attempts)
      try {
        await platform.edit(ref, message)
        return undefined
      } catch (error) {
        // Somebody deleted the message. If its thread is gone too, the post below fails in the same way.
        if (!(error instanceof PlatformError && error.kind === 'gone')) throw error
        return platform.post(await channelOf(db, stream, delivery.to), message, key, retried)
      }
    }
    case 'remove':
      if (await findSlot(db, stream, delivery.slot))
        await platform.remove(await messageIn(db, stream, delivery.slot))
      return undefined
    case 'thread':
      return platform.openThread(await messageIn(db, stream, delivery.on), delivery.title)
    case 'react':
      await platform.react(await messageIn(db, stream, delivery.slot), delivery.emoji)
      return undefined
    case 'dm':
      await platform.dm(delivery.user, await draw(delivery.message, attempts), key, retried)
      return undefined
    default:
      return delivery satisfies never
  }
}

async function channelOf(db: Db, stream: string, target: Target): Promise<ChannelRef> {
  if ('channel' in target) return target.channel
  const { platform, space, channel, thread } = await placeIn(db, stream, target.slot)
  return { platform, space, channel, ...(thread === undefined ? {} : { thread }) }
}

async function messageIn(db: Db, stream: string, slot: string): Promise<MessageRef> {
  const place = await placeIn(db, stream, slot)
  if (!('message' in place)) throw new PlatformError('invalid', `the slot ${slot} is a thread, not a message`)
  return place
}

async function placeIn(db: Db, stream: string, slot: string): Promise<ChannelRef | MessageRef> {
  const place = await findSlot(db, stream, slot)
  // The delivery that fills the slot comes earlier in the stream, so it was given up or never enqueued.
  if (!place) throw new PlatformError('gone', `nothing was ever posted under the slot ${slot}`)
  return place
}
