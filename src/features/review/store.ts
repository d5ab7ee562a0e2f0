import { and, asc, eq } from 'drizzle-orm'
import { sameUser, type UserRef } from '#bot'
import type { DbOrTx } from '../../db/client.ts'
import { reviews, votes } from '../../db/schema.ts'
import { type Level, readScores, type Scores, type Vote } from './rules.ts'

export type Review = Readonly<{ voter: UserRef; comment: string }>

/** Replaces the form that this person filled in before. */
export async function saveScores(
  db: DbOrTx,
  answerId: string,
  { platform, space, user }: UserRef,
  { levels, comment }: Scores,
  at: number,
): Promise<void> {
  const who = { answerId, platform, space, voter: user }
  await db
    .insert(reviews)
    .values({ ...who, comment, at })
    .onConflictDoUpdate({
      target: [reviews.answerId, reviews.platform, reviews.space, reviews.voter],
      set: { comment, at },
    })
  await db.delete(votes).where(votesBy(answerId, { platform, space, user }, 'form'))
  await db.insert(votes).values(
    Object.entries(levels).map(([criterion, level]) => ({
      ...who,
      criterion,
      level,
      at,
      source: 'form' as const,
    })),
  )
}

/** Votes by form. */
export async function listFormVotes(db: DbOrTx, answerId: string): Promise<readonly Vote[]> {
  const rows = await db
    .select()
    .from(votes)
    .where(and(eq(votes.answerId, answerId), eq(votes.source, 'form')))
  return rows.map(({ platform, space, voter, criterion, level }) => ({
    voter: { platform, space, user: voter },
    criterion,
    level,
  }))
}

/** The filled-in forms of an answer, by the time of their last change. */
export async function listReviews(db: DbOrTx, answerId: string): Promise<readonly Review[]> {
  const rows = await db.select().from(reviews).where(eq(reviews.answerId, answerId)).orderBy(asc(reviews.at))
  return rows.map(({ platform, space, voter, comment }) => ({
    voter: { platform, space, user: voter },
    comment,
  }))
}

/** A voter's votes by reaction: criterion -> level. */
export type ReactionVotes = Readonly<{ voter: UserRef; marks: ReadonlyMap<string, Level> }>

/** Votes by reaction, one entry per voter. */
export async function listReactionVotes(db: DbOrTx, answerId: string): Promise<readonly ReactionVotes[]> {
  const rows = await db
    .select()
    .from(votes)
    .where(and(eq(votes.answerId, answerId), eq(votes.source, 'reaction')))
    .orderBy(asc(votes.at), asc(votes.voter))
  const voters = Map.groupBy(rows, ({ platform, space, voter }) => JSON.stringify([platform, space, voter]))
  return [...voters.values()].flatMap((mine) => {
    const [first] = mine
    if (!first) return []
    const { platform, space, voter: user } = first
    const marks = new Map(mine.map(({ criterion, level }) => [criterion, level as Level]))
    return [{ voter: { platform, space, user }, marks }]
  })
}

/** Replaces a person's votes by reaction. */
export async function saveReactionVotes(
  db: DbOrTx,
  answerId: string,
  { platform, space, user }: UserRef,
  marks: ReadonlyMap<string, Level>,
  at: number,
): Promise<void> {
  const who = { answerId, platform, space, voter: user }
  await db.delete(votes).where(votesBy(answerId, { platform, space, user }, 'reaction'))
  if (marks.size > 0)
    await db.insert(votes).values(
      [...marks].map(([criterion, level]) => ({
        ...who,
        criterion,
        level,
        at,
        source: 'reaction' as const,
      })),
    )
}

/**
 * Deletes all votes by reaction, because the message with the reactions is gone.
 * @returns whether there were any
 */
export async function dropReactionVotes(db: DbOrTx, answerId: string): Promise<boolean> {
  const dropped = await db
    .delete(votes)
    .where(and(eq(votes.answerId, answerId), eq(votes.source, 'reaction')))
    .returning({ voter: votes.voter })
  return dropped.length > 0
}

/** A person's form as they filled it in; undefined if they did not. */
export async function findScores(db: DbOrTx, answerId: string, person: UserRef): Promise<Scores | undefined> {
  const review = (await listReviews(db, answerId)).find(({ voter }) => sameUser(voter, person))
  if (!review) return undefined
  const mine = (await listFormVotes(db, answerId)).filter(({ voter }) => sameUser(voter, person))
  const values = Object.fromEntries(mine.map(({ criterion, level }) => [criterion, String(level)]))
  return readScores(Object.keys(values), { ...values, comment: review.comment })
}

function votesBy(answerId: string, { platform, space, user }: UserRef, source: 'form' | 'reaction') {
  return and(
    eq(votes.answerId, answerId),
    eq(votes.platform, platform),
    eq(votes.space, space),
    eq(votes.voter, user),
    eq(votes.source, source),
  )
}
