import { and, eq, isNull, lt, or, sql as statement } from 'drizzle-orm'
import type { PlatformName } from '#bot'
import type { Db, Tx } from '../db/client.ts'
import { deliveries } from '../db/schema.ts'
import { type Delivery, restoreDelivery, type StoredDelivery, storeDelivery } from './delivery.ts'

export const OUTBOX_CHANNEL = 'loopmate_deliveries'

/** A delivery that somebody is sending: `attempts` is the fencing token, 1 at the first try. */
export type Claim = Readonly<{
  id: number
  stream: string
  platform: PlatformName
  delivery: Delivery
  attempts: number
  /** How long it has been in the outbox, in milliseconds of real time. */
  waitedMs: number
}>

/**
 * Puts a delivery at the end of its stream. The caller holds the lock of the row that the stream is
 * about, so that the order of the sequence is the order of the commits.
 */
export async function enqueue(
  tx: Tx,
  stream: string,
  platform: PlatformName,
  delivery: Delivery,
): Promise<void> {
  const waits = delivery.kind === 'edit' ? await dropUnsentEdits(tx, stream, delivery.slot) : undefined
  await tx.insert(deliveries).values({
    stream,
    platform,
    kind: delivery.kind,
    slot: delivery.kind === 'edit' ? delivery.slot : null,
    payload: storeDelivery(delivery),
    notBefore: waits,
  })
  await tx.execute(statement`select pg_notify(${OUTBOX_CHANNEL}, '')`)
}

/** @returns until when the platform asked to wait with such an edit */
async function dropUnsentEdits(tx: Tx, stream: string, slot: string): Promise<Date | undefined> {
  const dropped = await tx
    .delete(deliveries)
    .where(
      and(
        eq(deliveries.stream, stream),
        eq(deliveries.slot, slot),
        eq(deliveries.kind, 'edit'),
        eq(deliveries.state, 'pending'),
        // One that is being sent must end before the newer one begins.
        or(isNull(deliveries.leasedUntil), lt(deliveries.leasedUntil, statement`now()`)),
      ),
    )
    .returning({ notBefore: deliveries.notBefore })
  const times = dropped.flatMap(({ notBefore }) => (notBefore ? [notBefore.getTime()] : []))
  return times.length > 0 ? new Date(Math.max(...times)) : undefined
}

type Row = Readonly<{
  id: number
  stream: string
  platform: PlatformName
  payload: StoredDelivery
  attempts: number
  waitedMs: number
}>

/**
 * A stream's first pending row may be sent, and no other. Hops through the index from stream to
 * stream, so that the cost is that of the waiting streams, whatever their backlog and however old
 * the planner's statistics: those of a queue are never right.
 */
const HEADS = statement`recursive heads as (
  (select stream, id from deliveries where state = 'pending' order by stream, id limit 1)
  union all
  select next.stream, next.id from heads, lateral (
    select stream, id from deliveries
    where state = 'pending' and stream > heads.stream order by stream, id limit 1) next)`

/** Leases the oldest sendable head of any stream. */
export async function claimHead(
  db: Db,
  platforms: readonly PlatformName[],
  leaseMs: number,
): Promise<Claim | undefined> {
  const [row] = await db.execute<Row>(statement`
    with ${HEADS}
    update deliveries set attempts = attempts + 1, leased_until = now() + ${leaseMs} * interval '1 ms'
    where id = (
      select head.id from heads join deliveries head on head.id = heads.id
      where head.state = 'pending' and head.platform in ${[...platforms]}
        and (head.not_before is null or head.not_before <= now())
        and (head.leased_until is null or head.leased_until <= now())
      order by head.id limit 1 for update of head skip locked)
    returning id::float8 as id, stream, platform, payload, attempts,
      (extract(epoch from now() - created_at) * 1000)::float8 as "waitedMs"`)
  if (!row) return undefined
  const { payload, ...claim } = row
  return { ...claim, delivery: restoreDelivery(payload) }
}

/** One that became sendable since, or whose row is locked for a moment, is looked at again so soon. */
const SOON_MS = 10

/** Milliseconds of real time until a head can be sent; undefined when none waits. */
export async function nextSendable(db: Db, platforms: readonly PlatformName[]): Promise<number | undefined> {
  const [next] = await db.execute<{ ms: number | null }>(statement`
    with ${HEADS}
    select (extract(epoch from min(greatest(not_before, leased_until, now())) - now()) * 1000)::float8 as ms
    from heads join deliveries head on head.id = heads.id where head.platform in ${[...platforms]}`)
  return next?.ms === null || next?.ms === undefined ? undefined : Math.max(SOON_MS, Math.ceil(next.ms))
}

const claimed = ({ id, attempts }: Claim) =>
  and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), eq(deliveries.state, 'pending'))

/** @returns false when the claim was lost to another worker meanwhile */
export async function renewLease(db: Db, claim: Claim, leaseMs: number): Promise<boolean> {
  const rows = await db
    .update(deliveries)
    .set({ leasedUntil: statement`now() + ${leaseMs} * interval '1 ms'` })
    .where(claimed(claim))
    .returning({ id: deliveries.id })
  return rows.length > 0
}

/** Removes a sent delivery. @returns false when the claim was lost to another worker meanwhile */
export async function complete(tx: Tx, claim: Claim): Promise<boolean> {
  const rows = await tx.delete(deliveries).where(claimed(claim)).returning({ id: deliveries.id })
  return rows.length > 0
}

/** Gives a delivery back; it keeps its place at the head of its stream. */
export async function postpone(db: Db, claim: Claim, delayMs: number, error: string): Promise<void> {
  await db
    .update(deliveries)
    .set({
      leasedUntil: null,
      notBefore: statement`now() + ${delayMs} * interval '1 ms'`,
      error,
    })
    .where(claimed(claim))
}

/** Sets a delivery aside; its stream goes on. */
export async function bury(db: Db, claim: Claim, error: string): Promise<void> {
  await db.update(deliveries).set({ state: 'dead', leasedUntil: null, error }).where(claimed(claim))
}

/** Forgets dead deliveries older than 30 days. */
export async function pruneDeliveries(db: Db): Promise<void> {
  await db
    .delete(deliveries)
    .where(and(eq(deliveries.state, 'dead'), lt(deliveries.createdAt, statement`now() - interval '30 days'`)))
}
