import type { BotEvent, Outcome } from '#bot'
import type { Log } from './log.ts'

type Handler = (event: BotEvent) => Promise<Outcome>

/**
 * Hands events to whoever handles them now; without anybody that is a fault. Never rejects.
 * @param handler undefined while the platform is stopped
 */
export function createEmit(handler: () => Handler | undefined, log: Log): Handler {
  return async (event) => {
    try {
      return (await handler()?.(event)) ?? 'fault'
    } catch (error) {
      log.error({ err: error, event: event.kind }, 'an event was not handled')
      return 'fault'
    }
  }
}

export type UnderWay = Readonly<{
  /** Whoever began the work hears how it ends. */
  add(work: Promise<unknown>): void
  settled(): Promise<unknown>
}>

/** Work that nobody waits for, until the platform stops. */
export function createUnderWay(): UnderWay {
  const works = new Set<Promise<unknown>>()
  return {
    add(work) {
      const done = () => void works.delete(settled)
      const settled = work.then(done, done)
      works.add(settled)
    },
    settled: () => Promise.all(works),
  }
}
