import { and, asc, eq, max, sql } from 'drizzle-orm'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { occurrences, schedules } from '../../../db/schema.ts'

type NotPosted = Pick<typeof occurrences.$inferInsert, 'dueAt' | 'outcome'>

/** Records occurrences that are not posted. */
export async function recordOccurrences(
  tx: Tx,
  scheduleId: string,
  settled: readonly NotPosted[],
  at: number,
): Promise<void> {
  if (settled.length === 0) return
  const rows = settled.map(({ dueAt, outcome }) => ({ scheduleId, dueAt, outcome, at }))
  await tx.insert(occurrences).values(rows).onConflictDoNothing()
}

type Claim = Readonly<{
  scheduleId: string
  dueAt: number
  at: number
  problem: string
  deadlineAt: number
}>

/** @returns false when it was settled before: then nothing may be posted for it */
export async function claimOccurrence(tx: Tx, claim: Claim): Promise<boolean> {
  const rows = await tx
    .insert(occurrences)
    .values({ ...claim, outcome: 'posted' })
    .onConflictDoNothing()
    .returning({ dueAt: occurrences.dueAt })
  return rows.length > 0
}

export async function saveChallenge(
  tx: Tx,
  { scheduleId, dueAt }: Pick<Claim, 'scheduleId' | 'dueAt'>,
  challengeId: string,
): Promise<void> {
  await tx
    .update(occurrences)
    .set({ challengeId })
    .where(and(eq(occurrences.scheduleId, scheduleId), eq(occurrences.dueAt, dueAt)))
}

/**
 * The problems that a group's schedules posted, removed schedules too: each once, in the order of its last posting.
 */
export async function postedProblems(db: DbOrTx, groupId: string): Promise<readonly string[]> {
  const rows = await db
    .select({ problem: sql<string>`${occurrences.problem}` })
    .from(occurrences)
    .innerJoin(schedules, eq(schedules.id, occurrences.scheduleId))
    .where(and(eq(schedules.groupId, groupId), eq(occurrences.outcome, 'posted')))
    .groupBy(occurrences.problem)
    .orderBy(asc(max(occurrences.at)), asc(max(occurrences.dueAt)))
  return rows.map(({ problem }) => problem)
}

/** The latest deadline among a schedule's postings. */
export async function lastDeadline(db: DbOrTx, scheduleId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ at: max(occurrences.deadlineAt) })
    .from(occurrences)
    .where(and(eq(occurrences.scheduleId, scheduleId), eq(occurrences.outcome, 'posted')))
  return row?.at ?? undefined
}
