import { and, eq, isNotNull, sql as statement } from 'drizzle-orm'
import type { PlatformName } from '#bot'
import type { Db } from '../../db/client.ts'
import { leases } from '../../db/schema.ts'
import { isGone } from './session.ts'

export const LEASE_CHANNEL = 'loopmate_leases'

/** A lease as it was read. */
export type SeenLease = Readonly<{
  holder: string
  /** Milliseconds of real time, by the database's clock; 0 or less after its end. */
  expiresIn: number
  /** The holder's process has ended. */
  gone: boolean
  readsMessages: boolean | null
}>

/** @returns undefined if nobody has ever held it */
export async function readLease(db: Db, platform: PlatformName): Promise<SeenLease | undefined> {
  const [row] = await db
    .select({
      holder: leases.holder,
      expiresIn: statement<number>`(extract(epoch from ${leases.expiresAt} - now()) * 1000)::float8`,
      gone: statement<boolean>`${isGone(leases.holder)}`,
      readsMessages: leases.readsMessages,
    })
    .from(leases)
    .where(eq(leases.platform, platform))
  return row
}

export type Grounds = Readonly<{
  /** This replica's last token; valid if no other replica has taken the lease since. */
  own?: number | undefined
  /** A holder that is known to be gone. */
  gone?: string | undefined
}>

/**
 * Takes a lease that is free, has expired, or may be taken on one of these grounds.
 * @returns the fencing token; undefined if another replica holds it
 */
export async function take(
  db: Db,
  platform: PlatformName,
  by: string,
  leaseMs: number,
  { own = -1, gone = '' }: Grounds,
): Promise<number | undefined> {
  const expiresAt = until(leaseMs)
  const [row] = await db
    .insert(leases)
    .values({ platform, holder: by, token: 1, expiresAt })
    .onConflictDoUpdate({
      target: leases.platform,
      set: { holder: by, token: statement`${leases.token} + 1`, expiresAt },
      setWhere: statement`${leases.expiresAt} <= now() or ${leases.token} = ${own} or ${leases.holder} = ${gone}`,
    })
    .returning({ token: leases.token })
  return row?.token
}

/**
 * @param readsMessages what the holder found; undefined as long as it does not know
 * @returns false if another replica has taken the lease
 */
export async function renew(
  db: Db,
  platform: PlatformName,
  token: number,
  by: string,
  leaseMs: number,
  readsMessages: boolean | undefined,
): Promise<boolean> {
  const rows = await db
    .update(leases)
    .set({ holder: by, expiresAt: until(leaseMs), ...(readsMessages !== undefined && { readsMessages }) })
    .where(held(platform, token))
    .returning({ token: leases.token })
  return rows.length > 0
}

/** Gives a lease back, and notifies the replicas on standby. */
export async function giveBack(db: Db, platform: PlatformName, token: number): Promise<void> {
  await db.update(leases).set({ expiresAt: statement`now()` }).where(held(platform, token))
  await db.execute(statement`select pg_notify(${LEASE_CHANNEL}, ${platform})`)
}

/** Per platform, whether its holder found that it can read messages. */
export async function readStoredAccess(db: Db): Promise<ReadonlyMap<PlatformName, boolean>> {
  const rows = await db.select().from(leases).where(isNotNull(leases.readsMessages))
  return new Map(rows.map(({ platform, readsMessages }) => [platform, readsMessages === true]))
}

const until = (leaseMs: number) => statement`now() + ${leaseMs} * interval '1 ms'`

const held = (platform: PlatformName, token: number) =>
  and(eq(leases.platform, platform), eq(leases.token, token))
