import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { PlatformError, type PlatformName } from '#bot'
import { backoffMs } from '../kit/backoff.ts'

export type SharedOpening = Readonly<{
  /** Settles after the first attempt. @throws PlatformError if trying again won't help */
  tried: Promise<void>
  isOpen(): boolean
  stop(): Promise<void>
}>

type SharedOpeningOptions = Readonly<{
  platform: PlatformName
  open(): Promise<void>
  close(): Promise<void>
  log: Logger
  onOpen(): void
  /** Called if a later attempt than the first fails and trying again won't help. */
  onLost(reason: string): void
  retryMs?: number
}>

const LONGEST_RETRY_MS = 30_000

/** Opens a connection that every replica has, and tries again until it is open. */
export function openEverywhere(options: SharedOpeningOptions): SharedOpening {
  const { platform, open, close, log, onOpen, onLost, retryMs = 1_000 } = options
  const stopping = new AbortController()
  const tried = Promise.withResolvers<void>()
  let isOpen = false

  async function run(): Promise<void> {
    for (let failures = 1; !stopping.signal.aborted; failures++) {
      try {
        await open()
        isOpen = true
        onOpen()
        return tried.resolve()
      } catch (err) {
        if (err instanceof PlatformError && err.kind !== 'later') {
          if (failures === 1) tried.reject(err)
          else onLost(err.message)
          return
        }
        log.warn({ err, platform }, 'the connection could not be opened; trying again')
      }
      tried.resolve()
      const delay = backoffMs(failures, retryMs, LONGEST_RETRY_MS)
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  // Callers that await it get the error; without one it must not count as unhandled.
  tried.promise.catch(() => undefined)
  const running = run()
  return {
    tried: tried.promise,
    isOpen: () => isOpen,
    async stop() {
      stopping.abort()
      await running
      isOpen = false
      await close()
    },
  }
}
