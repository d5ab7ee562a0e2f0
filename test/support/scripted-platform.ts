import type { ChannelRef, Message, MessageRef, Platform, PlatformName, UserRef } from '#bot'

/** A request to a platform, in the order of the calls. */
export type Call =
  | Readonly<{ kind: 'post'; to: ChannelRef; message: Message; key: string; retried: boolean }>
  | Readonly<{ kind: 'edit'; ref: MessageRef; message: Message }>
  | Readonly<{ kind: 'remove'; ref: MessageRef }>
  | Readonly<{ kind: 'thread'; on: MessageRef; title: string }>
  | Readonly<{ kind: 'react'; ref: MessageRef; emoji: string }>
  | Readonly<{ kind: 'dm'; user: UserRef; message: Message; key: string; retried: boolean }>

export type ScriptedPlatform = Platform & Readonly<{ calls: Call[] }>

/**
 * A platform in memory that records what it is asked to send.
 * @param script runs before each answer: it may wait, or throw what the platform throws
 */
export function scriptedPlatform(
  name: PlatformName,
  script: (call: Call) => void | Promise<void> = () => undefined,
): ScriptedPlatform {
  const calls: Call[] = []
  let messages = 0
  const play = async (call: Call) => {
    calls.push(call)
    await script(call)
  }
  return {
    name,
    inbound: 'exclusive',
    showsPrivateImages: true,
    readsMessages: true,
    calls,
    start: async () => undefined,
    stop: async () => undefined,
    post: async (to, message, key, retried) => {
      await play({ kind: 'post', to, message, key, retried })
      return { ...to, message: `m${++messages}` }
    },
    edit: (ref, message) => play({ kind: 'edit', ref, message }),
    remove: (ref) => play({ kind: 'remove', ref }),
    openThread: async (on, title) => {
      await play({ kind: 'thread', on, title })
      return { platform: on.platform, space: on.space, channel: on.channel, thread: `t-${on.message}` }
    },
    react: (ref, emoji) => play({ kind: 'react', ref, emoji }),
    dm: (user, message, key, retried) => play({ kind: 'dm', user, message, key, retried }),
    readMessages: async () => ({ messages: [], complete: true }),
    missing: async () => [],
    readReactions: async () => [],
    download: async () => new Uint8Array(),
  }
}
