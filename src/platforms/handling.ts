import type { BotEvent, Outcome } from '#bot'
import type { Log } from './log.ts'

type Handler = (event: BotEvent) => Promise<Outcome>

/**
 * Passes events to the current handler; it is a fault if there is none. Never rejects.
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
  /** The caller gets the result of the work. */
  add(work: Promise<unknown>): void
  settled(): Promise<unknown>
}>

/** Background work, awaited only when the platform stops. */
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
