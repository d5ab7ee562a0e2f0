import { and, eq, ne } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { clockAnchor } from '../db/schema.ts'

/** Bot time: the only time that rules, alarms and schedules know. */
export type Clock = Readonly<{
  /** How many times faster than real time bot time runs. */
  speed: number
  /** Now, in milliseconds of bot time. */
  now(): number
  /** The bot time of a moment of real time; both in milliseconds since the epoch. */
  botTime(real: number): number
  /** How long until this moment of bot time, in milliseconds of real time; 0 when it has passed. */
  realDelay(until: number): number
}>

type Anchor = Readonly<{ realMs: number; botMs: number; speed: number }>

/**
 * The clock that all replicas on this database share. Without settings bot time is real time. With
 * another speed than before, bot time goes on from where it is; replicas that still run keep the
 * old speed until they restart.
 * @param settings.start bot time when the database is new, in milliseconds
 */
export async function loadClock(
  db: Db,
  settings: { speed?: number | undefined; start?: number | undefined } = {},
): Promise<Clock> {
  const real = Date.now()
  const speed = settings.speed ?? 1
  await db
    .insert(clockAnchor)
    .values({ realMs: real, botMs: settings.start ?? real, speed })
    .onConflictDoNothing()
  const anchor = await readAnchor(db)
  if (anchor.speed === speed) return createClock(anchor)
  await db
    .update(clockAnchor)
    .set({ realMs: real, botMs: botTimeAt(anchor, real), speed })
    // Of replicas that start together one re-anchors, and the others take its anchor.
    .where(and(eq(clockAnchor.realMs, anchor.realMs), ne(clockAnchor.speed, speed)))
  return createClock(await readAnchor(db))
}

async function readAnchor(db: Db): Promise<Anchor> {
  const [anchor] = await db.select().from(clockAnchor)
  if (!anchor) throw new Error('the clock has no anchor')
  return anchor
}

function createClock(anchor: Anchor): Clock {
  const now = () => botTimeAt(anchor, Date.now())
  return {
    speed: anchor.speed,
    now,
    botTime: (real) => botTimeAt(anchor, real),
    realDelay: (until) => Math.max(0, Math.ceil((until - now()) / anchor.speed)),
  }
}

function botTimeAt({ realMs, botMs, speed }: Anchor, real: number): number {
  return Math.floor(botMs + (real - realMs) * speed)
}
