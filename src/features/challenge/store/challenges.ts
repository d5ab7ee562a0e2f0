import { and, asc, desc, eq, gte, inArray, isNull, notInArray, or } from 'drizzle-orm'
import type { ChannelRef, Language, PlatformName, SpaceRef } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { challenges, groupProblems, type OwnWording, ownWording } from '../../../db/schema.ts'
import type { ChallengeState } from '../rules/state.ts'

export type Challenge = Readonly<{
  id: string
  groupId: string
  scheduleId: string
  channel: ChannelRef
  problem: string
  /** The wording that it was posted with, where the problem is the group's own. */
  own: OwnWording
  language: Language
  blind: boolean
  /** Bot time, milliseconds. */
  postedAt: number
}> &
  ChallengeState

type Row = Readonly<{ challenge: typeof challenges.$inferSelect; own: OwnWording }>

function fromRow({ challenge, own }: Row): Challenge {
  const { platform, space, channel, ownProblemId: _, ...rest } = challenge
  return { ...rest, own, channel: { platform, space, channel } }
}

function selectChallenges(db: DbOrTx) {
  return db
    .select({ challenge: challenges, own: ownWording })
    .from(challenges)
    .leftJoin(groupProblems, eq(groupProblems.id, challenges.ownProblemId))
}

export async function insertChallenge(
  tx: Tx,
  { channel, own, ...rest }: Omit<Challenge, 'id'>,
): Promise<Challenge> {
  const { platform, space, channel: id } = channel
  const [row] = await tx
    .insert(challenges)
    .values({ ...rest, platform, space, channel: id, ownProblemId: own?.id ?? null })
    .returning()
  if (!row) throw new Error('a challenge was inserted and is not there')
  return fromRow({ challenge: row, own })
}

export async function getChallenge(db: DbOrTx, id: string): Promise<Challenge | undefined> {
  const [row] = await selectChallenges(db).where(eq(challenges.id, id))
  return row && fromRow(row)
}

/** Holds the challenge's row until the transaction ends: one event at a time. */
export async function lockChallenge(tx: Tx, id: string): Promise<Challenge | undefined> {
  const [row] = await selectChallenges(tx).where(eq(challenges.id, id)).for('update', { of: challenges })
  return row && fromRow(row)
}

export async function saveState(
  tx: Tx,
  id: string,
  { phase, closedAt, reopened }: ChallengeState,
): Promise<void> {
  await tx.update(challenges).set({ phase, closedAt, reopened }).where(eq(challenges.id, id))
}

const RUNNING = ['open', 'closing'] as const

/** Running challenges of a platform, or of one space or channel of it; the newest first. */
export async function listRunning(
  db: DbOrTx,
  place: Readonly<{ platform: PlatformName }> | SpaceRef | ChannelRef,
): Promise<readonly Challenge[]> {
  const rows = await selectChallenges(db)
    .where(
      and(
        eq(challenges.platform, place.platform),
        'space' in place ? eq(challenges.space, place.space) : undefined,
        'channel' in place ? eq(challenges.channel, place.channel) : undefined,
        inArray(challenges.phase, [...RUNNING]),
      ),
    )
    .orderBy(desc(challenges.postedAt), asc(challenges.id))
  return rows.map(fromRow)
}

/** Challenges of a platform in whose threads something can still happen: running, or with a deadline since that time. */
export async function listAlive(
  db: DbOrTx,
  platform: PlatformName,
  since: number,
): Promise<readonly Challenge[]> {
  const rows = await selectChallenges(db)
    .where(
      and(
        eq(challenges.platform, platform),
        or(
          inArray(challenges.phase, [...RUNNING]),
          and(eq(challenges.phase, 'closed'), gte(challenges.deadlineAt, since)),
        ),
      ),
    )
    .orderBy(desc(challenges.postedAt), asc(challenges.id))
  return rows.map(fromRow)
}

/** The latest challenges of a space that were not cancelled. */
export async function listLatest(
  db: DbOrTx,
  { platform, space }: SpaceRef,
  limit: number,
): Promise<readonly Challenge[]> {
  const rows = await selectChallenges(db)
    .where(
      and(
        eq(challenges.platform, platform),
        eq(challenges.space, space),
        inArray(challenges.phase, [...RUNNING, 'closed']),
      ),
    )
    .orderBy(desc(challenges.postedAt), asc(challenges.id))
    .limit(limit)
  return rows.map(fromRow)
}

/** The problems of a group's running challenges. */
export async function listProblemsUnderWay(db: DbOrTx, groupId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ problem: challenges.problem })
    .from(challenges)
    .where(and(eq(challenges.groupId, groupId), inArray(challenges.phase, [...RUNNING])))
  return new Set(rows.map(({ problem }) => problem))
}

/** The channels of a group's running challenges of a problem. */
export async function listChannelsOf(
  db: DbOrTx,
  groupId: string,
  problem: string,
): Promise<readonly ChannelRef[]> {
  const { platform, space, channel } = challenges
  return db
    .selectDistinct({ platform, space, channel })
    .from(challenges)
    .where(
      and(
        eq(challenges.groupId, groupId),
        eq(challenges.problem, problem),
        inArray(challenges.phase, [...RUNNING]),
      ),
    )
}

/** Holds the rows of running challenges of content problems, except of these, until the transaction ends. */
export async function lockRunningExcept(tx: Tx, problems: readonly string[]): Promise<readonly Challenge[]> {
  const rows = await selectChallenges(tx)
    .where(
      and(
        inArray(challenges.phase, [...RUNNING]),
        isNull(challenges.ownProblemId),
        notInArray(challenges.problem, [...problems]),
      ),
    )
    .orderBy(asc(challenges.id))
    .for('update', { of: challenges })
  return rows.map(fromRow)
}
