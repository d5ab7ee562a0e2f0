import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES, type UserRef } from '#bot'
import type { Problem } from '../../content/schema.ts'
import { botTime, jsonColumn, writtenText } from '../columns.ts'
import { groups } from './group.ts'

/**
 * Problems of a group's own. A row is one version and never changes: a mock or challenge keeps the version with which it
 * began, and rows are deleted only with their group.
 */
export const groupProblems = pgTable(
  'group_problems',
  {
    id: uuid().primaryKey().defaultRandom(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    slug: text().notNull(),
    /** Counts the versions under this slug, from 1. */
    version: integer().notNull(),
    language: text({ enum: LANGUAGES }).notNull(),
    /** The file as it was handed in. */
    source: writtenText().notNull(),
    /** The parsed and checked source. */
    problem: jsonColumn<Problem>('problem').notNull(),
    createdAt: botTime('created_at').notNull(),
    createdBy: jsonColumn<UserRef>('created_by').notNull(),
    /** When it was removed or replaced by a newer version. */
    removedAt: botTime('removed_at'),
  },
  (t) => [
    uniqueIndex('group_problems_standing').on(t.groupId, t.slug).where(sql`removed_at is null`),
    index('group_problems_versions').on(t.groupId, t.slug, t.version),
  ],
)

/** The version of a group's own problem that a mock or challenge uses; null for a problem of the content. */
export type OwnWording = Readonly<{ id: string; problem: Problem }> | null

/** The columns of a left join with `groupProblems`. */
export const ownWording = { id: groupProblems.id, problem: groupProblems.problem }
