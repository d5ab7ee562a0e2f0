import type { Logger } from 'pino'
import type { PlatformName } from '#bot'
import { backoffMs } from '../kit/backoff.ts'

export type Recovery = Readonly<{
  /** To be called when the connection is up, for the first time or again: reads at once. */
  connected(platform: PlatformName): void
  /** To be called when an event could not be handled: reads in a moment. */
  missed(platform: PlatformName): void
  /** Stops reading; the next start reads again. */
  stop(): Promise<void>
}>

/** Reads what was missed on a platform. Rejects if it must be tried again, and ends early after `stopping`. */
export type Read = (platform: PlatformName, stopping: AbortSignal) => Promise<void>

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/**
 * Reads what happened while the bot was not connected, or could not be handled, such as without the database. It tries
 * until it succeeds.
 */
export function createRecovery(read: Read, log: Logger): Recovery {
  const waiting = new Map<PlatformName, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()

  function begin(platform: PlatformName, attempt: number): void {
    const reading = tryOnce(platform, attempt)
    running.add(reading)
    void reading.finally(() => running.delete(reading))
  }

  /** @param failures so far, from 1 */
  function schedule(platform: PlatformName, failures: number): void {
    if (waiting.has(platform) || stopping.signal.aborted) return
    const timer = setTimeout(
      () => {
        waiting.delete(platform)
        begin(platform, failures + 1)
      },
      backoffMs(failures, FIRST_MS, LONGEST_MS),
    )
    waiting.set(platform, timer)
  }

  async function tryOnce(platform: PlatformName, attempt: number): Promise<void> {
    try {
      await read(platform, stopping.signal)
      log.debug({ platform }, 'missed events were read')
    } catch (err) {
      log.warn({ err, platform }, 'missed events could not be read; trying again')
      schedule(platform, attempt)
    }
  }

  return {
    connected: (platform) => begin(platform, 1),
    missed: (platform) => schedule(platform, 1),
    async stop() {
      stopping.abort()
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
      await Promise.allSettled(running)
    },
  }
}
