import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { UserRef } from '#bot'
import type { Problem } from '../../content/schema.ts'
import { botTime, jsonColumn } from '../columns.ts'
import { writtenText } from '../written-text.ts'
import { groups } from './group.ts'

/**
 * Problems of a group's own. A row is one wording and never changes: what is played keeps the wording with
 * which it began, and rows go only with their group.
 */
export const groupProblems = pgTable(
  'group_problems',
  {
    id: uuid().primaryKey().defaultRandom(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    slug: text().notNull(),
    /** Counts the wordings under this slug, from 1. */
    version: integer().notNull(),
    /** Of the text. */
    language: text({ enum: ['en', 'zh'] }).notNull(),
    /** The file as it was handed in. */
    source: writtenText().notNull(),
    /** What was read from it, checked. */
    problem: jsonColumn<Problem>('problem').notNull(),
    createdAt: botTime('created_at').notNull(),
    createdBy: jsonColumn<UserRef>('created_by').notNull(),
    /** Since when it is offered no more: it was removed, or a newer wording took its place. */
    removedAt: botTime('removed_at'),
  },
  (t) => [
    uniqueIndex('group_problems_standing').on(t.groupId, t.slug).where(sql`removed_at is null`),
    index('group_problems_versions').on(t.groupId, t.slug, t.version),
  ],
)

/** What a mock or a challenge keeps of a group's own problem; null where it is one of the content's. */
export type OwnWording = Readonly<{ id: string; problem: Problem }> | null

/** What a left join with `groupProblems` finds. */
export const ownWording = { id: groupProblems.id, problem: groupProblems.problem }
