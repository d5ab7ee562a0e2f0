import { and, eq, ne, sql as statement } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Db, DbOrTx, Listen } from '../db/client.ts'
import { clockAnchor } from '../db/schema.ts'

/** Bot time, the only time that rules, alarms and schedules know. */
export type Clock = Readonly<{
  /** How many times faster than real time bot time runs. */
  speed: number
  /** Now, in milliseconds of bot time. */
  now(): number
  /**
   * Converts real time to bot time, both in milliseconds since the epoch. For a moment before the last change of speed
   * it is the bot time that the present speed would give.
   */
  botTime(real: number): number
  /** Milliseconds of real time until this bot time; 0 if it has passed. */
  realDelay(until: number): number
}>

/** A moment in both times, in milliseconds since the epoch. */
type Anchor = Readonly<{ realMs: number; botMs: number; speed: number }>

/** The clock that all replicas on this database share. */
export type SharedClock = Clock &
  Readonly<{
    anchor(): Anchor
    /** Continues bot time at another speed, in all replicas that follow. */
    changeSpeed(speed: number): Promise<void>
    /** Calls the listener after a change of speed by any replica. */
    onChange(listener: () => void): void
    /** Follows the changes of other replicas. @returns a function that stops it */
    follow(listen: Listen, log: Logger): () => void
  }>

const CHANNEL = 'loopmate_clock'

/**
 * Without settings bot time is real time. With another speed than before, bot time continues from where it is.
 * @param settings.start the first bot time of a new database, in milliseconds
 */
export async function loadClock(
  db: Db,
  settings: { speed?: number | undefined; start?: number | undefined } = {},
): Promise<SharedClock> {
  const real = Date.now()
  const speed = settings.speed ?? 1
  await db
    .insert(clockAnchor)
    .values({ realMs: real, botMs: settings.start ?? real, speed })
    .onConflictDoNothing()
  const anchor = await readAnchor(db)
  if (anchor.speed === speed) return createClock(db, anchor)
  await db.transaction(async (tx) => {
    await tx
      .update(clockAnchor)
      .set({ realMs: real, botMs: botTimeAt(anchor, real), speed })
      // If several replicas start together, one sets the anchor and the others use it.
      .where(and(eq(clockAnchor.realMs, anchor.realMs), ne(clockAnchor.speed, speed)))
    await notify(tx)
  })
  return createClock(db, await readAnchor(db))
}

async function readAnchor(db: DbOrTx): Promise<Anchor> {
  const { realMs, botMs, speed } = clockAnchor
  const [anchor] = await db.select({ realMs, botMs, speed }).from(clockAnchor)
  if (!anchor) throw new Error('the clock has no anchor')
  return anchor
}

async function notify(db: DbOrTx): Promise<void> {
  await db.execute(statement`select pg_notify(${CHANNEL}, '')`)
}

function createClock(db: Db, first: Anchor): SharedClock {
  let anchor = first
  const listeners: (() => void)[] = []
  const now = () => botTimeAt(anchor, Date.now())

  /** @returns whether it is another anchor than before */
  const take = (next: Anchor): boolean => {
    const same = next.realMs === anchor.realMs && next.botMs === anchor.botMs && next.speed === anchor.speed
    if (same) return false
    anchor = next
    for (const listener of listeners) listener()
    return true
  }

  return {
    get speed() {
      return anchor.speed
    },
    now,
    botTime: (real) => botTimeAt(anchor, real),
    realDelay: (until) => Math.max(0, Math.ceil((until - now()) / anchor.speed)),
    anchor: () => anchor,
    onChange: (listener) => void listeners.push(listener),
    async changeSpeed(speed) {
      const next = await db.transaction(async (tx) => {
        // The lock puts simultaneous changes in order.
        const [row] = await tx.select().from(clockAnchor).for('update')
        if (!row) throw new Error('the clock has no anchor')
        if (row.speed === speed) return readAnchor(tx)
        const realMs = Date.now()
        await tx.update(clockAnchor).set({ realMs, botMs: botTimeAt(row, realMs), speed })
        await notify(tx)
        return readAnchor(tx)
      })
      take(next)
    },
    follow(listen, log) {
      const look = async () => {
        const next = await readAnchor(db)
        if (take(next)) log.info({ botMs: next.botMs, speed: next.speed }, 'bot time changed')
      }
      const heard = () => {
        look().catch((err: unknown) => log.warn({ err }, 'bot time could not be read'))
      }
      return listen(CHANNEL, heard)
    },
  }
}

function botTimeAt({ realMs, botMs, speed }: Anchor, real: number): number {
  return Math.floor(botMs + (real - realMs) * speed)
}
