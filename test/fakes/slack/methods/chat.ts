import { ApiError, invalidArguments } from '../api-error.ts'
import type { Call, Method } from '../call.ts'
import { isTs } from '../ids.ts'
import { checkMessage } from '../limits-message.ts'
import { channelOf, joinedChannel, messageIn, writableChannel } from '../lookup.ts'
import type { FakeMessage } from '../message.ts'
import type { Channel, Json } from '../model.ts'
import { type Content, deleteMessage, editMessage, postEphemeral, postMessage } from '../posting.ts'
import { messageJson } from '../wire.ts'

export const chatMethods: readonly Method[] = [
  { name: 'chat.postMessage', handle: post },
  { name: 'chat.update', perMinute: 50, handle: update },
  { name: 'chat.delete', perMinute: 50, handle: remove },
  { name: 'chat.postEphemeral', perMinute: 100, handle: ephemeral },
  { name: 'chat.getPermalink', handle: permalink },
]

function content(call: Call): Content {
  return checkMessage(call.world, call.method, {
    text: call.optional('text'),
    blocks: call.json('blocks', 'invalid_blocks_format'),
    metadata: call.json('metadata', 'invalid_metadata_format'),
  })
}

function post(call: Call): Json {
  const { world } = call
  const channel = writableChannel(call)
  const body = content(call)
  const threadTs = threadOf(call, channel)
  const message = postMessage(world, { channel, author: world.bot, threadTs }, body)
  return {
    channel: channel.id,
    ts: message.ts,
    message: messageJson(world, message, { metadata: true }),
    ...(message.raw === '' && { response_metadata: { warnings: ['missing_text_in_message'] } }),
  }
}

/**
 * The thread to reply in. Slack takes a reply to a message that is gone without a word, and posts it into the
 * channel (slack-go 1571): only the answer's missing thread_ts tells.
 * @throws ApiError for a timestamp that is none, and for a reply to a reply
 */
function threadOf(call: Call, channel: Channel): string | undefined {
  const ts = call.optional('thread_ts')
  if (ts === undefined) return undefined
  if (!isTs(ts)) throw invalidArguments('invalid thread_ts')
  const parent = channel.find(ts)
  if (parent?.threadTs !== undefined) throw new ApiError('cannot_reply_to_message')
  return parent ? ts : undefined
}

function ownMessage(call: Call, error: string): FakeMessage {
  call.need('chat:write')
  const channel = channelOf(call)
  if (!channel.joined) throw new ApiError('not_in_channel')
  const message = messageIn(channel, call.text('ts'))
  if (message.author !== call.world.bot) throw new ApiError(error)
  return message
}

function update(call: Call): Json {
  const { world } = call
  const message = ownMessage(call, 'cant_update_message')
  if (message.channel.archived) throw new ApiError('is_archived')
  const body = content(call)
  editMessage(world, message, body)
  return {
    channel: message.channel.id,
    ts: message.ts,
    text: message.raw,
    message: messageJson(world, message, { metadata: true }),
  }
}

function remove(call: Call): Json {
  const message = ownMessage(call, 'cant_delete_message')
  deleteMessage(call.world, message)
  return { channel: message.channel.id, ts: message.ts }
}

function ephemeral(call: Call): Json {
  const { world } = call
  const channel = writableChannel(call)
  const user = world.users.get(call.text('user'))
  if (!user) throw new ApiError('user_not_found')
  if (!channel.members.has(user.id)) throw new ApiError('user_not_in_channel')
  const body = content(call)
  const threadTs = threadOf(call, channel)
  const message = postEphemeral(world, { channel, author: world.bot, threadTs, to: user }, body)
  return { message_ts: message.ts }
}

function permalink(call: Call): Json {
  const channel = joinedChannel(call)
  const message = messageIn(channel, call.text('message_ts'))
  const inThread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`
  return {
    channel: channel.id,
    permalink: `https://${call.world.team.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}${inThread}`,
  }
}
