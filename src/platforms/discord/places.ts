import { type APIChannel, ChannelType, type GatewayDispatchPayload, type REST, Routes } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { ChannelRef, MessageRef } from '#bot'

/** The space of direct messages, which belong to no guild. */
export const DIRECT = 'dm'
/** Some hundred bytes each; a busy guild has a few hundred channels and active threads. */
const REMEMBERED = 100_000

type SeenChannel = Readonly<{ id: string; type: ChannelType; parent_id?: string | null }>

/**
 * Knows which channel a thread belongs to. Messages and reactions name the thread only; what was not
 * seen on the gateway, such as a thread that was archived before the start, is asked for once.
 */
export type Places = Readonly<{
  learn(packet: GatewayDispatchPayload): void
  remember(channel: SeenChannel): void
  find(space: string | undefined, channel: string): Promise<ChannelRef>
}>

export function createPlaces(rest: REST): Places {
  /** The channel of a thread; empty for what is no thread. */
  const parents = new LRUCache<string, string>({ max: REMEMBERED })

  function remember({ id, type, parent_id }: SeenChannel): void {
    parents.set(id, isThread(type) ? (parent_id ?? '') : '')
  }

  return {
    remember,
    learn(packet) {
      switch (packet.t) {
        case 'GUILD_CREATE':
          if (!packet.d.unavailable)
            for (const seen of [...packet.d.channels, ...packet.d.threads]) remember(seen)
          break
        case 'THREAD_LIST_SYNC':
          for (const thread of packet.d.threads) if ('type' in thread) remember(thread as SeenChannel)
          break
        case 'CHANNEL_CREATE':
        case 'THREAD_CREATE':
        case 'THREAD_UPDATE':
          remember(packet.d as SeenChannel)
          break
        default:
          break
      }
    },
    async find(space, channel) {
      if (space !== undefined && !parents.has(channel))
        remember((await rest.get(Routes.channel(channel))) as APIChannel)
      return placeOf(space, channel, parents.get(channel))
    },
  }
}

export function placeOf(
  space: string | undefined,
  channel: string,
  parent: string | null | undefined,
): ChannelRef {
  const base = { platform: 'discord', space: space ?? DIRECT } as const
  return parent ? { ...base, channel: parent, thread: channel } : { ...base, channel }
}

/** A thread is a channel with an id of its own. */
export function idOf(place: ChannelRef): string {
  return place.thread ?? place.channel
}

/** Where Discord's clients open a channel, a thread or a message. Direct messages have no guild. */
export function addressOf(place: ChannelRef | MessageRef): string {
  const guild = place.space === DIRECT ? '@me' : place.space
  const message = 'message' in place ? `/${place.message}` : ''
  return `https://discord.com/channels/${guild}/${idOf(place)}${message}`
}

/** Elsewhere a thread on a message is refused, also in the text chat of a voice or stage channel. */
export function takesThreads(type: ChannelType): boolean {
  return type === ChannelType.GuildText || type === ChannelType.GuildAnnouncement
}

export function isThread(type: ChannelType): boolean {
  return (
    type === ChannelType.PublicThread ||
    type === ChannelType.PrivateThread ||
    type === ChannelType.AnnouncementThread
  )
}
