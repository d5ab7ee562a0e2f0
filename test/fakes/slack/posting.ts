import { FakeMessage } from './message.ts'
import type { Channel, Json, Part, StoredFile, User } from './model.ts'
import { messageJson } from './wire.ts'
import type { World } from './world.ts'

export type Content = Readonly<{
  text?: string
  /** Those that a message has stay where there are none here. */
  blocks?: readonly Part[]
  files?: readonly StoredFile[]
  attachments?: readonly Json[]
  metadata?: Json
}>

export type Place = Readonly<{ channel: Channel; author: User; threadTs?: string | undefined }>

const SUBSCRIPTION = { public: 'message.channels', private: 'message.groups', dm: 'message.im' } as const
export const HISTORY_SCOPE = {
  public: 'channels:history',
  private: 'groups:history',
  dm: 'im:history',
} as const
const CHANNEL_TYPE = { public: 'channel', private: 'group', dm: 'im' } as const

/** Puts a message there, and tells the app. */
export function postMessage(world: World, place: Place, content: Content): FakeMessage {
  const { channel, author, threadTs } = place
  const message = new FakeMessage(world.ids.ts(), channel, author, threadTs)
  fill(world, message, content)
  channel.messages.push(message)
  for (const file of message.files) file.shares.push({ channel, ts: message.ts, threadTs })
  publishMessage(world, channel, { ...messageJson(world, message, { event: true }), event_ts: message.ts })
  return message
}

/** A message that one person sees, and that is no part of the channel's history. */
export function postEphemeral(world: World, place: Place & { to: User }, content: Content): FakeMessage {
  const message = new FakeMessage(world.ids.ts(), place.channel, place.author, place.threadTs)
  message.visibleTo = place.to
  fill(world, message, content)
  world.members.get(place.to.id)?.receive(message)
  return message
}

export function editMessage(world: World, message: FakeMessage, content: Content): void {
  const before = messageJson(world, message)
  message.edits.push(message.text)
  message.earlier.push(message.blocks)
  fill(world, message, content)
  message.editedTs = world.ids.ts()
  if (message.ephemeral) return
  publishMessage(world, message.channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: messageJson(world, message),
    previous_message: before,
    ts: message.editedTs,
    event_ts: message.editedTs,
  })
}

/** Slack shows what an address leads to: a change that nobody made, and that changes no text. */
export function unfurl(world: World, message: FakeMessage): void {
  const at = world.ids.ts()
  const shown = { id: 1, from_url: 'https://example.org/', fallback: 'Example', title: 'Example' }
  publishMessage(world, message.channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: { ...messageJson(world, message), attachments: [shown] },
    previous_message: messageJson(world, message),
    ts: at,
    event_ts: at,
  })
}

/** A message with replies leaves a tombstone, so that the thread stays. */
export function deleteMessage(world: World, message: FakeMessage): void {
  const before = messageJson(world, message)
  if (message.ephemeral) {
    message.deleted = true
    return
  }
  const at = world.ids.ts()
  if (message.replies.length > 0) {
    message.tombstone = true
    publishMessage(world, message.channel, {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      message: messageJson(world, message),
      previous_message: before,
      ts: at,
      event_ts: at,
    })
    return
  }
  message.deleted = true
  publishMessage(world, message.channel, {
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    deleted_ts: message.ts,
    previous_message: before,
    ts: at,
    event_ts: at,
  })
  const parent = message.threadTs === undefined ? undefined : message.channel.find(message.threadTs)
  if (parent?.tombstone && parent.replies.length === 0) parent.deleted = true
}

/** The line that Slack itself writes when somebody joins. */
export function announceJoin(world: World, channel: Channel, user: User): void {
  const ts = world.ids.ts()
  publishMessage(world, channel, {
    type: 'message',
    subtype: 'channel_join',
    user: user.id,
    text: `<@${user.id}> has joined the channel`,
    ts,
    event_ts: ts,
  })
}

function fill(world: World, message: FakeMessage, content: Content): void {
  message.raw = content.text ?? ''
  if (content.blocks) message.blocks = named(world, content.blocks)
  if (content.files) message.files = [...content.files]
  if (content.attachments) message.attachments = [...content.attachments]
  if (content.metadata) message.metadata = content.metadata
}

/** Slack names the blocks and elements that have no name, with every edit anew. */
export function named(world: World, blocks: readonly Part[]): Part[] {
  return blocks.map((block, index) => {
    // A name of a markdown block is not kept.
    const id = block.type === 'markdown' ? undefined : block.block_id
    const copy = { ...structuredClone(block), block_id: id ?? world.ids.next('b') }
    nameActions(copy, index)
    return copy
  })
}

function nameActions(block: Part, index: number): void {
  const elements = [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])]
  if (block.element) elements.push(block.element)
  for (const [at, element] of elements.entries())
    if (!['image', 'mrkdwn', 'plain_text'].includes(element.type) && !element.type.startsWith('rich_text'))
      element.action_id ??= `a${index}.${at}`
}

function publishMessage(world: World, channel: Channel, event: Json): void {
  if (!channel.joined) return
  world.publish(SUBSCRIPTION[channel.kind], HISTORY_SCOPE[channel.kind], {
    ...event,
    channel: channel.id,
    channel_type: CHANNEL_TYPE[channel.kind],
  })
}
