import { type APIChannel, type ChannelType, type GatewayDispatchPayload, type REST, Routes } from 'discord.js'
import { LRUCache } from 'lru-cache'
import type { ChannelRef } from '#bot'
import { channel, guild } from './packets.ts'
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
      for (const each of channelsIn(packet)) {
        const known = channel.safeParse(each)
        if (known.success) remember(known.data)
      }
    },
    async find(space, id) {
      if (space !== undefined && !parents.has(id))
        remember((await rest.get(Routes.channel(id))) as APIChannel)
      return channelRef(space, id, parents.get(id))
    },
  }
}

/** The channels and threads that a packet tells of, as they came. */
function channelsIn({ t, d }: GatewayDispatchPayload): readonly unknown[] {
  switch (t) {
    case 'GUILD_CREATE':
    case 'THREAD_LIST_SYNC': {
      const { data } = guild.safeParse(d)
      return data && !data.unavailable ? [...(data.channels ?? []), ...(data.threads ?? [])] : []
    }
    case 'CHANNEL_CREATE':
    case 'THREAD_CREATE':
    case 'THREAD_UPDATE':
      return [d]
    default:
      return []
  }
}
