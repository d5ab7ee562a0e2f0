import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import type { WireBlock, WireFile, WireMessage } from '../../platforms/playground/wire.ts'
import { bytea, jsonColumn, realTime, writtenText } from '../columns.ts'

/** Numbers of changes and ids of messages, taken under a lock so that they have the order of the commits. */
export const playgroundChanges = pgSequence('playground_changes')

export const playgroundPeople = pgTable('playground_people', {
  id: text().primaryKey(),
  name: writtenText().notNull(),
  admin: boolean().notNull(),
})

/** The messages of people and the bot in the playground's channels and threads. */
export const playgroundMessages = pgTable(
  'playground_messages',
  {
    id: bigint({ mode: 'number' }).primaryKey(),
    /** The number of its latest change. */
    change: bigint({ mode: 'number' }).notNull(),
    /** Makes a repeated post harmless; null for messages that are never repeated. */
    key: text().unique('playground_messages_key'),
    channel: text().notNull(),
    /** The first message of its thread. */
    thread: bigint({ mode: 'number' }).references((): AnyPgColumn => playgroundMessages.id),
    /** Null: the bot. */
    author: text().references(() => playgroundPeople.id),
    /** Real time, milliseconds. */
    at: bigint({ mode: 'number' }).notNull(),
    editedAt: bigint('edited_at', { mode: 'number' }),
    deleted: boolean().notNull().default(false),
    /** Null: everybody sees it. */
    onlyFor: text('only_for'),
    pings: jsonColumn<readonly string[]>('pings').notNull(),
    summary: writtenText().notNull(),
    tone: text().$type<NonNullable<WireMessage['tone']>>(),
    blocks: jsonColumn<readonly WireBlock[]>('blocks').notNull(),
    files: jsonColumn<readonly WireFile[]>('files').notNull(),
    /** The title of its thread; null: it has none. */
    title: writtenText(),
  },
  (t) => [
    index('playground_messages_changes').on(t.change),
    index('playground_messages_of_channel').on(t.channel, t.id).where(sql`${t.thread} is null`),
    index('playground_messages_of_thread').on(t.thread, t.id).where(sql`${t.thread} is not null`),
  ],
)

export const playgroundReactions = pgTable(
  'playground_reactions',
  {
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => playgroundMessages.id, { onDelete: 'cascade' }),
    emoji: text().notNull(),
    /** A person's id, or `bot`. */
    person: text().notNull(),
    /** The change that added it, which gives the order in which reactions are shown. */
    change: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.emoji, t.person] })],
)

export const playgroundFiles = pgTable(
  'playground_files',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** The person who uploaded it; null: the bot. */
    owner: text(),
    /** Null: not posted yet. */
    messageId: bigint('message_id', { mode: 'number' }).references(() => playgroundMessages.id, {
      onDelete: 'cascade',
    }),
    name: writtenText().notNull(),
    mediaType: text('media_type').notNull(),
    bytes: bytea().notNull(),
    createdAt: realTime('created_at').notNull().defaultNow(),
  },
  (t) => [index('playground_files_of').on(t.messageId)],
)
