import { setTimeout as sleep } from 'node:timers/promises'
import { PlatformError } from '#bot'
import { createQueues } from '../../kit/queues.ts'

/** A longer wait belongs to the outbox, which keeps the order. */
const LONGEST_WAIT_MS = 3000

/**
 * Posts to a channel one message after the other, and no faster than Slack allows.
 * @param everyMs between two messages of one channel
 */
export function createPace(everyMs: number) {
  const inTurn = createQueues()
  const free = new Map<string, number>()

  /** @throws PlatformError `later` if the queue is too long */
  function checkWait(channel: string): void {
    const waitMs = (free.get(channel) ?? 0) - performance.now()
    if (waitMs > LONGEST_WAIT_MS)
      throw new PlatformError('later', 'The channel is busy.', { retryAfter: Math.ceil(waitMs) })
  }

  return {
    checkWait,
    post: <T>(channel: string, work: () => Promise<T>): Promise<T> =>
      inTurn(channel, async () => {
        const now = performance.now()
        const at = Math.max(free.get(channel) ?? 0, now)
        if (at > now) await sleep(at - now)
        free.set(channel, at + everyMs)
        forget(free, now)
        return await work()
      }),
  }
}

export type Pace = ReturnType<typeof createPace>

/** Finds the channels that need no delay any more. */
function forget(free: Map<string, number>, now: number): void {
  if (free.size < 1000) return
  for (const [channel, at] of free) if (at < now) free.delete(channel)
}
