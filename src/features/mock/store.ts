import { and, asc, DrizzleQueryError, desc, eq, isNull, notInArray } from 'drizzle-orm'
import pg from 'pg'
import {
  type ChannelRef,
  type Language,
  type PlatformName,
  type SpaceRef,
  UserError,
  type UserRef,
} from '#bot'
import type { DbOrTx, Tx } from '../../db/client.ts'
import {
  groupProblems,
  mockNotes,
  mocks,
  ONE_OPEN_PER_CANDIDATE,
  type OwnWording,
  ownWording,
} from '../../db/schema.ts'
import type { MockState } from './rules/state.ts'

const notOver = () => notInArray(mocks.phase, ['done', 'cancelled'])

export type Mock = Readonly<{
  id: string
  groupId: string
  channel: ChannelRef
  problem: string
  /** The version that it started with, where the problem is the group's own. */
  own: OwnWording
  language: Language
  minutes: number
  state: MockState
}>

export type Note = Readonly<{ author: UserRef; stage: number; text: string }>

type Row = Readonly<{ mock: typeof mocks.$inferSelect; own: OwnWording }>

function fromRow({ mock, own }: Row): Mock {
  const { id, groupId, platform, space, channel, problem, language, minutes, state } = mock
  return { id, groupId, channel: { platform, space, channel }, problem, own, language, minutes, state }
}

function selectMocks(db: DbOrTx) {
  return db
    .select({ mock: mocks, own: ownWording })
    .from(mocks)
    .leftJoin(groupProblems, eq(groupProblems.id, mocks.ownProblemId))
}

/** Columns that repeat the state, for indexes. */
function indexed(state: MockState) {
  return { phase: state.phase, revision: state.revision, candidate: state.seats.candidate?.user ?? null }
}

/** @returns the new mock's id; undefined when its candidate has an open mock in this channel */
export async function insertMock(
  tx: Tx,
  mock: Omit<Mock, 'id'>,
  createdAt: number,
): Promise<string | undefined> {
  const { channel, own, ...rest } = mock
  const where = { platform: channel.platform, space: channel.space, channel: channel.channel }
  const [row] = await tx
    .insert(mocks)
    .values({ ...rest, ...where, ...indexed(mock.state), ownProblemId: own?.id ?? null, createdAt })
    .onConflictDoNothing()
    .returning({ id: mocks.id })
  return row?.id
}

/** Holds the mock's row until the transaction ends, so that events are handled one at a time. */
export async function lockMock(tx: Tx, id: string): Promise<Mock | undefined> {
  const [row] = await selectMocks(tx).where(eq(mocks.id, id)).for('update', { of: mocks })
  return row && fromRow(row)
}

export async function getMock(db: DbOrTx, id: string): Promise<Mock | undefined> {
  const [row] = await selectMocks(db).where(eq(mocks.id, id))
  return row && fromRow(row)
}

/** @throws UserError when its candidate has another open mock in the channel */
export async function saveState(tx: Tx, id: string, state: MockState): Promise<void> {
  try {
    await tx
      .update(mocks)
      .set({ state, ...indexed(state) })
      .where(eq(mocks.id, id))
  } catch (error) {
    const cause = error instanceof DrizzleQueryError ? error.cause : undefined
    const constraint = cause instanceof pg.DatabaseError ? cause.constraint : undefined
    throw constraint === ONE_OPEN_PER_CANDIDATE ? new UserError('error.mockOpen') : error
  }
}

/** Mocks that are not over, of a platform or of one space or channel of it. */
export async function listOpen(
  db: DbOrTx,
  within: Readonly<{ platform: PlatformName }> | SpaceRef | ChannelRef,
): Promise<readonly Mock[]> {
  const rows = await selectMocks(db)
    .where(
      and(
        eq(mocks.platform, within.platform),
        'space' in within ? eq(mocks.space, within.space) : undefined,
        'channel' in within ? eq(mocks.channel, within.channel) : undefined,
        notOver(),
      ),
    )
    .orderBy(asc(mocks.createdAt))
  return rows.map(fromRow)
}

/** The problems of a group's mocks that are not over. A mock is over when its votes are revealed. */
export async function listProblemsUnderWay(db: DbOrTx, groupId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectDistinct({ problem: mocks.problem })
    .from(mocks)
    .where(and(eq(mocks.groupId, groupId), notOver()))
  return new Set(rows.map(({ problem }) => problem))
}

/** The channels of a group's mocks of a problem that are not over. */
export async function listChannelsOf(
  db: DbOrTx,
  groupId: string,
  problem: string,
): Promise<readonly ChannelRef[]> {
  const { platform, space, channel } = mocks
  return db
    .selectDistinct({ platform, space, channel })
    .from(mocks)
    .where(and(eq(mocks.groupId, groupId), eq(mocks.problem, problem), notOver()))
}

/** The candidate's latest mocks whose votes are revealed. */
export async function listDone(db: DbOrTx, candidate: UserRef, limit: number): Promise<readonly Mock[]> {
  const rows = await selectMocks(db)
    .where(
      and(
        eq(mocks.platform, candidate.platform),
        eq(mocks.space, candidate.space),
        eq(mocks.candidate, candidate.user),
        eq(mocks.phase, 'done'),
      ),
    )
    .orderBy(desc(mocks.createdAt))
    .limit(limit)
  return rows.map(fromRow)
}

/** Holds the rows of open mocks of content problems, except of these, until the transaction ends. */
export async function lockOpenExcept(tx: Tx, problems: readonly string[]): Promise<readonly Mock[]> {
  const rows = await selectMocks(tx)
    .where(and(isNull(mocks.ownProblemId), notInArray(mocks.problem, [...problems]), notOver()))
    .orderBy(asc(mocks.id))
    .for('update', { of: mocks })
  return rows.map(fromRow)
}

export async function addNote(
  db: DbOrTx,
  mockId: string,
  note: Note & Readonly<{ at: number }>,
): Promise<void> {
  await db.insert(mockNotes).values({ mockId, ...note })
}

export async function listNotes(db: DbOrTx, mockId: string): Promise<readonly Note[]> {
  const { author, stage, text } = mockNotes
  return db
    .select({ author, stage, text })
    .from(mockNotes)
    .where(eq(mockNotes.mockId, mockId))
    .orderBy(asc(mockNotes.id))
}
