import type { Logger } from 'pino'
import type { Listen } from '../db/client.ts'

/** What a loop got: it did a piece of work, or the next is due in so many milliseconds of real time. */
export type TakeResult = 'work' | Readonly<{ nextIn: number | undefined }>

export type Worker = Readonly<{
  /** Looks for work at once. */
  wake(): void
  /** Takes nothing new, and waits for what is being done. */
  stop(): Promise<void>
}>

type WorkerOptions = Readonly<{
  name: string
  listen: Listen
  /** The LISTEN channel that says there may be work. */
  channel: string
  /** How many pieces of work are done at once. */
  concurrency: number
  /** Does one due piece of work. May throw: the loop waits and goes on. */
  takeOne(): Promise<TakeResult>
  log: Logger
}>

/**
 * What no notification tells of is found so soon, such as a row that somebody changed by hand. One that was lost is not
 * waited for: whoever listens is told when its connection broke, or was swallowed.
 */
const POLL_MS = 60_000
const FAULT_MS = 1_000
/** How often it is looked, without a query, whether the machine slept: timers stood still meanwhile. */
const NAP_MS = 15_000
/** More than this between the time of day and that of timers is no drift. */
const JUMP_MS = 1_000

/**
 * Runs loops that take due rows until none is left, then sleep until the next is due or a notification
 * comes. One loop is woken at a time, and each that finds work wakes another, so that a single row does
 * not cost a query per loop.
 */
export function startWorker({ name, listen, channel, concurrency, takeOne, log }: WorkerOptions): Worker {
  const sleepers: (() => void)[] = []
  let wakes = 0
  let stopped = false
  let alarm: { at: number; timer: NodeJS.Timeout } | undefined

  const wake = () => {
    wakes++
    sleepers.shift()?.()
  }
  // The earliest wish of all loops counts; waking too early costs a query, too late a deadline.
  const wakeIn = (ms: number) => {
    const at = performance.now() + ms
    if (alarm && alarm.at <= at) return
    clearTimeout(alarm?.timer)
    sleepUntil(at)
  }
  const sleepUntil = (at: number) => {
    const began = performance.now()
    const apart = Date.now() - began
    const timer = setTimeout(
      () => {
        const now = performance.now()
        const jumped = Math.abs(Date.now() - now - apart) > JUMP_MS
        if (now < at && !jumped) return sleepUntil(at)
        alarm = undefined
        wake()
      },
      Math.min(Math.max(at - began, 0), NAP_MS),
    )
    alarm = { at, timer }
  }

  const loop = async () => {
    while (!stopped) {
      const seen = wakes
      const found = await takeOne().catch((error: unknown): TakeResult => {
        log.error({ err: error, worker: name }, 'durable work interrupted; trying again')
        return { nextIn: FAULT_MS }
      })
      if (found === 'work') wake()
      else if (seen === wakes && !stopped) {
        wakeIn(Math.min(found.nextIn ?? POLL_MS, POLL_MS))
        await new Promise<void>((resolve) => sleepers.push(resolve))
      }
    }
  }

  const running = Array.from({ length: concurrency }, loop)
  const unlisten = listen(channel, wake)

  return {
    wake,
    stop: async () => {
      stopped = true
      clearTimeout(alarm?.timer)
      for (const resume of sleepers.splice(0)) resume()
      unlisten()
      await Promise.all(running)
    },
  }
}
