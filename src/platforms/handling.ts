import { z } from 'zod'
import { type BotEvent, levelOf, type Outcome } from '#bot'
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
      log[levelOf(error)]({ err: error, event: event.kind }, 'an event was not handled')
      return 'fault'
    }
  }
}

/**
 * Logs in one line why something that came from a service was not handled.
 * @param error a ZodError if it could not be read; without secrets otherwise
 */
export function logUnhandled(log: Log, error: unknown, about: object): void {
  if (error instanceof z.ZodError) logSkipped(log, problemOf(error), about)
  else log[levelOf(error)]({ ...about, err: error }, 'what came in was not handled')
}

/** @param problem without anybody's text */
export function logSkipped(log: Log, problem: string, about: object = {}): void {
  log.warn({ ...about, problem }, 'what can not be read was skipped')
}

/** The place of the first mistake and its kind, without what stands there. */
export function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message}`
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
