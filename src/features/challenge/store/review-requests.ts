import { and, asc, eq, inArray, ne, not, sql as statement } from 'drizzle-orm'
import type { UserRef } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import {
  reminderOptOuts,
  reviewAsks,
  reviewRequests,
  reviews,
  submissions,
  votes,
} from '../../../db/schema.ts'

export type ReviewRequest = Readonly<{
  submissionId: string
  number: number
  author: string
  reviewer: string
  askedAt: number | null
  /** Whether the reviewer has scored it, by form or by an overall reaction. */
  done: boolean
}>

const done = statement<boolean>`(
  exists (select 1 from ${reviews} where ${reviews.answerId} = ${submissions.answerId}
    and ${reviews.voter} = ${reviewRequests.reviewer})
  or exists (select 1 from ${votes} where ${votes.answerId} = ${submissions.answerId}
    and ${votes.voter} = ${reviewRequests.reviewer} and ${votes.source} = 'reaction'))`

/** The review requests for a challenge's standing submissions. */
export async function listRequests(db: DbOrTx, challengeId: string): Promise<readonly ReviewRequest[]> {
  const { submissionId, reviewer, askedAt } = reviewRequests
  const { number, author } = submissions
  return db
    .select({ submissionId, number, author, reviewer, askedAt, done })
    .from(reviewRequests)
    .innerJoin(submissions, eq(submissions.id, submissionId))
    .where(and(eq(submissions.challengeId, challengeId), eq(submissions.state, 'standing')))
    .orderBy(asc(number), asc(reviewer))
}

/** Standing submissions that a reviewer scored without a request, or whose request was withdrawn. */
export async function listVolunteered(
  db: DbOrTx,
  challengeId: string,
  reviewer: string,
): Promise<readonly ReviewRequest[]> {
  const { id: submissionId, number, author } = submissions
  const asked = statement`exists (select 1 from ${reviewRequests}
    where ${reviewRequests.submissionId} = ${submissionId} and ${reviewRequests.reviewer} = ${reviewer})`
  const scored = await db
    .selectDistinct({ submissionId, number, author })
    .from(submissions)
    .innerJoin(votes, eq(votes.answerId, submissions.answerId))
    .where(
      and(
        eq(submissions.challengeId, challengeId),
        eq(submissions.state, 'standing'),
        eq(votes.voter, reviewer),
        ne(author, reviewer),
        not(asked),
      ),
    )
    .orderBy(asc(number))
  return scored.map((each) => ({ ...each, reviewer, askedAt: null, done: true }))
}

/** A reviewer who was told of the same request before is not told again. */
export async function addRequest(tx: Tx, submissionId: string, reviewer: string): Promise<void> {
  const [before] = await tx
    .select({ at: reviewAsks.at })
    .from(reviewAsks)
    .where(and(eq(reviewAsks.submissionId, submissionId), eq(reviewAsks.reviewer, reviewer)))
  await tx
    .insert(reviewRequests)
    .values({ submissionId, reviewer, askedAt: before?.at ?? null })
    .onConflictDoNothing()
}

export async function removeRequest(tx: Tx, submissionId: string, reviewer: string): Promise<void> {
  const [removed] = await tx
    .delete(reviewRequests)
    .where(and(eq(reviewRequests.submissionId, submissionId), eq(reviewRequests.reviewer, reviewer)))
    .returning({ askedAt: reviewRequests.askedAt })
  if (removed?.askedAt != null)
    await tx.insert(reviewAsks).values({ submissionId, reviewer, at: removed.askedAt }).onConflictDoNothing()
}

export async function markAsked(
  tx: Tx,
  submissionIds: readonly string[],
  reviewer: string,
  at: number,
): Promise<void> {
  await tx
    .update(reviewRequests)
    .set({ askedAt: at })
    .where(
      and(inArray(reviewRequests.submissionId, [...submissionIds]), eq(reviewRequests.reviewer, reviewer)),
    )
}

/** The reviewers who were told of requests of a challenge that were withdrawn. */
export async function listAskedBefore(tx: Tx, challengeId: string): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectDistinct({ reviewer: reviewAsks.reviewer })
    .from(reviewAsks)
    .innerJoin(submissions, eq(submissions.id, reviewAsks.submissionId))
    .where(eq(submissions.challengeId, challengeId))
  return new Set(rows.map(({ reviewer }) => reviewer))
}

/** @returns whether this person gets no reminders from now on */
export async function toggleReminders(db: DbOrTx, person: UserRef): Promise<boolean> {
  const { platform, space, user } = person
  const row = { platform, space, person: user }
  const added = await db.insert(reminderOptOuts).values(row).onConflictDoNothing().returning()
  if (added.length > 0) return true
  await db.delete(reminderOptOuts).where(optOutOf(person))
  return false
}

export async function wantsReminders(db: DbOrTx, person: UserRef): Promise<boolean> {
  const rows = await db
    .select({ person: reminderOptOuts.person })
    .from(reminderOptOuts)
    .where(optOutOf(person))
  return rows.length === 0
}

function optOutOf({ platform, space, user }: UserRef) {
  return and(
    eq(reminderOptOuts.platform, platform),
    eq(reminderOptOuts.space, space),
    eq(reminderOptOuts.person, user),
  )
}
