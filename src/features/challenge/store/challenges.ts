import { and, asc, desc, eq, gte, inArray, isNull, or, sql as statement } from 'drizzle-orm'
import type { ChannelRef, Language, PlatformName, SpaceRef } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { challenges, groupProblems, type OwnWording, ownWording } from '../../../db/schema.ts'
import type { Phase } from '../rules/phase.ts'

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
  phase: Phase
  /** Bot time, milliseconds, as all times here. */
  postedAt: number
  deadlineAt: number
  closedAt: number | null
  reopened: number
}>

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
  { channel, own, ...rest }: Omit<Challenge, 'id' | 'phase' | 'closedAt' | 'reopened'>,
): Promise<Challenge> {
  const { platform, space, channel: id } = channel
  const [row] = await tx
    .insert(challenges)
    .values({ ...rest, platform, space, channel: id, ownProblemId: own?.id ?? null, phase: 'open' })
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

export async function savePhase(
  tx: Tx,
  id: string,
  changes: Readonly<{ phase: Phase; closedAt?: number; reopened?: number }>,
): Promise<void> {
  await tx.update(challenges).set(changes).where(eq(challenges.id, id))
}

const RUNNING = ['open', 'closing'] as const

/** Challenges that are not over, of a platform or of one space or channel of it; the newest first. */
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

/** Challenges of a platform in whose threads something can still happen: those that are not over, or since a time only. */
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

/** The latest challenges of a space that were not cancelled, running or over. */
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

/** The problems that a group works on now. */
export async function listUnderWay(db: DbOrTx, groupId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ problem: challenges.problem })
    .from(challenges)
    .where(and(eq(challenges.groupId, groupId), inArray(challenges.phase, [...RUNNING])))
  return new Set(rows.map(({ problem }) => problem))
}

/** The channels of a group's challenges of a problem that are not over. */
export async function listPlacesOf(
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

/** Cancels running challenges of the content's problems that it no longer has. */
export async function cancelWithout(db: DbOrTx, problems: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .update(challenges)
    .set({ phase: 'cancelled' })
    .where(
      and(
        inArray(challenges.phase, [...RUNNING]),
        isNull(challenges.ownProblemId),
        statement`not ${challenges.problem} = any(${statement.param([...problems])})`,
      ),
    )
    .returning({ id: challenges.id })
  return rows.map(({ id }) => id)
}
