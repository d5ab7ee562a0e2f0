import { and, eq, inArray, isNull, lt, or, sql as statement } from 'drizzle-orm'
import type { PlatformName } from '#bot'
import type { Db, Tx } from '../../db/client.ts'
import { deliveries } from '../../db/schema.ts'
import { isGone } from '../lease/session.ts'
import { type Delivery, restoreDelivery, type StoredDelivery, storeDelivery } from './delivery.ts'

export const OUTBOX_CHANNEL = 'loopmate_deliveries'

/** A delivery that a worker is sending. `attempts` is the fencing token, 1 at the first attempt. */
export type Claim = Readonly<{
  id: number
  stream: string
  platform: PlatformName
  delivery: Delivery
  attempts: number
  /** How many attempts before this one ended with the platform asking to wait. */
  waits: number
  /** How long it has been in the outbox, in milliseconds of real time. */
  waitedMs: number
}>

/**
 * Puts a delivery at the end of its stream. The caller holds the lock of the row that the stream belongs to, so that
 * the order of the ids is the order of the commits.
 */
export async function enqueue(
  tx: Tx,
  stream: string,
  platform: PlatformName,
  delivery: Delivery,
): Promise<void> {
  const shown = slotShown(delivery)
  const waits = shown === undefined ? undefined : await dropUnsent(tx, stream, shown, delivery.kind)
  await tx.insert(deliveries).values({
    stream,
    platform,
    kind: delivery.kind,
    slot: shown ?? null,
    payload: storeDelivery(delivery),
    notBefore: waits,
  })
  await tx.execute(statement`select pg_notify(${OUTBOX_CHANNEL}, '')`)
}

/** The slot whose message the delivery changes. */
function slotShown(delivery: Delivery): string | undefined {
  const { kind } = delivery
  return kind === 'edit' || kind === 'put' || kind === 'remove' ? delivery.slot : undefined
}

