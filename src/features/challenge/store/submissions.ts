import { and, asc, desc, eq, inArray, max } from 'drizzle-orm'
import type { SpaceRef } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { challenges, submissions, submissionVersions } from '../../../db/schema.ts'
import type { StoredAnalysis } from '../rules/analysis.ts'
import type { SubmissionState } from '../rules/state.ts'

/** A member's answer to a challenge; times are bot time. */
export type Submission = Readonly<{
  id: string
  challengeId: string
  answerId: string
  /** The platform's id of the author. */
  author: string
  /** Others know it by this number. */
  number: number
  handedInAt: number
  version: number
}> &
  SubmissionState

/** One wording that was handed in. */
export type Version = Readonly<{
  version: number
  source: 'form' | 'file' | 'message'
  /** The platform's id of the message, null for what came privately. */
  message: string | null
  text: string
  at: number
  /** The parts of the text that cards show; null if a version that did not know them stored the text. */
  analysis: StoredAnalysis | null
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

/** The caller holds the challenge's row, so that numbers are consecutive. */
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

/** Adds a wording, which becomes the submission's newest. */
export async function addVersion(
  tx: Tx,
  { id, version }: Submission,
  { source, message, text, at, analysis }: Omit<Version, 'version'>,
): Promise<void> {
  await tx
    .insert(submissionVersions)
    .values({ submissionId: id, version: version + 1, source, message, text, at, analysis })
  await tx
    .update(submissions)
    .set({ version: version + 1 })
    .where(eq(submissions.id, id))
}

export async function saveAnalysis(
  tx: Tx,
  submissionId: string,
  version: number,
  analysis: StoredAnalysis,
): Promise<void> {
  await tx
    .update(submissionVersions)
    .set({ analysis })
    .where(and(eq(submissionVersions.submissionId, submissionId), eq(submissionVersions.version, version)))
}

export async function saveSubmissionState(tx: Tx, id: string, state: Submission['state']): Promise<void> {
  await tx.update(submissions).set({ state }).where(eq(submissions.id, id))
}

export async function findSubmission(db: DbOrTx, id: string): Promise<Submission | undefined> {
  const [row] = await db.select(columns).from(submissions).where(eq(submissions.id, id))
  return row
}

export async function findSubmissionBy(
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

/** All submissions of a challenge, withdrawn ones included, by number. */
export async function listSubmissions(db: DbOrTx, challengeId: string): Promise<readonly Submission[]> {
  return db
    .select(columns)
    .from(submissions)
    .where(eq(submissions.challengeId, challengeId))
    .orderBy(asc(submissions.number))
}

/** Standing submissions of a challenge, by number. */
export async function listStanding(db: DbOrTx, challengeId: string): Promise<readonly Submission[]> {
  return (await listSubmissions(db, challengeId)).filter(({ state }) => state === 'standing')
}

/** Standing submissions that were handed in before the deadline, by number. */
export async function listOnTime(db: DbOrTx, challengeId: string): Promise<readonly Submission[]> {
  return (await listStanding(db, challengeId)).filter(({ late }) => !late)
}

/** An author's submissions in a space, the newest first. */
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
  const { version, source, message, text, at, analysis } = submissionVersions
  const [row] = await db
    .select({ version, source, message, text, at, analysis })
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

/** Lets a message take the place of another one, of which a submission's newest wording is. */
export async function moveMessage(
  tx: Tx,
  { id, version }: Submission,
  to: Readonly<{ message: string; at: number }>,
): Promise<void> {
  await tx
    .update(submissionVersions)
    .set(to)
    .where(and(eq(submissionVersions.submissionId, id), eq(submissionVersions.version, version)))
}

/** Forgets message ids: messages deleted with their thread are no withdrawals. */
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
