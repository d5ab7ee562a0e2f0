import type { Logger } from 'pino'
import type { PlatformName } from '#bot'
import { backoffMs } from '../kit/backoff.ts'

export type Recovery = Readonly<{
  /** The connection is up, for the first time or again: what stands on the platform is read at once. */
  connected(platform: PlatformName): void
  /** Something was not heard, or not whole: it is read again in a moment. */
  missed(platform: PlatformName): void
  /** Breaks off what is being read, which a later start reads again. */
  stop(): Promise<void>
}>

/** Reads what stands on a platform. Rejects when it must be tried again; ends early when it is told to. */
export type Read = (platform: PlatformName, stopping: AbortSignal) => Promise<void>

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/**
 * Reads what was not heard while nobody listened, or could not be handled when it was heard, such as while
 * the database was away; tries until it succeeds.
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
      log.debug({ platform }, 'what was missed has been read')
    } catch (err) {
      log.warn({ err, platform }, 'what was missed could not be read yet')
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
