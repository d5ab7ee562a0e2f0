import { lt, sql as statement } from 'drizzle-orm'
import type { PlatformName } from '#bot'
import type { Db, DbOrTx } from '../db/client.ts'
import { inboundEvents } from '../db/schema.ts'

/**
 * Claims an inbound event. Runs in the transaction that handles it, so that a redelivery is handled if this one fails.
 * @returns false if the event was handled before
 */
export async function claimEvent(tx: DbOrTx, platform: PlatformName, event: string): Promise<boolean> {
  const rows = await tx
    .insert(inboundEvents)
    .values({ platform, event })
    .onConflictDoNothing()
    .returning({ event: inboundEvents.event })
  return rows.length > 0
}

/** Forgets events older than three days, which no platform delivers again. */
export async function pruneEvents(db: Db): Promise<void> {
  await db.delete(inboundEvents).where(lt(inboundEvents.receivedAt, statement`now() - interval '3 days'`))
}
