import { ChannelType } from 'discord.js'
import type { ChannelRef, MessageRef } from '#bot'

/** The space of direct messages, which belong to no guild. */
export const DIRECT = 'dm'

export function channelRef(
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

/** The address at which Discord's clients open a channel, a thread or a message. Direct messages have no guild. */
export function addressOf(place: ChannelRef | MessageRef): string {
  const guild = place.space === DIRECT ? '@me' : place.space
  const message = 'message' in place ? `/${place.message}` : ''
  return `https://discord.com/channels/${guild}/${idOf(place)}${message}`
}

/** Discord refuses a thread on a message elsewhere, also in the text chat of a voice or stage channel. */
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
