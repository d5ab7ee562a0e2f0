import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Language, UserRef } from '#bot'
import type { DbOrTx, Tx } from '../../db/client.ts'
import { answerFiles, answerParts, answers } from '../../db/schema.ts'
import { diagramsIn, type StoredDiagrams, type TextDiagrams } from './rules.ts'

export type Answer = Readonly<{ id: string; author: UserRef; revealedAt: number | null }>

/** `stage`: the one under which its author filed it, else the one that was open. */
export type Part = Readonly<{ id: number; stage: number; text: string }>

/** A part's text and its diagrams. */
export type StoredPart = Readonly<{ text: string; diagrams: TextDiagrams }>

export type PartSource = Readonly<{ source: 'message' | 'form'; sourceId: string }>

/** @returns the id of the answer; a mock has only one */
export async function createAnswer(
  db: DbOrTx,
  values: Readonly<{
    groupId: string
    /** Absent for an answer to a challenge. */
    mockId?: string
    problem: string
    language: Language
    author: UserRef
  }>,
): Promise<string> {
  const { author, ...rest } = values
  const { platform, space, user } = author
  const [row] = await db
    .insert(answers)
    .values({ ...rest, platform, space, author: user })
    .onConflictDoUpdate({ target: answers.mockId, set: { mockId: sql`excluded.mock_id` } })
    .returning({ id: answers.id })
  if (!row) throw new Error('an insert returned no answer')
  return row.id
}

export async function answerOfMock(db: DbOrTx, mockId: string): Promise<Answer | undefined> {
  const [row] = await db.select().from(answers).where(eq(answers.mockId, mockId))
  if (!row) return undefined
  const author = { platform: row.platform, space: row.space, user: row.author }
  return { id: row.id, author, revealedAt: row.revealedAt }
}

export async function markRevealed(db: DbOrTx, answerId: string, at: number): Promise<void> {
  await db.update(answers).set({ revealedAt: at }).where(eq(answers.id, answerId))
}

/**
 * Stores a part, or its newer text. An edit that arrives late or twice changes nothing, and a deleted part stays
 * deleted, in whatever order the events come.
 * @returns the part's id; undefined when it was deleted
 */
export async function savePart(
  db: DbOrTx,
  part: PartSource & StoredPart & Readonly<{ answerId: string; stage: number; editedAt: number }>,
): Promise<number | undefined> {
  const { editedAt } = part
  const newer = sql`excluded.edited_at > ${answerParts.editedAt} and ${answerParts.deletedAt} is null`
  const [row] = await db
    .insert(answerParts)
    .values({ ...part, diagrams: { ...part.diagrams, editedAt } })
    .onConflictDoUpdate({
      target: [answerParts.answerId, answerParts.source, answerParts.sourceId],
      set: {
        text: sql`case when ${newer} then excluded.text else ${answerParts.text} end`,
        diagrams: sql`case when ${newer} then excluded.diagrams else ${answerParts.diagrams} end`,
        editedAt: sql`greatest(excluded.edited_at, ${answerParts.editedAt})`,
      },
    })
    .returning({ id: answerParts.id, deletedAt: answerParts.deletedAt })
  return row?.deletedAt === null ? row.id : undefined
}

/** Marks a part as deleted, even an unknown one, because its deletion may arrive before it. */
export async function deletePart(
  db: DbOrTx,
  part: PartSource & Readonly<{ answerId: string; stage: number; at: number }>,
): Promise<void> {
  const { at, ...rest } = part
  const [row] = await db
    .insert(answerParts)
    .values({ ...rest, text: '', editedAt: 0, deletedAt: at })
    .onConflictDoUpdate({
      target: [answerParts.answerId, answerParts.source, answerParts.sourceId],
      set: { text: '', diagrams: null, deletedAt: at },
    })
    .returning({ id: answerParts.id })
  if (row) await db.delete(answerFiles).where(eq(answerFiles.partId, row.id))
}

/**
 * Lets a message take the place of another one as the source of a part.
 * @returns the part's id; undefined where the other message has no part that stands, or this one has a part already
 */
