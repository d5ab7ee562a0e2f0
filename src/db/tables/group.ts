import { integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES } from '#bot'
import { platformName } from '../columns.ts'

/** A study group and its settings. */
export const groups = pgTable('groups', {
  id: uuid().primaryKey().defaultRandom(),
  language: text({ enum: LANGUAGES }).notNull(),
  /** IANA name. */
  timeZone: text('time_zone').notNull(),
  defaultMinutes: integer('default_minutes').notNull(),
})

/** The spaces of groups: a space belongs to one group, a group may have several spaces. */
export const spaces = pgTable(
  'spaces',
  {
    platform: platformName().notNull(),
    space: text().notNull(),
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.platform, t.space] })],
)

/** Members who were made organisers, besides those who manage the space. */
export const organisers = pgTable(
  'organisers',
  {
    groupId: uuid('group_id')
      .notNull()
      .references(() => groups.id, { onDelete: 'cascade' }),
    platform: platformName().notNull(),
    space: text().notNull(),
    user: text('user_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.groupId, t.platform, t.space, t.user] })],
)
