import { type APIChannel, type ChannelType, type GatewayDispatchPayload, type REST, Routes } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { ChannelRef } from '#bot'
import { channelRef, isThread } from './refs.ts'

/** Some hundred bytes each; a busy guild has a few hundred channels and active threads. */
const REMEMBERED = 100_000

type SeenChannel = Readonly<{ id: string; type: ChannelType; parent_id?: string | null }>

/**
 * Knows which channel a thread belongs to. Messages and reactions name the thread only; what was not
 * seen on the gateway, such as a thread that was archived before the start, is asked for once.
 */
export type ThreadParents = Readonly<{
  learn(packet: GatewayDispatchPayload): void
  remember(channel: SeenChannel): void
  find(space: string | undefined, channel: string): Promise<ChannelRef>
}>

export function createThreadParents(rest: REST): ThreadParents {
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
      return channelRef(space, channel, parents.get(channel))
    },
  }
}
