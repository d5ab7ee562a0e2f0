import { type GatewayDispatchPayload, MessageReferenceType, MessageType } from 'discord.js'
import type { BotEvent, ChannelRef, FileRef, SeenMessage } from '#bot'
import * as packets from './packets.ts'
import { channelRef, isThread } from './refs.ts'
import type { ThreadParents } from './thread-parents.ts'

/** The types of messages by people and bots; the others are Discord's own notices. */
const WRITTEN: ReadonlySet<MessageType> = new Set([
  MessageType.Default,
  MessageType.Reply,
  MessageType.ChatInputCommand,
  MessageType.ContextMenuCommand,
])

/**
 * Turns the gateway's packets, except interactions, into events. It reads packets instead of discord.js's objects:
 * those need messages and users in a cache, which a restart empties.
 * @throws ZodError for a packet that lacks what is read, or has it of another type
 * @param self the bot's own user id, whose actions raise no events
 */
export async function readPacket(
  packet: GatewayDispatchPayload,
  self: string,
  threadParents: ThreadParents,
): Promise<readonly BotEvent[]> {
  switch (packet.t) {
    case 'MESSAGE_CREATE':
    case 'MESSAGE_UPDATE': {
      const edited = packet.t === 'MESSAGE_UPDATE'
      // An update without this time is a link's preview or a pin, not an edit.
      const head = packets.messageHead.parse(packet.d)
      if ((edited && !head.edited_timestamp) || !isWritten(head)) return []
      const d = packets.message.parse(packet.d)
      // An update without what was forwarded changes something else.
      if (d.author.id === self || (edited && forwards(d) && !d.message_snapshots)) return []
      const message = seenMessage(d, await threadParents.find(d.guild_id, d.channel_id), d.member?.nick)
      const id = edited ? `${d.id}:${d.edited_timestamp}` : d.id
      return [{ kind: 'message', change: edited ? 'edited' : 'posted', id, message }]
    }
    case 'MESSAGE_DELETE': {
      const d = packets.deletedMessage.parse(packet.d)
      return [deleted(await threadParents.find(d.guild_id, d.channel_id), d.id)]
    }
    case 'MESSAGE_DELETE_BULK': {
      const d = packets.deletedMessages.parse(packet.d)
      const place = await threadParents.find(d.guild_id, d.channel_id)
      return d.ids.map((id) => deleted(place, id))
    }
    case 'MESSAGE_REACTION_ADD':
    case 'MESSAGE_REACTION_REMOVE': {
      const d = packets.reaction.parse(packet.d)
      // An emoji of the guild's own has an id; votes are unicode.
      if (d.user_id === self || d.emoji.id || !d.emoji.name) return []
      // Other bots don't vote. Only an added reaction names a bot; removing one that never counted is harmless.
      if (d.member?.user?.bot) return []
      const place = await threadParents.find(d.guild_id, d.channel_id)
      return [
        {
          kind: 'reaction',
          message: { ...place, message: d.message_id },
          user: { platform: 'discord', space: place.space, user: d.user_id },
          emoji: d.emoji.name,
          added: packet.t === 'MESSAGE_REACTION_ADD',
        },
      ]
    }
    case 'MESSAGE_REACTION_REMOVE_ALL':
    case 'MESSAGE_REACTION_REMOVE_EMOJI': {
      const d = packets.clearedReactions.parse(packet.d)
      if (d.emoji?.id) return []
      const place = await threadParents.find(d.guild_id, d.channel_id)
      return [{ kind: 'reactions-cleared', message: { ...place, message: d.message_id } }]
    }
    case 'THREAD_DELETE': {
      const d = packets.deletedThread.parse(packet.d)
      return [{ kind: 'gone', place: channelRef(d.guild_id, d.id, d.parent_id) }]
    }
    case 'CHANNEL_DELETE': {
      const d = packets.deletedChannel.parse(packet.d)
      return isThread(d.type) || d.guild_id === undefined
        ? []
        : [{ kind: 'gone', place: channelRef(d.guild_id, d.id, undefined) }]
    }
    case 'GUILD_DELETE': {
      const d = packets.deletedGuild.parse(packet.d)
      // `unavailable` means an outage of Discord: the guild comes back.
      return d.unavailable ? [] : [{ kind: 'gone', place: { platform: 'discord', space: d.id } }]
    }
    default:
      return []
  }
}

/** False for Discord's own notices, such as about an opened thread. */
export function isWritten(message: Readonly<{ type?: MessageType | undefined; author?: unknown }>): boolean {
  return message.author !== undefined && message.type !== undefined && WRITTEN.has(message.type)
}

function forwards({ message_reference }: packets.RawMessage): boolean {
  return message_reference?.type === MessageReferenceType.Forward
}

/** Forwarded text and files count as the message's own: a forwarding message has nothing else. */
export function seenMessage(
  message: packets.RawMessage,
  place: ChannelRef,
  nick?: string | null,
): SeenMessage {
  const { author } = message
  const parts = [message, ...(message.message_snapshots ?? []).map((each) => each.message)]
  return {
    ref: { ...place, message: message.id },
    author: {
      platform: 'discord',
      space: place.space,
      user: author.id,
      name: nameOf(author, nick),
      bot: author.bot === true || typeof message.webhook_id === 'string',
    },
    text: parts
      .map(({ content }) => content)
      .filter((text) => text !== '')
      .join('\n\n'),
    ...(typeof message.webhook_id === 'string' && { relayed: true as const }),
    files: parts.flatMap(({ attachments }) => attachments.map(fileRef)),
    ...(message.reactions && { emoji: message.reactions.flatMap(({ emoji }) => emoji.name ?? []) }),
    writtenAt: Date.parse(message.timestamp),
    at: Date.parse(message.edited_timestamp ?? message.timestamp),
  }
}

export function fileRef({ id, filename, size, url, content_type }: packets.RawAttachment): FileRef {
  return { id, name: filename, bytes: size, url, ...(content_type ? { mediaType: content_type } : {}) }
}

export function nameOf(
  user: Pick<packets.RawUser, 'username' | 'global_name'>,
  nick?: string | null,
): string {
  return nick ?? user.global_name ?? user.username
}

function deleted(place: ChannelRef, message: string): BotEvent {
  return { kind: 'message', change: 'deleted', id: `${message}:deleted`, ref: { ...place, message } }
}
