import type { Logger } from 'pino'
import type { PlatformName } from '#bot'

export type Recovery = Readonly<{
  /** Something was not heard, or not whole: what stands on the platform is to be read again. */
  missed(platform: PlatformName): void
  stop(): Promise<void>
}>

const FIRST_MS = 1_000
const LONGEST_MS = 60_000

/**
 * Reads again what could not be handled when it was heard, such as while the database was away: waits
 * a moment, then tries until it succeeds.
 * @param read reads what stands on a platform; rejects when it must be tried again
 */
export function createRecovery(read: (platform: PlatformName) => Promise<void>, log: Logger): Recovery {
  const waiting = new Map<PlatformName, NodeJS.Timeout>()
  const running = new Set<Promise<void>>()

  function schedule(platform: PlatformName, delay: number): void {
    if (waiting.has(platform)) return
    const timer = setTimeout(() => {
      waiting.delete(platform)
      const attempt = tryAgain(platform, delay)
      running.add(attempt)
      void attempt.finally(() => running.delete(attempt))
    }, delay)
    waiting.set(platform, timer)
  }

  async function tryAgain(platform: PlatformName, delay: number): Promise<void> {
    try {
      await read(platform)
      log.info({ platform }, 'what was missed has been read')
    } catch (err) {
      log.warn({ err, platform }, 'what was missed could not be read yet')
      schedule(platform, Math.min(delay * 2, LONGEST_MS))
    }
  }

  return {
    missed: (platform) => schedule(platform, FIRST_MS),
    async stop() {
      for (const timer of waiting.values()) clearTimeout(timer)
      waiting.clear()
      await Promise.allSettled(running)
    },
  }
}
