import { bigint, boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { PlatformName } from '#bot'

/** The replica that holds a platform's inbound connection. */
export const leases = pgTable('leases', {
  platform: text().$type<PlatformName>().primaryKey(),
  /** The holder's session, see durable/lease/session.ts. */
  holder: text().notNull(),
  /** Increases with every new holder, so that a former one can't renew. */
  token: bigint({ mode: 'number' }).notNull(),
  /** Real time. */
  expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
  /** Whether the holder can read the content of messages; null: not known yet. */
  readsMessages: boolean('reads_messages'),
})
