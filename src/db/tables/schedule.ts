import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES, type UserRef } from '#bot'
import { botTime, jsonColumn, platformName } from '../columns.ts'
import { groups } from './group.ts'

/** Schedules, which post challenges. */
export const schedules = pgTable(
  'schedules',
  {
    id: uuid().primaryKey().defaultRandom(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    /** Its name for users; never used again in its group. */
    number: integer().notNull(),
    platform: platformName().notNull(),
    space: text().notNull(),
    channel: text().notNull(),
    /** A cron expression of five fields. */
    expression: text().notNull(),
    /** 1: in each week in which the expression comes; otherwise counted from `first_week`, see features/schedule. */
    everyWeeks: integer('every_weeks').notNull().default(1),
    firstWeek: integer('first_week'),
    /** IANA name; null: the group's. */
    timeZone: text('time_zone'),
    language: text({ enum: LANGUAGES }).notNull(),
    deadlineDays: integer('deadline_days').notNull(),
    /** Slugs; null: all problems. */
    problems: text().array(),
    blind: boolean().notNull(),
    /** The slug of the problem that an organiser chose to be next. */
    pinned: text(),
    state: text({ enum: ['active', 'paused'] }).notNull(),
    /** When a paused one goes on by itself; null: when somebody resumes it. */
    resumeAt: botTime('resume_at'),
    /** The first occurrence that is not settled, even if it is paused. */
    nextAt: botTime('next_at').notNull(),
    /** The zone in which `next_at` was computed; the group's zone may have changed since. */
    nextIn: text('next_in').notNull(),
    /** The latest settled occurrence. */
    lastAt: botTime('last_at'),
    revision: integer().notNull(),
    createdAt: botTime('created_at').notNull(),
    removedAt: botTime('removed_at'),
    /** When and by whom it was last changed by hand. */
    changedAt: botTime('changed_at').notNull(),
    changedBy: jsonColumn<UserRef>('changed_by').notNull(),
  },
  (t) => [
    unique('schedules_number').on(t.groupId, t.number),
    index('schedules_in').on(t.platform, t.space, t.channel).where(sql`removed_at is null`),
  ],
)

/** The outcome of each occurrence of a schedule. Inserting the row claims the occurrence. */
export const occurrences = pgTable(
  'occurrences',
  {
    scheduleId: uuid('schedule_id')
      .notNull()
      .references(() => schedules.id, { onDelete: 'cascade' }),
    dueAt: botTime('due_at').notNull(),
    outcome: text({ enum: ['posted', 'skipped', 'missed'] }).notNull(),
    /** When it was settled. */
    at: botTime('at').notNull(),
    problem: text(),
    challengeId: uuid('challenge_id'),
    deadlineAt: botTime('deadline_at'),
  },
  (t) => [primaryKey({ columns: [t.scheduleId, t.dueAt] })],
)
