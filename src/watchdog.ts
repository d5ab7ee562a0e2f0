import type { Pump } from './durable/pump.ts'

export type WatchdogOptions = Readonly<{
  pumps: readonly Pick<Pump, 'busyMs'>[]
  /** Asks the database over a connection of its own, a new one after each failure. Rejects in time. */
  ask(): Promise<unknown>
  /** The bot's connections are dead, and nothing will tell them so: only a new process helps. */
  onHung(): void
  everyMs?: number
  /** A piece of work that takes longer hangs; a message that nobody answers is given up after 60 s. */
  limitMs?: number
}>

/**
 * Notices connections to the database that a network swallowed without a word: a query on one waits for
 * as long as TCP repeats itself, a quarter of an hour, and the work with it. While the database answers
 * nobody there is nothing to do; once it answers a new connection, the old one is dead.
 */
export function startWatchdog(options: WatchdogOptions): Readonly<{ stop(): void }> {
  const { pumps, ask, onHung, everyMs = 10_000, limitMs = 120_000 } = options
  let asking = false

  const hangs = () => pumps.some((pump) => pump.busyMs() >= limitMs)
  async function look(): Promise<void> {
    asking = true
    try {
      await ask()
      // It may have come to an end meanwhile.
      if (hangs()) onHung()
    } catch {
      // The database is away: what waits for it waits rightly.
    } finally {
      asking = false
    }
  }

  const timer = setInterval(() => {
    if (!asking && hangs()) void look()
  }, everyMs)
  return { stop: () => clearInterval(timer) }
}
