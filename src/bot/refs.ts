export type PlatformName = 'discord' | 'slack' | 'playground'

/** A Discord guild or a Slack workspace. */
export type SpaceRef = Readonly<{ platform: PlatformName; space: string }>

/** A channel, or with `thread` a thread in it. On Discord a thread has an id of its own; on Slack it is the first message's ts. */
export type ChannelRef = SpaceRef & Readonly<{ channel: string; thread?: string }>

export type MessageRef = ChannelRef & Readonly<{ message: string }>

export type UserRef = SpaceRef & Readonly<{ user: string }>

/** The person behind an event. `admin`: may manage the space (Discord Manage Server, Slack admin). */
export type Actor = UserRef & Readonly<{ name: string; admin: boolean; locale?: string }>

export function sameUser(a: UserRef, b: UserRef): boolean {
  return a.platform === b.platform && a.space === b.space && a.user === b.user
}
