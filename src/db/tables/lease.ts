import { bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core'
import { platformName, realTime } from '../columns.ts'

/** The replica that holds a platform's inbound connection. */
export const leases = pgTable('leases', {
  platform: platformName().primaryKey(),
  /** The holder's session, see durable/lease/session.ts. */
  holder: text().notNull(),
  /** Increases with every new holder, so that a former one can't renew. */
  token: bigint({ mode: 'number' }).notNull(),
  /** Real time. */
  expiresAt: realTime('expires_at').notNull(),
  /** Whether the holder can read the content of messages; null: not known yet. */
  readsMessages: boolean('reads_messages'),
})
