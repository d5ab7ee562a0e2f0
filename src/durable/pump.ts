import type { Logger } from 'pino'
import type { Sql } from '../db/client.ts'

/** What a lane found: it did a piece of work, or the next is due in so many milliseconds of real time. */
export type Found = 'work' | Readonly<{ nextIn: number | undefined }>

export type Pump = Readonly<{
  /** Looks for work at once. */
  wake(): void
  /** For how long the piece of work that has taken longest so far has been under way, in milliseconds; 0 when nothing is. */
  busyMs(): number
  /** Takes nothing new, and waits for what is being done. */
  stop(): Promise<void>
}>

type PumpOptions = Readonly<{
  name: string
  sql: Sql
  /** The LISTEN channel that says there may be work. */
  channel: string
  /** How many pieces of work are done at once. */
  lanes: number
  /** Does one due piece of work. May throw: the lane waits and goes on. */
  takeOne(): Promise<Found>
  log: Logger
}>

/** A lost notification (the listening connection broke) costs this much at most. */
const POLL_MS = 15_000
const FAULT_MS = 1_000

/**
 * Keeps lanes that take due rows until none is left, then sleep until the next is due or a
 * notification comes. One lane is woken at a time, and each that finds work wakes another, so that a
 * single row does not cost a query a lane.
 */
export function startPump({ name, sql, channel, lanes, takeOne, log }: PumpOptions): Pump {
  const sleepers: (() => void)[] = []
  /** When each piece of work that is under way began. */
  const began = new Set<Readonly<{ at: number }>>()
  let wakes = 0
  let stopped = false
  let alarm: { at: number; timer: NodeJS.Timeout } | undefined

  const wake = () => {
    wakes++
    sleepers.shift()?.()
  }
  // The earliest wish of all lanes counts; waking too early costs a query, too late a deadline.
  const wakeIn = (ms: number) => {
    const at = performance.now() + ms
    if (alarm && alarm.at <= at) return
    clearTimeout(alarm?.timer)
    const timer = setTimeout(() => {
      alarm = undefined
      wake()
    }, ms)
    alarm = { at, timer }
  }

  const timed = async (work: () => Promise<Found>) => {
    const piece = { at: performance.now() }
    began.add(piece)
    return work().finally(() => began.delete(piece))
  }

  const lane = async () => {
    while (!stopped) {
      const seen = wakes
      const found = await timed(takeOne).catch((error: unknown): Found => {
        log.error({ err: error, pump: name }, 'durable work interrupted; trying again')
        return { nextIn: FAULT_MS }
      })
      if (found === 'work') wake()
      else if (seen === wakes && !stopped) {
        wakeIn(Math.min(found.nextIn ?? POLL_MS, POLL_MS))
        await new Promise<void>((resolve) => sleepers.push(resolve))
      }
    }
  }

  const running = Array.from({ length: lanes }, lane)
  // postgres.js listens again by itself when the connection comes back, and then calls the third argument.
  const listening = sql.listen(channel, wake, wake).catch((error: unknown) => {
    log.warn({ err: error, pump: name }, 'cannot listen yet; looking every 15 s')
    return undefined
  })

  return {
    wake,
    busyMs() {
      // Sets keep their order, so the first is the oldest.
      const [oldest] = began
      return oldest ? performance.now() - oldest.at : 0
    },
    stop: async () => {
      stopped = true
      clearTimeout(alarm?.timer)
      for (const resume of sleepers.splice(0)) resume()
      await Promise.all(running)
      // Not awaited: while the database is away this takes as long as connecting does.
      void listening.then((subscription) => subscription?.unlisten()).catch(() => undefined)
    },
  }
}
