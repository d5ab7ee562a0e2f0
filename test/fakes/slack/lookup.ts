import { ApiError } from './api-error.ts'
import type { Call } from './call.ts'
import { dmWith } from './channel.ts'
import type { FakeMessage } from './message.ts'
import type { Channel } from './model.ts'

const READ_SCOPE = { public: 'channels:read', private: 'groups:read', dm: 'im:read' } as const

/**
 * The conversation that is named, as far as the bot may know of it.
 * @throws ApiError channel_not_found
 */
export function channelOf(call: Call, name = 'channel'): Channel {
  const channel = call.world.channels.get(call.text(name))
  if (!channel || channel.deleted) throw new ApiError('channel_not_found')
  if (channel.kind === 'private' && !channel.joined) throw new ApiError('channel_not_found')
  return channel
}

/** @throws ApiError channel_not_found or not_in_channel */
export function joinedChannel(call: Call, name = 'channel'): Channel {
  const channel = channelOf(call, name)
  if (!channel.joined) throw new ApiError('not_in_channel')
  return channel
}

/**
 * A conversation to which the bot may write: a person's id stands for the direct messages with them.
 * @throws ApiError channel_not_found, not_in_channel, is_archived or messages_tab_disabled
 */
export function writableChannel(call: Call): Channel {
  const { world } = call
  call.need('chat:write')
  const user = world.users.get(call.text('channel'))
  const channel = user ? dmWith(world, user) : channelOf(call)
  if (channel.kind === 'dm' && world.settings.messagesTab === 'off')
    throw new ApiError('messages_tab_disabled')
  if (!channel.joined) {
    if (!world.settings.scopes.includes('chat:write.public')) throw new ApiError('not_in_channel')
    call.need('chat:write.public')
  }
  if (channel.archived) throw new ApiError('is_archived')
  return channel
}

/** @throws ApiError message_not_found */
export function messageIn(channel: Channel, ts: string): FakeMessage {
  const message = channel.find(ts)
  if (!message?.stands) throw new ApiError('message_not_found')
  return message
}

export function needRead(call: Call, channel: Channel): void {
  call.need(READ_SCOPE[channel.kind])
}

/** A page of a list, and the cursor of the next. @throws ApiError invalid_cursor */
export function page<T>(call: Call, all: readonly T[], limit: number): { items: readonly T[]; next: string } {
  const cursor = call.optional('cursor')
  let from = 0
  if (cursor) {
    from = Number(Buffer.from(cursor, 'base64').toString('utf8').replace('next:', ''))
    if (!Number.isInteger(from)) throw new ApiError('invalid_cursor')
  }
  const rest = from + limit < all.length
  return {
    items: all.slice(from, from + limit),
    next: rest ? Buffer.from(`next:${from + limit}`).toString('base64') : '',
  }
}
