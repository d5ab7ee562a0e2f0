import { and, eq, inArray, isNotNull, lt, sql as statement } from 'drizzle-orm'
import type { Logger } from 'pino'
import { levelOf, type MessageRef, PlatformError, type PlatformName, type SeenMessage } from '#bot'
import type { Db } from '../db/client.ts'
import { isAway } from '../db/driver-error.ts'
import { eventFailures } from '../db/schema.ts'

/** Failures after which an event is set aside. */
const MAX_ATTEMPTS = 3

/** Events that may have to wait before the reading ends: whatever they wait for seems to be away. */
const MAX_WAITING = 3

/** An event can't be handled yet, such as while its file can't be fetched. Others can. */
export class NotYet extends Error {
  constructor(message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'NotYet'
  }
}

/** An event by an id of ours, which is the same however the bot learns of it. */
export type EventRef = Readonly<{ platform: PlatformName; id: string }>

/** A wording of a message: each edit is an event of its own. */
export function wordingOf({ ref, at }: Pick<SeenMessage, 'ref' | 'at'>): EventRef {
  return eventAbout(ref, String(at))
}

export function deletionOf(ref: MessageRef): EventRef {
  return eventAbout(ref, 'deleted')
}

function eventAbout({ platform, channel, thread, message }: MessageRef, what: string): EventRef {
  return { platform, id: `${thread ?? channel}/${message}@${what}` }
}

export type Attempts = Readonly<{
  /** Counts a failure, unless it may pass by itself. @returns whether the event is set aside and must not be tried again */
  failed(event: EventRef, error: unknown): Promise<boolean>
  /**
   * Handles events in their order, without those that were set aside. One that fails does not keep the others from being
   * handled.
   * @returns what those threw that are to be tried again
   * @throws what may pass by itself, at once; NotYet when several events threw it
   */
  each<T>(
    items: readonly T[],
    eventOf: (item: T) => EventRef,
    handle: (item: T) => Promise<void>,
  ): Promise<readonly unknown[]>
}>

type AttemptsOptions = Readonly<{
  db: Db
  log: Logger
  /** For metrics. */
  onSetAside(platform: PlatformName): void
}>

/** Counts how often events fail, for all replicas and over restarts, so that none is tried for ever. */
export function createAttempts({ db, log, onSetAside }: AttemptsOptions): Attempts {
  async function failed(event: EventRef, error: unknown): Promise<boolean> {
    if (mayPass(error)) return false
    const attempts = await countFailure(db, event)
    if (attempts === MAX_ATTEMPTS) {
      log[levelOf(error)](
        { err: error, platform: event.platform, event: event.id, attempts },
        'an event was set aside',
      )
      onSetAside(event.platform)
    }
    return attempts >= MAX_ATTEMPTS
  }

  return {
    failed,
    async each(items, eventOf, handle) {
      const aside = await listSetAside(db, items.map(eventOf))
      const faults: unknown[] = []
      let waiting = 0
      for (const item of items) {
        const event = eventOf(item)
        if (aside.has(event.id)) continue
        try {
          await handle(item)
        } catch (error) {
          const waits = error instanceof NotYet && ++waiting < MAX_WAITING
          if (mayPass(error) && !waits) throw error
          if (waits || !(await failed(event, error))) faults.push(error)
        }
      }
      return faults
    },
  }
}

/** Whether the platform or the database is at fault, which may be well again at the next attempt. */
function mayPass(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(mayPass)
  if (error instanceof NotYet) return true
  return (error instanceof PlatformError && error.kind === 'later') || isAway(error)
}

/** @returns the failures so far */
async function countFailure(db: Db, { platform, id }: EventRef): Promise<number> {
  const attempts = statement<number>`${eventFailures.attempts} + 1`
  const now = statement`now()`
  const [row] = await db
    .insert(eventFailures)
    .values({ platform, event: id, attempts: 1 })
    .onConflictDoUpdate({
      target: [eventFailures.platform, eventFailures.event],
      set: {
        attempts,
        failedAt: now,
        setAsideAt: statement`case when ${attempts} >= ${MAX_ATTEMPTS} then coalesce(${eventFailures.setAsideAt}, ${now}) end`,
      },
    })
    .returning({ attempts: eventFailures.attempts })
  return row?.attempts ?? 0
}

async function listSetAside(db: Db, events: readonly EventRef[]): Promise<ReadonlySet<string>> {
  const [first] = events
  if (!first) return new Set()
  const rows = await db
    .select({ event: eventFailures.event })
    .from(eventFailures)
    .where(
      and(
        eq(eventFailures.platform, first.platform),
        inArray(
          eventFailures.event,
          events.map(({ id }) => id),
        ),
        isNotNull(eventFailures.setAsideAt),
      ),
    )
  return new Set(rows.map(({ event }) => event))
}

/** Forgets failures after 60 days, when the threads that they are about are read no more. */
export async function pruneFailures(db: Db): Promise<void> {
  await db.delete(eventFailures).where(lt(eventFailures.failedAt, statement`now() - interval '60 days'`))
}
