import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Form, FormValues } from '#bot'
import type { StoredDelivery } from '../../durable/outbox/delivery.ts'
import { botTime, jsonColumn, platformName, realTime } from '../columns.ts'

/** One row: the same moment in bot time and real time. */
export const clockAnchor = pgTable(
  'clock_anchor',
  {
    id: integer().primaryKey().default(1),
    realMs: bigint('real_ms', { mode: 'number' }).notNull(),
    botMs: botTime('bot_ms').notNull(),
    speed: doublePrecision().notNull(),
  },
  (t) => [
    check('clock_anchor_is_one_row', sql`${t.id} = 1`),
    check('clock_anchor_speed_is_positive', sql`${t.speed} > 0`),
  ],
)

/** Alarms in bot time. A row is deleted when its handler has run. */
export const alarms = pgTable(
  'alarms',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().notNull(),
    key: text().notNull(),
    dueAt: botTime('due_at').notNull(),
    /** Unused since 0.1.0. The column stays while that version may still run beside this one, and writes it. */
    payload: jsonColumn<unknown>('payload').notNull().default({}),
    attempts: integer().notNull().default(0),
    /** Real time until which a failed handler waits. */
    notBefore: realTime('not_before'),
    /** Failed too often; kept for the operator. */
    dead: boolean().notNull().default(false),
    error: text(),
  },
  (t) => [
    uniqueIndex('alarms_live').on(t.kind, t.key, t.dueAt, t.payload).where(sql`not ${t.dead}`),
    index('alarms_due').on(t.dueAt, t.id).where(sql`not ${t.dead}`),
  ],
)

/** The outbox. The id gives the order within a stream. A row is deleted when it was sent. */
export const deliveries = pgTable(
  'deliveries',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    stream: text().notNull(),
    platform: platformName().notNull(),
    kind: text().$type<StoredDelivery['kind']>().notNull(),
    /** The slot that an edit, put or removal changes, so that a newer one can replace an unsent one. */
    slot: text(),
    payload: jsonColumn<StoredDelivery>('payload').notNull(),
    state: text().$type<'pending' | 'dead'>().notNull().default('pending'),
    /** How often it was claimed; also the fencing token of the latest claim. */
    attempts: integer().notNull().default(0),
    /** How many of the attempts ended because the platform asked to wait, which is no failure. */
    waits: integer().notNull().default(0),
    /** Real time before which it must not be sent. */
    notBefore: realTime('not_before'),
    /** Real time until which a worker may be sending it. */
    leasedUntil: realTime('leased_until'),
    /** The session of that worker, see durable/lease/session.ts. */
    leasedBy: text('leased_by'),
    createdAt: realTime('created_at').notNull().defaultNow(),
    error: text(),
  },
  (t) => [
    check('deliveries_state', sql`${t.state} in ('pending', 'dead')`),
    index('deliveries_pending').on(t.stream, t.id).where(sql`${t.state} = 'pending'`),
  ],
)

/** A stream's messages and threads, by the names (slots) that the feature gave them. */
export const messageSlots = pgTable(
  'places',
  {
    stream: text().notNull(),
    slot: text().notNull(),
    platform: platformName().notNull(),
    space: text().notNull(),
    channel: text().notNull(),
    thread: text(),
    /** Null for a thread. */
    message: text(),
  },
  (t) => [
    primaryKey({ columns: [t.stream, t.slot] }),
    index('places_thread').on(t.platform, t.thread).where(sql`${t.message} is null`),
    index('places_message').on(t.platform, t.message).where(sql`${t.message} is not null`),
  ],
)

/** Handled inbound events, kept as long as a platform may deliver them again. */
export const inboundEvents = pgTable(
  'inbound_events',
  {
    platform: platformName().notNull(),
    event: text().notNull(),
    receivedAt: realTime('received_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.event] }), index('inbound_events_age').on(t.receivedAt)],
)

/** Events that could not be handled; one that was set aside is not tried again. */
export const eventFailures = pgTable(
  'event_failures',
  {
    platform: platformName().notNull(),
    event: text().notNull(),
    attempts: integer().notNull(),
    failedAt: realTime('failed_at').notNull().defaultNow(),
    setAsideAt: realTime('set_aside_at'),
  },
  (t) => [primaryKey({ columns: [t.platform, t.event] }), index('event_failures_age').on(t.failedAt)],
)

/** Long forms that are not submitted yet. */
export const formDrafts = pgTable(
  'form_drafts',
  {
    platform: platformName().notNull(),
    space: text().notNull(),
    person: text().notNull(),
    formId: text('form_id').notNull(),
    form: jsonColumn<Form>('form').notNull(),
    values: jsonColumn<FormValues>('values').notNull(),
    updatedAt: realTime('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.platform, t.space, t.person, t.formId] })],
)
