import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES } from '#bot'
import type { StoredAnalysis } from '../../features/challenge/rules/analysis.ts'
import { botTime, jsonColumn, platformName, realTime, writtenText } from '../columns.ts'
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
    /** The schedule that posted it. */
    scheduleId: uuid('schedule_id').notNull(),
    platform: platformName().notNull(),
    space: text().notNull(),
    channel: text().notNull(),
    problem: text().notNull(),
    /** The version of a group's own problem; null: a problem of the content. Both rows live as long as the group. */
    ownProblemId: uuid('own_problem_id'),
    language: text({ enum: LANGUAGES }).notNull(),
    /** Whether authors stay secret until the close. */
    blind: boolean().notNull(),
    phase: text({ enum: ['open', 'closing', 'closed', 'cancelled'] }).notNull(),
    postedAt: botTime('posted_at').notNull(),
    deadlineAt: botTime('deadline_at').notNull(),
    closedAt: botTime('closed_at'),
    /** How often its thread was deleted and opened again. */
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
    /** Its name for users: the first that was handed in is 1. */
    number: integer().notNull(),
    state: text({ enum: ['standing', 'withdrawn'] }).notNull(),
    late: boolean().notNull(),
    handedInAt: botTime('handed_in_at').notNull(),
    version: integer().notNull(),
    /** Counts the events about its reactions, so that a recount notices a change while it reads them. */
    reactionsHeard: integer('reactions_heard').notNull().default(0),
    /** Real time from which its reactions are to be counted on the platform; null: the stored ones are right. */
    recountAt: realTime('recount_at'),
    recountFailures: integer('recount_failures').notNull().default(0),
  },
  (t) => [
    unique('submissions_author').on(t.challengeId, t.author),
    unique('submissions_number').on(t.challengeId, t.number),
    index('submissions_recount').on(t.recountAt).where(sql`recount_at is not null`),
  ],
)

/** Every version that was handed in, whole, as Markdown. */
export const submissionVersions = pgTable(
  'submission_versions',
  {
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    source: text({ enum: ['form', 'file', 'message'] }).notNull(),
    /** The platform's id of the message; null for a private one. */
    message: text(),
    text: writtenText().notNull(),
    /** The parts of the text that cards show; null: a version that did not know the column wrote it. */
    analysis: jsonColumn<StoredAnalysis>('analysis'),
    /** Bot time at which it was written. */
    at: botTime('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.submissionId, t.version] })],
)

/** Text that is not handed in yet, one row per stage. */
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

/** Requests to review a submission. */
export const reviewRequests = pgTable(
  'review_requests',
  {
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    reviewer: text().notNull(),
    /** Bot time; null: not asked yet. */
    askedAt: botTime('asked_at'),
  },
  (t) => [primaryKey({ columns: [t.submissionId, t.reviewer] })],
)

/** Requests that were withdrawn after the reviewer was told of them, so that nobody is told of the same one twice. */
export const reviewAsks = pgTable(
  'review_asks',
  {
    submissionId: uuid('submission_id')
      .notNull()
      .references(() => submissions.id, { onDelete: 'cascade' }),
    reviewer: text().notNull(),
    /** Bot time. */
    at: botTime('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.submissionId, t.reviewer] })],
)

/** Members who want no reminders. */
export const reminderOptOuts = pgTable(
  'reminder_opt_outs',
  {
    platform: platformName().notNull(),
    space: text().notNull(),
    person: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.space, t.person] })],
)
