import { z } from 'zod'
import type { ChannelRef } from '#bot'
import { channelRef } from './refs.ts'

const schema = z.object({ c: z.string(), t: z.string().optional() })

/** A window belongs to no channel, so its metadata names the channel from which it was opened. */
export function writeChannel({ channel, thread }: ChannelRef): string {
  return JSON.stringify({ c: channel, t: thread })
}

/** @param otherwise the channel for a window that is not the bot's */
export function readChannel(metadata: string | undefined, space: string, otherwise: ChannelRef): ChannelRef {
  try {
    const { c, t } = schema.parse(JSON.parse(metadata ?? ''))
    return channelRef(space, c, t)
  } catch {
    return otherwise
  }
}