export async function moveMessage(
  tx: Tx,
  answerId: string,
  from: string,
  to: Readonly<{ sourceId: string; editedAt: number }>,
): Promise<number | undefined> {
  const ofMessage = (sourceId: string) =>
    and(
      eq(answerParts.answerId, answerId),
      eq(answerParts.source, 'message'),
      eq(answerParts.sourceId, sourceId),
    )
  const taken = await tx.select({ id: answerParts.id }).from(answerParts).where(ofMessage(to.sourceId))
  if (taken.length > 0) return undefined
  const [row] = await tx
    .update(answerParts)
    .set(to)
    .where(and(ofMessage(from), isNull(answerParts.deletedAt)))
    .returning({ id: answerParts.id })
  return row?.id
}

/** Files a part under a stage, or under none (null). With `from`, only if it is filed there now. */
export async function filePart(
  db: DbOrTx,
  part: PartSource & Readonly<{ answerId: string; stage: number | null; from?: number | null }>,
): Promise<boolean> {
  const rows = await db
    .update(answerParts)
    .set({ filedStage: part.stage })
    .where(
      and(
        eq(answerParts.answerId, part.answerId),
        eq(answerParts.source, part.source),
        eq(answerParts.sourceId, part.sourceId),
        part.from === undefined
          ? undefined
          : sql`${answerParts.filedStage} is not distinct from ${part.from}`,
      ),
    )
    .returning({ id: answerParts.id })
  return rows.length > 0
}

export const stageOfPart = sql<number>`coalesce(${answerParts.filedStage}, ${answerParts.stage})`.mapWith(
  Number,
)

/** The parts of an answer that are not deleted, by stage and in the order in which they were written. */
export async function listParts(db: DbOrTx, answerId: string): Promise<readonly Part[]> {
  return db
    .select({ id: answerParts.id, stage: stageOfPart, text: answerParts.text })
    .from(answerParts)
    .where(and(eq(answerParts.answerId, answerId), isNull(answerParts.deletedAt)))
    .orderBy(asc(stageOfPart), asc(answerParts.id))
}

/** The diagrams of an answer: those in its parts that are not deleted. */
export async function countDiagrams(db: DbOrTx, answerId: string): Promise<number> {
  const rows = await db
    .select({ text: answerParts.text, diagrams: answerParts.diagrams, editedAt: answerParts.editedAt })
    .from(answerParts)
    .where(and(eq(answerParts.answerId, answerId), isNull(answerParts.deletedAt)))
  return rows.reduce((sum, row) => sum + diagramsOf(row).of, 0)
}

/** The diagrams that are stored with a text, unless a version that did not know them wrote it. */
function diagramsOf(
  row: Readonly<{ text: string; diagrams: StoredDiagrams | null; editedAt: number }>,
): TextDiagrams {
  return row.diagrams?.editedAt === row.editedAt ? row.diagrams : diagramsIn(row.text)
}

/** A part; undefined for an unknown or deleted one. */
export async function findPart(
  db: DbOrTx,
  { answerId, source, sourceId }: PartSource & Readonly<{ answerId: string }>,
): Promise<StoredPart | undefined> {
  const [row] = await db
    .select({ text: answerParts.text, diagrams: answerParts.diagrams, editedAt: answerParts.editedAt })
    .from(answerParts)
    .where(
      and(
        eq(answerParts.answerId, answerId),
        eq(answerParts.source, source),
        eq(answerParts.sourceId, sourceId),
        isNull(answerParts.deletedAt),
      ),
    )
  return row && { text: row.text, diagrams: diagramsOf(row) }
}

export type KnownMessage = Readonly<{
  id: number
  sourceId: string
  filedStage: number | null
  editedAt: number
}>

/** The messages of an answer that are not deleted. */
export async function listMessages(db: DbOrTx, answerId: string): Promise<readonly KnownMessage[]> {
  const { id, sourceId, filedStage, editedAt } = answerParts
  return db
    .select({ id, sourceId, filedStage, editedAt })
    .from(answerParts)
    .where(
      and(
        eq(answerParts.answerId, answerId),
        eq(answerParts.source, 'message'),
        isNull(answerParts.deletedAt),
      ),
    )
}
