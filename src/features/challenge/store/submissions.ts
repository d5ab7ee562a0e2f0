import { and, asc, desc, eq, inArray, max, sql as statement } from 'drizzle-orm'
import type { SpaceRef } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { challenges, submissionDrafts, submissions, submissionVersions } from '../../../db/schema.ts'

/** A member's answer to a challenge; times are bot time. */
export type Submission = Readonly<{
  id: string
  challengeId: string
  answerId: string
  /** The platform's id of who wrote it. */
  author: string
  /** By which others know it. */
  number: number
  state: 'standing' | 'withdrawn'
  late: boolean
  handedInAt: number
  version: number
}>

export type Version = Readonly<{
  version: number
  source: 'form' | 'file' | 'message'
  /** The platform's id of the message, null for what came privately. */
  message: string | null
  text: string
  at: number
}>

const columns = {
  id: submissions.id,
  challengeId: submissions.challengeId,
  answerId: submissions.answerId,
  author: submissions.author,
  number: submissions.number,
  state: submissions.state,
  late: submissions.late,
  handedInAt: submissions.handedInAt,
  version: submissions.version,
}

/** The caller holds the challenge's row, so that numbers follow one another. */
export async function insertSubmission(
  tx: Tx,
  values: Omit<Submission, 'id' | 'number' | 'state' | 'version'>,
): Promise<Submission> {
  const [last] = await tx
    .select({ number: max(submissions.number) })
    .from(submissions)
    .where(eq(submissions.challengeId, values.challengeId))
  const [row] = await tx
    .insert(submissions)
    .values({ ...values, number: (last?.number ?? 0) + 1, state: 'standing', version: 0 })
    .returning(columns)
  if (!row) throw new Error('a submission was inserted and is not there')
  return row
}

/** Keeps a wording as the submission's newest. */
export async function addVersion(
  tx: Tx,
  { id, version }: Submission,
  { source, message, text, at }: Omit<Version, 'version'>,
): Promise<void> {
  await tx
    .insert(submissionVersions)
    .values({ submissionId: id, version: version + 1, source, message, text, at })
  await tx
    .update(submissions)
    .set({ version: version + 1 })
    .where(eq(submissions.id, id))
}

export async function saveSubmissionState(
  tx: Tx,
  id: string,
  changes: Readonly<{ state?: Submission['state']; late?: boolean }>,
): Promise<void> {
  await tx.update(submissions).set(changes).where(eq(submissions.id, id))
}

export async function findSubmission(db: DbOrTx, id: string): Promise<Submission | undefined> {
  const [row] = await db.select(columns).from(submissions).where(eq(submissions.id, id))
  return row
}

export async function submissionOf(
  db: DbOrTx,
  challengeId: string,
  author: string,
): Promise<Submission | undefined> {
  const [row] = await db
    .select(columns)
    .from(submissions)
    .where(and(eq(submissions.challengeId, challengeId), eq(submissions.author, author)))
  return row
}

/** All of a challenge, also those that were withdrawn, by number. */
export async function listSubmissions(db: DbOrTx, challengeId: string): Promise<readonly Submission[]> {
  return db
    .select(columns)
    .from(submissions)
    .where(eq(submissions.challengeId, challengeId))
    .orderBy(asc(submissions.number))
}

/** What somebody handed in, the newest first. */
export async function listOwn(
  db: DbOrTx,
  { platform, space }: SpaceRef,
  author: string,
  limit: number,
): Promise<readonly Submission[]> {
  return db
    .select(columns)
    .from(submissions)
    .innerJoin(challenges, eq(challenges.id, submissions.challengeId))
    .where(
      and(eq(submissions.author, author), eq(challenges.platform, platform), eq(challenges.space, space)),
    )
    .orderBy(desc(submissions.handedInAt))
    .limit(limit)
}

/** The newest wording. */
export async function latestVersion(db: DbOrTx, submissionId: string): Promise<Version | undefined> {
  const { version, source, message, text, at } = submissionVersions
  const [row] = await db
    .select({ version, source, message, text, at })
    .from(submissionVersions)
    .where(eq(submissionVersions.submissionId, submissionId))
    .orderBy(desc(version))
    .limit(1)
  return row
}

/** The submissions of a challenge whose newest wording is that of a message. */
export async function listByMessage(
  db: DbOrTx,
  challengeId: string,
): Promise<readonly Readonly<{ submission: Submission; message: string; at: number }>[]> {
  const rows = await db
    .select({ submission: columns, message: submissionVersions.message, at: submissionVersions.at })
    .from(submissions)
    .innerJoin(
      submissionVersions,
      and(
        eq(submissionVersions.submissionId, submissions.id),
        eq(submissionVersions.version, submissions.version),
      ),
    )
    .where(eq(submissions.challengeId, challengeId))
  return rows.flatMap(({ submission, message, at }) =>
    message === null ? [] : [{ submission, message, at }],
  )
}

/** The messages are gone with their thread: what stood in them was not taken back. */
export async function detachMessages(tx: Tx, challengeId: string): Promise<void> {
  const own = tx
    .select({ id: submissions.id })
    .from(submissions)
    .where(eq(submissions.challengeId, challengeId))
  await tx
    .update(submissionVersions)
    .set({ message: null })
    .where(inArray(submissionVersions.submissionId, own))
}

/** What somebody has written so far, by stage. */
export async function readDraft(
  db: DbOrTx,
  challengeId: string,
  author: string,
): Promise<ReadonlyMap<number, string>> {
  const rows = await db
    .select({ stage: submissionDrafts.stage, text: submissionDrafts.text })
    .from(submissionDrafts)
    .where(and(eq(submissionDrafts.challengeId, challengeId), eq(submissionDrafts.author, author)))
    .orderBy(asc(submissionDrafts.stage))
  return new Map(rows.map(({ stage, text }) => [stage, text]))
}

/** Saves one stage; an empty text takes it out. */
export async function saveDraft(
  tx: DbOrTx,
  draft: Readonly<{ challengeId: string; author: string; stage: number; text: string; at: number }>,
): Promise<void> {
  const { challengeId, author, stage, text, at } = draft
  if (text === '') {
    await tx
      .delete(submissionDrafts)
      .where(
        and(
          eq(submissionDrafts.challengeId, challengeId),
          eq(submissionDrafts.author, author),
          eq(submissionDrafts.stage, stage),
        ),
      )
    return
  }
  await tx
    .insert(submissionDrafts)
    .values(draft)
    .onConflictDoUpdate({
      target: [submissionDrafts.challengeId, submissionDrafts.author, submissionDrafts.stage],
      set: { text, at: statement`greatest(${submissionDrafts.at}, ${at})` },
    })
}
