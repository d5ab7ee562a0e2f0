import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { botTime } from '../columns.ts'
import { writtenText } from '../written-text.ts'
import { answers } from './answer.ts'
import { groups } from './group.ts'

/** One posting of a problem with a deadline. */
export const challenges = pgTable(
  'challenges',
  {
    id: uuid().primaryKey().defaultRandom(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    /** What posted it. */
    scheduleId: uuid('schedule_id').notNull(),
    platform: text({ enum: ['discord', 'slack', 'playground'] }).notNull(),
    space: text().notNull(),
    channel: text().notNull(),
    problem: text().notNull(),
    /** The wording of a group's own problem; null: one of the content's. Rows of both go with the group only. */
    ownProblemId: uuid('own_problem_id'),
    language: text({ enum: ['en', 'zh'] }).notNull(),
    /** Whether nobody is told whose answer is whose before the close. */
    blind: boolean().notNull(),
    phase: text({ enum: ['open', 'closing', 'closed', 'cancelled'] }).notNull(),
    postedAt: botTime('posted_at').notNull(),
    deadlineAt: botTime('deadline_at').notNull(),
    closedAt: botTime('closed_at'),
    /** How often its thread was deleted and opened anew. */
    reopened: integer().notNull().default(0),
  },
  (t) => [
    index('challenges_open').on(t.platform, t.space).where(sql`phase in ('open', 'closing')`),
    index('challenges_of').on(t.groupId, t.postedAt),
  ],
)

/** A member's answer to a challenge. */
export const submissions = pgTable(
  'submissions',
  {
    id: uuid().primaryKey().defaultRandom(),
    challengeId: uuid('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    answerId: uuid('answer_id')
      .notNull()
      .unique()
      .references(() => answers.id, { onDelete: 'cascade' }),
    author: text().notNull(),
    /** By which others know it: the first that was handed in is 1. */
    number: integer().notNull(),
    state: text({ enum: ['standing', 'withdrawn'] }).notNull(),
    late: boolean().notNull(),
    handedInAt: botTime('handed_in_at').notNull(),
    version: integer().notNull(),
    /** Counts what was heard of its reactions, so that a recount notices that they moved while it read them. */
    reactionsHeard: integer('reactions_heard').notNull().default(0),
    /** Real time: its reactions are to be counted on the platform from then on; null: they are as stored. */
    recountAt: timestamp('recount_at', { withTimezone: true, mode: 'date' }),
    recountFailures: integer('recount_failures').notNull().default(0),
  },
  (t) => [
    unique('submissions_author').on(t.challengeId, t.author),
    unique('submissions_number').on(t.challengeId, t.number),
    index('submissions_recount').on(t.recountAt).where(sql`recount_at is not null`),
  ],
)

/** Every wording that was handed in, whole, as Markdown. */
export const submissionVersions = pgTable(
  'submission_versions',
  {
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    source: text({ enum: ['form', 'file', 'message'] }).notNull(),
    /** The platform's id of the message, null for what came privately. */
    message: text(),
    text: writtenText().notNull(),
    /** Bot time at which it was written. */
    at: botTime('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.submissionId, t.version] })],
)

/** What somebody has written so far, a stage a row, before it is handed in. */
export const submissionDrafts = pgTable(
  'submission_drafts',
  {
    challengeId: uuid('challenge_id')
      .notNull()
      .references(() => challenges.id, { onDelete: 'cascade' }),
    author: text().notNull(),
    /** Index of the stage. */
    stage: integer().notNull(),
    text: writtenText().notNull(),
    at: botTime('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.challengeId, t.author, t.stage] })],
)

/** Who is asked to review what. */
export const reviewRequests = pgTable(
  'review_requests',
  {
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    reviewer: text().notNull(),
    /** Bot time; null: not told yet. */
    askedAt: bigint('asked_at', { mode: 'number' }),
  },
  (t) => [primaryKey({ columns: [t.submissionId, t.reviewer] })],
)

/** Who wants no reminders. */
export const reminderOptOuts = pgTable(
  'reminder_opt_outs',
  {
    platform: text({ enum: ['discord', 'slack', 'playground'] }).notNull(),
    space: text().notNull(),
    person: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.space, t.person] })],
)
