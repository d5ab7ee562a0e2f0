import { ApiError, invalidArguments } from '../api-error.ts'
import type { Call, Method } from '../call.ts'
import { dmWith, type FakeChannel } from '../channel.ts'
import { channelOf, joinedChannel, needRead, page } from '../lookup.ts'
import type { FakeMessage } from '../message.ts'
import type { Channel, Json } from '../model.ts'
import { HISTORY_SCOPE } from '../posting.ts'
import { channelJson, messageJson } from '../wire.ts'

export const conversationMethods: readonly Method[] = [
  { name: 'conversations.info', perMinute: 50, handle: info },
  { name: 'conversations.list', perMinute: 20, handle: list },
  { name: 'conversations.join', perMinute: 50, handle: join },
  { name: 'conversations.open', perMinute: 50, handle: open },
  { name: 'conversations.members', perMinute: 100, handle: members },
  { name: 'conversations.history', perMinute: 50, handle: history },
  { name: 'conversations.replies', perMinute: 50, handle: replies },
]

function info(call: Call): Json {
  const channel = channelOf(call)
  needRead(call, channel)
  return { channel: channelJson(call.world, channel, call.flag('include_num_members')) }
}

const KINDS: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'dm',
}
const SCOPES = { public: 'channels:read', private: 'groups:read', dm: 'im:read' } as const

function list(call: Call): Json {
  const types = (call.optional('types') ?? 'public_channel').split(',').map((type) => type.trim())
  const kinds = types.map((type) => KINDS[type])
  if (kinds.includes(undefined)) throw new ApiError('invalid_types')
  for (const kind of kinds) if (kind) call.need(SCOPES[kind])
  const all = [...call.world.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      !channel.deleted &&
      (channel.kind === 'public' || channel.joined) &&
      !(call.flag('exclude_archived') && channel.archived),
  )
  const { items, next } = page(call, all, call.limit(100, 999))
  return {
    channels: items.map((channel) => channelJson(call.world, channel, true)),
    response_metadata: { next_cursor: next },
  }
}

function join(call: Call): Json {
  call.need('channels:join')
  const channel = channelOf(call)
  if (channel.kind !== 'public') throw new ApiError('method_not_supported_for_channel_type')
  if (channel.archived) throw new ApiError('is_archived')
  const warning = channel.joined ? { warning: 'already_in_channel' } : {}
  ;(channel as FakeChannel).inviteBot()
  return { channel: channelJson(call.world, channel, false), ...warning }
}

function open(call: Call): Json {
  call.need('im:write')
  const users = call.text('users').split(',')
  if (users.length !== 1) throw invalidArguments('the fake opens direct messages with one person')
  const user = call.world.users.get(users[0] ?? '')
  if (!user) throw new ApiError('user_not_found')
  if (user.bot) throw new ApiError('cannot_dm_bot')
  const { id } = dmWith(call.world, user)
  return { channel: call.flag('return_im') ? { id, is_im: true, user: user.id } : { id } }
}

function members(call: Call): Json {
  const channel = channelOf(call)
  needRead(call, channel)
  const { items, next } = page(call, [...channel.members], call.limit(100, 999))
  return { members: items, response_metadata: { next_cursor: next } }
}

/** The scope to read a channel, which the bot must be in. */
function readable(call: Call): Channel {
  const channel = channelOf(call)
  call.need(HISTORY_SCOPE[channel.kind])
  return joinedChannel(call)
}

function within(call: Call): (message: FakeMessage) => boolean {
  const oldest = call.optional('oldest') ?? '0'
  const latest = call.optional('latest') ?? '9999999999'
  const inclusive = call.flag('inclusive')
  return ({ ts }) => {
    const [at, from, to] = [Number(ts), Number(oldest), Number(latest)]
    return inclusive ? at >= from && at <= to : at > from && at < to
  }
}

/** The newest first, without replies. */
function history(call: Call): Json {
  const channel = readable(call)
  const fits = within(call)
  const all = channel.messages
    .filter((each) => each.threadTs === undefined && !each.deleted && !each.ephemeral && fits(each))
    .reverse()
  const { items, next } = page(call, all, call.limit(100, 999))
  return { ...listed(call, items, next), pin_count: 0 }
}

/** The first message of a thread, then its replies, the oldest first. */
function replies(call: Call): Json {
  const channel = readable(call)
  const asked = channel.find(call.text('ts'))
  if (!asked) throw new ApiError('thread_not_found')
  const parent = asked.threadTs === undefined ? asked : (channel.find(asked.threadTs) ?? asked)
  const fits = within(call)
  const { items, next } = page(call, [parent, ...parent.replies.filter(fits)], call.limit(1000, 1000))
  return listed(call, items, next)
}

function listed(call: Call, messages: readonly FakeMessage[], next: string): Json {
  const metadata = call.flag('include_all_metadata')
  return {
    messages: messages.map((message) => messageJson(call.world, message, { metadata })),
    has_more: next !== '',
    response_metadata: { next_cursor: next },
  }
}
