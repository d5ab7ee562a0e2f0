import { and, eq, inArray, isNotNull, sql as statement } from 'drizzle-orm'
import type { PlatformName } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { submissions } from '../../../db/schema.ts'

/** Wakes the workers that recount reactions. */
export const RECOUNT_CHANNEL = 'loopmate_recounts'

/** A submission whose reactions a worker counts now. `heard`: the counter when it began. */
export type RecountClaim = Readonly<{
  submissionId: string
  challengeId: string
  platform: PlatformName
  heard: number
  failures: number
}>

/** Counting takes less time; after this the submission of a worker that died is free again. */
const RECOUNT_LEASE_MS = 30_000

/** Requests a recount now, or in some milliseconds of real time. */
export async function requestRecount(tx: DbOrTx, submissionIds: readonly string[], inMs = 0): Promise<void> {
  if (submissionIds.length === 0) return
  await tx
    .update(submissions)
    .set({
      recountAt: statement`now() + ${inMs} * interval '1 ms'`,
      recountFailures: 0,
      reactionsHeard: statement`${submissions.reactionsHeard} + 1`,
    })
    .where(inArray(submissions.id, [...submissionIds]))
  await tx.execute(statement`select pg_notify(${RECOUNT_CHANNEL}, '')`)
}

/** A count under way may have missed this reaction: the counter tells it. */
export async function countHeard(tx: Tx, submissionId: string): Promise<void> {
  await tx
    .update(submissions)
    .set({ reactionsHeard: statement`${submissions.reactionsHeard} + 1` })
    .where(eq(submissions.id, submissionId))
}

/**
 * Claims the submission that has waited longest for its recount. `materialized` has the subquery run once: inside a
 * join PostgreSQL may run it again for each row and claim every waiting submission, though the caller gets one.
 */
export async function claimRecount(
  db: DbOrTx,
  platforms: readonly PlatformName[],
): Promise<RecountClaim | undefined> {
  const { rows } = await db.execute<RecountClaim>(statement`
    with due as materialized (
      select s.id, c.platform from submissions s join challenges c on c.id = s.challenge_id
      where s.recount_at <= now() and c.platform in ${[...platforms]}
      order by s.recount_at limit 1 for update of s skip locked)
    update submissions set recount_at = now() + ${RECOUNT_LEASE_MS} * interval '1 ms'
    from due
    where submissions.id = due.id
    returning submissions.id as "submissionId", submissions.challenge_id as "challengeId",
      due.platform, submissions.reactions_heard as heard, submissions.recount_failures as failures`)
  return rows[0]
}

/** In how many milliseconds of real time the next recount is due; undefined when none waits. */
export async function nextRecount(
  db: DbOrTx,
  platforms: readonly PlatformName[],
): Promise<number | undefined> {
  const { rows } = await db.execute<{ ms: number | null }>(statement`
    select (extract(epoch from min(s.recount_at) - now()) * 1000)::float8 as ms
    from submissions s join challenges c on c.id = s.challenge_id
    where s.recount_at is not null and c.platform in ${[...platforms]}`)
  const ms = rows[0]?.ms ?? undefined
  return ms === undefined ? undefined : Math.max(0, Math.ceil(ms))
}

/** Holds the submission's row. @returns how many reactions were heard; undefined when the submission is no more */
export async function lockHeard(tx: Tx, submissionId: string): Promise<number | undefined> {
  const [row] = await tx
    .select({ heard: submissions.reactionsHeard })
    .from(submissions)
    .where(eq(submissions.id, submissionId))
    .for('update')
  return row?.heard
}

export async function endRecount(tx: DbOrTx, submissionId: string): Promise<void> {
  await tx
    .update(submissions)
    .set({ recountAt: null, recountFailures: 0 })
    .where(eq(submissions.id, submissionId))
}

/** Postpones a recount. @param failed whether the platform did not answer; otherwise reactions changed meanwhile */
export async function postponeRecount(
  tx: DbOrTx,
  submissionId: string,
  inMs: number,
  failed: boolean,
): Promise<void> {
  await tx
    .update(submissions)
    .set({
      recountAt: statement`now() + ${inMs} * interval '1 ms'`,
      ...(failed && { recountFailures: statement`${submissions.recountFailures} + 1` }),
    })
    .where(eq(submissions.id, submissionId))
}

/** Whether a challenge's standing submissions that were on time still wait for a recount. */
export async function awaitsRecount(db: DbOrTx, challengeId: string): Promise<boolean> {
  const rows = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(
      and(
        eq(submissions.challengeId, challengeId),
        eq(submissions.state, 'standing'),
        eq(submissions.late, false),
        isNotNull(submissions.recountAt),
      ),
    )
    .limit(1)
  return rows.length > 0
}
