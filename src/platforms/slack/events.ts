import { z } from 'zod'
import type { BotEvent, ChannelRef, SeenMessage } from '#bot'
import { emojiOf } from './emoji.ts'
import { rawFile } from './files.ts'
import type { MessageThreads } from './message-threads.ts'
import { isWritten, type Lookups, type RawMessage, seenMessage } from './messages.ts'
import type { Self } from './reading.ts'
import { channelRef, threadOf, timeOf } from './refs.ts'

/** A message's id: seconds since the epoch. */
const ts = z.string().regex(/^\d{1,12}(?:\.\d{1,9})?$/u)
const message = z.object({
  subtype: z.string().optional(),
  user: z.string().min(1).optional(),
  bot_id: z.string().optional(),
  username: z.string().optional(),
  text: z.string().optional(),
  ts,
  thread_ts: ts.optional(),
  edited: z.object({ ts: ts.optional() }).optional(),
  files: z.array(rawFile).optional(),
  attachments: z.array(z.unknown()).optional(),
})

/** An empty field is as good as none. */
function withoutNulls(fields: unknown): unknown {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return fields
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

const posted = z.preprocess(withoutNulls, message.extend({ channel: z.string() }))
const changed = z.object({
  channel: z.string(),
  message: z.preprocess(withoutNulls, message),
  previous_message: z.preprocess(withoutNulls, message).optional(),
})
const deleted = z.object({
  channel: z.string(),
  deleted_ts: ts,
  previous_message: z.preprocess(withoutNulls, message.partial()).optional(),
})
const reaction = z.object({
  type: z.enum(['reaction_added', 'reaction_removed']),
  user: z.string().min(1),
  reaction: z.string(),
  item: z.object({ type: z.string(), channel: z.string().optional(), ts: ts.optional() }),
})
const channelGone = z.object({ channel: z.string() })

/** Slack repeats unacknowledged events after one and after five minutes, whatever happened in the meantime. */
const LATE_MS = 2000

export type EventContext = Lookups &
  Readonly<{
    messageThreads: MessageThreads
    self(): Promise<Self>
    /** The current state of a message in a thread; undefined if it was deleted. */
    look(thread: ChannelRef, ts: string): Promise<RawMessage | undefined>
  }>

/** A raw event of Slack. Only the kinds in `manifest.ts` arrive. */
export type RawEvent = Readonly<{ type: string } & Record<string, unknown>>

/**
 * Turns Slack's events about messages, reactions and channels into events of the contract.
 * @throws ZodError for an event that lacks what is read, or has it of another type
 */
export async function readEvent(event: RawEvent, context: EventContext): Promise<readonly BotEvent[]> {
  // The space is the bot's own workspace, even in a channel shared with others.
  const { team: space } = await context.self()
  switch (event.type) {
    case 'message':
      return await readMessage(event, space, context)
    case 'reaction_added':
    case 'reaction_removed':
      return await readReaction(event, space, context)
    case 'channel_archive':
    case 'channel_deleted':
    case 'group_archive':
    case 'group_deleted': {
      const { channel } = channelGone.parse(event)
      return [{ kind: 'gone', place: channelRef(space, channel, undefined) }]
    }
    default:
      return []
  }
}

async function readMessage(
  event: RawEvent,
  space: string,
  context: EventContext,
): Promise<readonly BotEvent[]> {
  const { messageThreads, self } = context
  const own = await self()
  const isOwn = ({ user, bot_id }: RawMessage) => user === own.user || bot_id === own.bot

  if (event.subtype === 'message_changed') {
    const { channel, message: now, previous_message: before } = changed.parse(event)
    const place = channelRef(space, channel, threadOf(now))
    // A deleted message with a thread leaves a tombstone.
    if (now.subtype === 'tombstone') return [gone(channelRef(space, channel, undefined), now.ts)]
    // Without a new edit time it is a link preview or a new reply in its thread.
    const edited = now.edited?.ts
    if (!edited || edited === before?.edited?.ts || isOwn(now as RawMessage) || !isWritten(now as RawMessage))
      return []
    const id = `${channel}:${now.ts}:${edited}`
    const standing = await standingNow(event, now as RawMessage, place, context)
    return standing ? [{ kind: 'message', change: 'edited', id, message: standing }] : [gone(place, now.ts)]
  }
  if (event.subtype === 'message_deleted') {
    const { channel, deleted_ts, previous_message: before } = deleted.parse(event)
    const thread = threadOf({ ts: deleted_ts, thread_ts: before?.thread_ts })
    return [gone(channelRef(space, channel, thread), deleted_ts)]
  }
  const post = posted.parse(event)
  if (!isWritten(post as RawMessage)) return []
  const { channel, ts } = post
  const place = channelRef(space, channel, threadOf(post))
  messageThreads.remember({ ...place, message: ts })
  if (isOwn(post as RawMessage)) return []
  const standing = await standingNow(event, post as RawMessage, place, context)
  if (!standing) return [gone(place, ts)]
  return [{ kind: 'message', change: 'posted', id: `${channel}:${ts}`, message: standing }]
}

/** Looks up a message that arrives late: it may have been deleted since, unnoticed. */
async function standingNow(
  event: RawEvent,
  told: RawMessage,
  place: ChannelRef,
  context: EventContext,
): Promise<SeenMessage | undefined> {
  // If Slack does not answer, the event counts as it arrived.
  const standing =
    place.thread !== undefined && isLate(event) ? await context.look(place, told.ts).catch(() => told) : told
  return standing && seenMessage(standing, place, context)
}

function isLate({ event_ts }: RawEvent): boolean {
  return typeof event_ts === 'string' && Date.now() - timeOf(event_ts) > LATE_MS
}

/** Reactions name the message but not its thread. */
async function readReaction(
  event: RawEvent,
  space: string,
  { messageThreads, people, self }: EventContext,
): Promise<readonly BotEvent[]> {
  const { type, user, reaction: name, item } = reaction.parse(event)
  const emoji = emojiOf(name)
  if (user === (await self()).user || emoji === undefined || !item.channel || !item.ts) return []
  // Other bots don't vote.
  if ((await people.find(user)).bot) return []
  return [
    {
      kind: 'reaction',
      message: await messageThreads.find(space, item.channel, item.ts),
      user: { platform: 'slack', space, user },
      emoji,
      added: type === 'reaction_added',
      ...(isLate(event) && { late: true }),
    },
  ]
}

function gone(place: ChannelRef, ts: string): BotEvent {
  return {
    kind: 'message',
    change: 'deleted',
    id: `${place.channel}:${ts}:deleted`,
    ref: { ...place, message: ts },
  }
}
