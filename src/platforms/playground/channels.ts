import type { ChannelRef, MessageRef, UserRef } from '#bot'
import type { Channel, WireMessage, WirePlace } from './wire.ts'

/** The playground is one space. */
export const SPACE = { platform: 'playground', space: 'playground' } as const

/** A person, and the channels that they see. */
export type Viewer = Readonly<{ person: string; channels: readonly string[] }>

const PUBLIC: readonly Channel[] = [
  { id: 'general', name: 'general', kind: 'channel' },
  { id: 'mocks', name: 'mocks', kind: 'channel' },
]

/** The channel for a greeting. */
export const GREETING_CHANNEL = 'general'

export function directOf(person: string): string {
  return `direct-${person}`
}

/** The channels that a person sees, their direct conversation with the bot last. */
export function channelsOf(person: string): readonly Channel[] {
  return [...PUBLIC, { id: directOf(person), name: 'Loopmate', kind: 'direct' }]
}

export function viewerOf(person: string): Viewer {
  return { person, channels: channelsOf(person).map(({ id }) => id) }
}

export function isVisible({ channel, onlyFor }: WireMessage, { person, channels }: Viewer): boolean {
  return channels.includes(channel) && (onlyFor === null || onlyFor === person)
}

/** Threads are possible in public channels, but not in threads. */
export function takesThreads({ channel, thread }: WirePlace): boolean {
  return thread === null && PUBLIC.some(({ id }) => id === channel)
}

export function refOfPlace({ channel, thread }: WirePlace): ChannelRef {
  return { ...SPACE, channel, ...(thread === null ? {} : { thread }) }
}

export function placeOfRef({ channel, thread }: ChannelRef): WirePlace {
  return { channel, thread: thread ?? null }
}

export function refOfMessage(message: WirePlace & Readonly<{ id: string }>): MessageRef {
  return { ...refOfPlace(message), message: message.id }
}

export function refOfPerson(person: string): UserRef {
  return { ...SPACE, user: person }
}
