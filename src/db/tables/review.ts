import { sql } from 'drizzle-orm'
import { check, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { botTime, platformName, writtenText } from '../columns.ts'
import { answers } from './answer.ts'

const voter = {
  answerId: uuid('answer_id')
    .notNull()
    .references(() => answers.id, { onDelete: 'cascade' }),
  platform: platformName().notNull(),
  space: text().notNull(),
  voter: text().notNull(),
}

export const votes = pgTable(
  'votes',
  {
    ...voter,
    criterion: text().notNull(),
    source: text({ enum: ['reaction', 'form'] }).notNull(),
    level: integer().notNull(),
    /** Bot time, milliseconds. */
    at: botTime('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.answerId, t.platform, t.space, t.voter, t.criterion, t.source] }),
    check('votes_level', sql`level between 1 and 4`),
  ],
)

/** The rubric forms that voters have filled in, with their comments. */
export const reviews = pgTable(
  'reviews',
  {
    ...voter,
    comment: writtenText().notNull(),
    at: botTime('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.answerId, t.platform, t.space, t.voter] })],
)
