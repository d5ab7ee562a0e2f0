import { FakeMessage } from './message.ts'
import type { Channel, Json, Part, StoredFile, User } from './model.ts'
import { messageJson } from './wire.ts'
import type { World } from './world.ts'

export type Content = Readonly<{
  text?: string
  blocks?: readonly Part[]
  files?: readonly StoredFile[]
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
  publishMessage(world, channel, { ...messageJson(world, message, { metadata: true }), event_ts: message.ts })
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
  const before = messageJson(world, message, { metadata: true })
  message.edits.push(message.text)
  fill(world, message, content)
  message.editedTs = world.ids.ts()
  if (message.ephemeral) return
  publishMessage(world, message.channel, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    message: messageJson(world, message, { metadata: true }),
    previous_message: before,
    ts: message.editedTs,
    event_ts: message.editedTs,
  })
}

/** What has replies leaves a tombstone, so that the thread stays. */
export function deleteMessage(world: World, message: FakeMessage): void {
  const before = messageJson(world, message, { metadata: true })
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

function fill(world: World, message: FakeMessage, content: Content): void {
  message.raw = content.text ?? ''
  // Slack names the blocks that have no name, and does so once more with every edit.
  message.blocks = (content.blocks ?? []).map((block) => ({
    ...structuredClone(block),
    block_id: block.block_id ?? world.ids.next('b'),
  }))
  for (const [index, block] of message.blocks.entries()) nameActions(block, index)
  if (content.files) message.files = [...content.files]
  if (content.metadata) message.metadata = content.metadata
}

/** Elements without an action_id get one, too. */
export function nameActions(block: Part, index: number): void {
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
