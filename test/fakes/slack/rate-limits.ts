/** Calls that a bucket takes at once, before it refills. */
const BURST = 5
const POSTS_A_SECOND = 1

type Bucket = { left: number; at: number }

export type RateLimits = Readonly<{
  /** Takes one call. @returns the seconds to wait where it is one too many */
  take(method: string, channel: string | undefined, perMinute: number | undefined): number | undefined
}>

/** Slack's limits: about a message a second and channel, and a tier a method. */
export function createRateLimits(mode: 'off' | 'posting' | 'all'): RateLimits {
  const buckets = new Map<string, Bucket>()

  function takeFrom(name: string, perSecond: number, burst: number): number | undefined {
    const now = Date.now()
    const bucket = buckets.get(name) ?? { left: burst, at: now }
    buckets.set(name, bucket)
    bucket.left = Math.min(burst, bucket.left + ((now - bucket.at) / 1000) * perSecond)
    bucket.at = now
    if (bucket.left < 1) return Math.max(1, Math.ceil((1 - bucket.left) / perSecond))
    bucket.left--
    return undefined
  }

  return {
    take(method, channel, perMinute) {
      if (mode === 'off') return undefined
      if (method === 'chat.postMessage') return takeFrom(`posts ${channel}`, POSTS_A_SECOND, BURST)
      if (mode === 'all' && perMinute !== undefined) return takeFrom(method, perMinute / 60, perMinute)
      return undefined
    },
  }
}
