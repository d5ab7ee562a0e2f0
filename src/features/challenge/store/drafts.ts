import { and, asc, eq, sql as statement } from 'drizzle-orm'
import type { DbOrTx } from '../../../db/client.ts'
import { submissionDrafts } from '../../../db/schema.ts'

/** An author's draft, by stage. */
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

/** Saves one stage; an empty text deletes it. */
export async function saveDraft(
  db: DbOrTx,
  draft: Readonly<{ challengeId: string; author: string; stage: number; text: string; at: number }>,
): Promise<void> {
  const { challengeId, author, stage, text, at } = draft
  if (text === '') {
    await db
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
  await db
    .insert(submissionDrafts)
    .values(draft)
    .onConflictDoUpdate({
      target: [submissionDrafts.challengeId, submissionDrafts.author, submissionDrafts.stage],
      set: { text, at: statement`greatest(${submissionDrafts.at}, ${at})` },
    })
}
