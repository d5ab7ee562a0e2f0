import { bigint, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { LANGUAGES } from '#bot'
import type { StoredDiagrams } from '../../features/answers/rules.ts'
import { botTime, bytea, jsonColumn, platformName, writtenText } from '../columns.ts'
import { groups } from './group.ts'
import { mocks } from './mock.ts'

/** The work of a candidate, in parts by stage. */
export const answers = pgTable('answers', {
  id: uuid().primaryKey().defaultRandom(),
  groupId: uuid('group_id')
    .notNull()
    .references(() => groups.id, { onDelete: 'cascade' }),
  mockId: uuid('mock_id')
    .unique()
    .references(() => mocks.id, { onDelete: 'cascade' }),
  problem: text().notNull(),
  language: text({ enum: LANGUAGES }).notNull(),
  platform: platformName().notNull(),
  space: text().notNull(),
  author: text().notNull(),
  /** Bot time at which its votes were unsealed; null while sealed. */
  revealedAt: botTime('revealed_at'),
})

/** One message, or one form, of an answer. */
export const answerParts = pgTable(
  'answer_parts',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    answerId: uuid('answer_id')
      .notNull()
      .references(() => answers.id, { onDelete: 'cascade' }),
    /** Index of the stage that was open when it was written. */
    stage: integer().notNull(),
    /** Index of the stage that its author chose for it; null: none. */
    filedStage: integer('filed_stage'),
    source: text({ enum: ['message', 'form'] }).notNull(),
    /** The platform's id of the message; for a part from a form, `form:<stage>`. */
    sourceId: text('source_id').notNull(),
    text: writtenText().notNull(),
    /** The diagrams in the text; null: a version that did not know the column wrote it. */
    diagrams: jsonColumn<StoredDiagrams>('diagrams'),
    /** Real time of the edit on the platform, so that a late edit never overwrites a newer one. */
    editedAt: bigint('edited_at', { mode: 'number' }).notNull(),
    deletedAt: botTime('deleted_at'),
  },
  (t) => [unique('answer_parts_source').on(t.answerId, t.source, t.sourceId)],
)

/** A file that came with a part. Bytes are stored of pictures only. */
export const answerFiles = pgTable(
  'whiteboards',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    partId: bigint('part_id', { mode: 'number' })
      .notNull()
      .references(() => answerParts.id, { onDelete: 'cascade' }),
    /** The platform's id of the file. */
    fileId: text('file_id').notNull(),
    name: writtenText().notNull(),
    mediaType: text('media_type').notNull(),
    bytes: bytea().notNull(),
  },
  (t) => [unique('whiteboards_file').on(t.partId, t.fileId), index('whiteboards_of').on(t.partId)],
)
