import type { Logger } from 'pino'
import type { Listen } from '../db/client.ts'

/** A loop did a piece of work, or the next one is due in `nextIn` milliseconds of real time. */
export type TakeResult = 'work' | Readonly<{ nextIn: number | undefined }>

export type Worker = Readonly<{
  /** Looks for work now. */
  wake(): void
  /** Takes no more work, and waits for the work under way. */
  stop(): Promise<void>
}>

type WorkerOptions = Readonly<{
  name: string
  listen: Listen
  /** The LISTEN channel that announces work. */
  channel: string
  /** How many pieces of work are done at the same time. */
  concurrency: number
  /** Does one due piece of work. If it throws, the loop waits and goes on. */
  takeOne(): Promise<TakeResult>
  log: Logger
}>

/**
 * How often to look without a notification, for rows that somebody changed by hand. Lost notifications need no shorter
 * interval: a listener is called whenever its connection was renewed.
 */
const POLL_MS = 60_000
const FAULT_MS = 1_000
/** How often to check, without a query, whether the machine was suspended, during which timers do not run. */
const NAP_MS = 15_000
/** A difference beyond this between the wall clock and the timers' clock is no drift. */
const JUMP_MS = 1_000

/**
 * Runs loops that take due rows until none is left, then sleep until the next one is due or a notification arrives. One
 * loop is woken at a time, and wakes another if it finds work, so that a single row does not cost one query per loop.
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
  // The earliest time of all loops counts: waking too early costs a query, waking too late misses a deadline.
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
        log.error({ err: error, worker: name }, 'durable work failed; trying again')
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