/** Deletes older deliveries that this one replaces. @returns the time until which the platform asked to wait */
async function dropUnsent(
  tx: Tx,
  stream: string,
  slot: string,
  kind: Delivery['kind'],
): Promise<Date | undefined> {
  const dropped = await tx
    .delete(deliveries)
    .where(
      and(
        eq(deliveries.stream, stream),
        eq(deliveries.slot, slot),
        // A put that was attempted may have posted its message, so the next one has to wait for it.
        kind === 'edit'
          ? eq(deliveries.kind, 'edit')
          : and(inArray(deliveries.kind, ['put', 'remove']), eq(deliveries.attempts, 0)),
        eq(deliveries.state, 'pending'),
        // A delivery that is being sent must end before the newer one begins.
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
  waits: number
  waitedMs: number
}>

/**
 * The head of a stream is its first pending row; no other may be sent. The query hops through the index from stream to
 * stream and collects all columns that are needed, so that its cost grows with the number of waiting streams only. A
 * join would depend on the planner's statistics, which are never up to date for a queue.
 */
const HEADS = statement`recursive heads as (
  (select stream, id, platform, not_before, leased_until, leased_by from deliveries
    where state = 'pending' order by stream, id limit 1)
  union all
  select next.* from heads, lateral (
    select stream, id, platform, not_before, leased_until, leased_by from deliveries
    where state = 'pending' and stream > heads.stream order by stream, id limit 1) next)`

const SENDABLE = statement`
  (not_before is null or not_before <= now()) and (leased_until is null or leased_until <= now())`

/**
 * Leases the oldest sendable head of any stream.
 * @param by the session of the sender, so that other replicas notice when it is gone
 */
export async function claimHead(
  db: Db,
  platforms: readonly PlatformName[],
  leaseMs: number,
  by: string | undefined,
): Promise<Claim | undefined> {
  const { rows } = await db.execute<Row>(statement`
    with ${HEADS}
    update deliveries set attempts = attempts + 1, leased_until = now() + ${leaseMs} * interval '1 ms',
      leased_by = ${by ?? null}
    where id = (
      select locked.id
      from (select id from heads where platform in ${[...platforms]} and ${SENDABLE} order by id) head,
        lateral (
          select id from deliveries where id = head.id and state = 'pending' and ${SENDABLE}
          for update skip locked) locked
      limit 1)
    returning id::float8 as id, stream, platform, payload, attempts, waits,
      (extract(epoch from now() - created_at) * 1000)::float8 as "waitedMs"`)
  const [row] = rows
  if (!row) return undefined
  const { payload, ...claim } = row
  return { ...claim, delivery: restoreDelivery(payload) }
}

/** The wait for a head that has just become sendable, or whose row is locked for a moment. */
const SOON_MS = 10

/**
 * @returns in how many milliseconds of real time a head can be sent (undefined if none waits), and whether processes
 * other than `own` are sending now
 */
export async function nextSendable(
  db: Db,
  platforms: readonly PlatformName[],
  own: string | undefined,
): Promise<Readonly<{ inMs: number | undefined; othersSend: boolean }>> {
  const { rows } = await db.execute<{ ms: number | null; others: boolean | null }>(statement`
    with ${HEADS}
    select (extract(epoch from min(greatest(not_before, leased_until, now())) - now()) * 1000)::float8 as ms,
      bool_or(leased_until > now() and leased_by <> ${own ?? null}) as others
    from heads where platform in ${[...platforms]}`)
  const [next] = rows
  const ms = next?.ms ?? undefined
  return {
    inMs: ms === undefined ? undefined : Math.max(SOON_MS, Math.ceil(ms)),
    othersSend: next?.others === true,
  }
}

const claimed = ({ id, attempts }: Claim) =>
  and(eq(deliveries.id, id), eq(deliveries.attempts, attempts), eq(deliveries.state, 'pending'))

/**
 * Ends the leases of processes that are gone. Their messages may have arrived.
 * @returns whether there were any
 */
export async function freeHeads(db: Db): Promise<boolean> {
  const freed = await db.execute(statement`
    with ${HEADS}, gone as materialized (
      select id, leased_by from heads
      where leased_until > now() and ${isGone(statement`leased_by`)})
    update deliveries set leased_until = null, leased_by = null from gone
    where deliveries.id = gone.id and deliveries.leased_by = gone.leased_by
    returning deliveries.id`)
  return freed.rows.length > 0
}

/** @returns false if another worker has taken the claim in the meantime */
export async function renewLease(
  db: Db,
  claim: Claim,
  leaseMs: number,
  by: string | undefined,
): Promise<boolean> {
  const rows = await db
    .update(deliveries)
    .set({ leasedUntil: statement`now() + ${leaseMs} * interval '1 ms'`, leasedBy: by ?? null })
    .where(claimed(claim))
    .returning({ id: deliveries.id })
  return rows.length > 0
}

/** Removes a sent delivery. @returns false if another worker has taken the claim in the meantime */
export async function complete(tx: Tx, claim: Claim): Promise<boolean> {
  const rows = await tx.delete(deliveries).where(claimed(claim)).returning({ id: deliveries.id })
  return rows.length > 0
}

/**
 * Gives a delivery back. It stays at the head of its stream.
 * @param asked whether the platform asked to wait
 */
export async function postpone(
  db: Db,
  claim: Claim,
  delayMs: number,
  error: string,
  asked: boolean,
): Promise<void> {
  await db
    .update(deliveries)
    .set({
      leasedUntil: null,
      notBefore: statement`now() + ${delayMs} * interval '1 ms'`,
      error,
      ...(asked && { waits: claim.waits + 1 }),
    })
    .where(claimed(claim))
}

/** Marks a delivery as dead, so that its stream goes on. */
export async function deadLetter(db: Db, claim: Claim, error: string): Promise<void> {
  await db.update(deliveries).set({ state: 'dead', leasedUntil: null, error }).where(claimed(claim))
}

/** Deletes dead deliveries older than 30 days. */
export async function pruneDeliveries(db: Db): Promise<void> {
  await db
    .delete(deliveries)
    .where(and(eq(deliveries.state, 'dead'), lt(deliveries.createdAt, statement`now() - interval '30 days'`)))
}
