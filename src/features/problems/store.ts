import { and, asc, eq, isNull, max, sql as statement } from 'drizzle-orm'
import type { Language, UserRef } from '#bot'
import type { DbOrTx, Tx } from '../../db/client.ts'
import { groupProblems, groups } from '../../db/schema.ts'

type Row = typeof groupProblems.$inferSelect

/** The present version of a group's own problem. */
export type StandingProblem = Omit<Row, 'groupId' | 'removedAt'>

/** The columns of a list. */
export type ListedProblem = Readonly<{ slug: string; language: Language; title: string; oneLiner: string }>

export type NewWording = Readonly<Pick<Row, 'groupId' | 'slug' | 'language' | 'source' | 'problem'>> &
  Readonly<{ createdAt: number; createdBy: UserRef }>

const isStanding = (groupId: string) =>
  and(eq(groupProblems.groupId, groupId), isNull(groupProblems.removedAt))

/** A group's own problems, by slug; without their texts, since it is read while people type. */
export async function listStanding(db: DbOrTx, groupId: string): Promise<readonly ListedProblem[]> {
  const { slug, language, problem } = groupProblems
  return db
    .select({
      slug,
      language,
      title: statement<string>`${problem} ->> 'title'`,
      oneLiner: statement<string>`${problem} ->> 'oneLiner'`,
    })
    .from(groupProblems)
    .where(isStanding(groupId))
    .orderBy(asc(slug))
}

/** A group's own problem; undefined for a slug of the content's, of another group's, or of none. */
export async function standingProblem(
  db: DbOrTx,
  groupId: string,
  slug: string,
): Promise<StandingProblem | undefined> {
  const [row] = await db
    .select()
    .from(groupProblems)
    .where(and(isStanding(groupId), eq(groupProblems.slug, slug)))
  return row
}

/** Lets one transaction at a time change a group's problems, so that they can be counted and numbered. */
export async function lockGroup(tx: Tx, groupId: string): Promise<void> {
  await tx.select({ id: groups.id }).from(groups).where(eq(groups.id, groupId)).for('no key update')
}

/** In a transaction that holds the group, see `lockGroup`. */
export async function insertWording(tx: Tx, wording: NewWording): Promise<void> {
  const { groupId, slug } = wording
  const [last] = await tx
    .select({ version: max(groupProblems.version) })
    .from(groupProblems)
    .where(and(eq(groupProblems.groupId, groupId), eq(groupProblems.slug, slug)))
  await tx.insert(groupProblems).values({ ...wording, version: (last?.version ?? 0) + 1 })
}

/** Replaces a version by a new wording. @returns false when that version is no longer the present one */
export async function replaceProblem(tx: Tx, before: number, wording: NewWording): Promise<boolean> {
  await lockGroup(tx, wording.groupId)
  if (!(await removeProblem(tx, { ...wording, version: before, at: wording.createdAt }))) return false
  await insertWording(tx, wording)
  return true
}

type Removal = Readonly<{ groupId: string; slug: string; version: number; at: number }>

/** Withdraws a version; mocks and challenges that use it keep it. @returns false when it is not the present one */
export async function removeProblem(db: DbOrTx, { groupId, slug, version, at }: Removal): Promise<boolean> {
  const rows = await db
    .update(groupProblems)
    .set({ removedAt: at })
    .where(and(isStanding(groupId), eq(groupProblems.slug, slug), eq(groupProblems.version, version)))
    .returning({ id: groupProblems.id })
  return rows.length > 0
}
