import { lt, sql as statement } from 'drizzle-orm'
import type { PlatformName } from '#bot'
import type { Db, DbOrTx } from '../db/client.ts'
import { inboundEvents } from '../db/schema.ts'

/**
 * Claims an inbound event: true the first time, false when it was handled before. In the transaction
 * that handles it, so that a failed handler leaves it to the redelivery.
 */
export async function claimEvent(tx: DbOrTx, platform: PlatformName, event: string): Promise<boolean> {
  const rows = await tx
    .insert(inboundEvents)
    .values({ platform, event })
    .onConflictDoNothing()
    .returning({ event: inboundEvents.event })
  return rows.length > 0
}

/** Forgets events that no platform will deliver again: those older than three days. */
export async function pruneEvents(db: Db): Promise<void> {
  await db.delete(inboundEvents).where(lt(inboundEvents.receivedAt, statement`now() - interval '3 days'`))
}
