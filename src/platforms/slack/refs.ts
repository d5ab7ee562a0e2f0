import type { ChannelRef, MessageRef } from '#bot'

export function channelRef(space: string, channel: string, thread: string | undefined): ChannelRef {
  return { platform: 'slack', space, channel, ...(thread !== undefined && { thread }) }
}

/** A thread's first message has its own ts as `thread_ts`, and is not in the thread. */
export function threadOf({ ts, thread_ts }: { ts?: string | undefined; thread_ts?: string | undefined }) {
  return thread_ts !== undefined && thread_ts !== ts ? thread_ts : undefined
}

/** A conversation with one person. */
export function isDirect(channel: string): boolean {
  return !/^[CG]/u.test(channel)
}

/** A message's ts in milliseconds since the epoch. */
export function timeOf(ts: string): number {
  return Math.round(Number(ts) * 1000)
}

/**
 * Builds the same address as `chat.getPermalink`, without a request. A reply's address names the thread to open.
 * @param workspace as `auth.test` tells it
 * @throws Error if it is not known yet
 */
export function permalinkOf(workspace: string | undefined, place: ChannelRef | MessageRef): string {
  if (workspace === undefined) throw new Error('the address of the workspace is not known yet')
  const { channel, thread } = place
  const ts = 'message' in place ? place.message : thread
  const at = new URL(`archives/${channel}${ts === undefined ? '' : `/p${ts.replace('.', '')}`}`, workspace)
  if (thread !== undefined) at.search = String(new URLSearchParams({ thread_ts: thread, cid: channel }))
  return at.href
}
