import { sql } from 'drizzle-orm'
import { bigint, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES, type UserRef } from '#bot'
import type { MockState } from '../../features/mock/rules/state.ts'
import { botTime, jsonColumn, platformName, writtenText } from '../columns.ts'
import { groups } from './group.ts'

export const ONE_OPEN_PER_CANDIDATE = 'mocks_one_open_per_candidate'

/** One timed session in one thread. Phase, revision and candidate repeat parts of `state` for the indexes. */
export const mocks = pgTable(
  'mocks',
  {
    id: uuid().primaryKey().defaultRandom(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    platform: platformName().notNull(),
    space: text().notNull(),
    channel: text().notNull(),
    problem: text().notNull(),
    /** The version of a group's own problem; null: a problem of the content. Both rows live as long as the group. */
    ownProblemId: uuid('own_problem_id'),
    language: text({ enum: LANGUAGES }).notNull(),
    minutes: integer().notNull(),
    phase: text({ enum: ['lobby', 'running', 'paused', 'scoring', 'done', 'cancelled'] }).notNull(),
    revision: integer().notNull(),
    candidate: text(),
    state: jsonColumn<MockState>('state').notNull(),
    /** Bot time, milliseconds. */
    createdAt: botTime('created_at').notNull(),
  },
  (t) => [
    uniqueIndex(ONE_OPEN_PER_CANDIDATE)
      .on(t.platform, t.channel, t.candidate)
      .where(sql`phase in ('lobby', 'running', 'paused')`),
    index('mocks_open').on(t.platform, t.space).where(sql`phase not in ('done', 'cancelled')`),
  ],
)

/** The interviewer's notes during a mock, shown in the debrief. */
export const mockNotes = pgTable(
  'mock_notes',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    mockId: uuid('mock_id')
      .notNull()
      .references(() => mocks.id, { onDelete: 'cascade' }),
    author: jsonColumn<UserRef>('author').notNull(),
    /** Index of the stage that was open. */
    stage: integer().notNull(),
    text: writtenText().notNull(),
    at: botTime('at').notNull(),
  },
  (t) => [index('mock_notes_of').on(t.mockId)],
)
