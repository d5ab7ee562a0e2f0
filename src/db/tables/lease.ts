import { bigint, boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import type { PlatformName } from '#bot'

/** Which replica holds a platform's inbound connection. */
export const leases = pgTable('leases', {
  platform: text().$type<PlatformName>().primaryKey(),
  /** The holder's session, see durable/session.ts. */
  holder: text().notNull(),
  /** Goes up with every change of hands, so that a former holder can't renew. */
  token: bigint({ mode: 'number' }).notNull(),
  /** Real time. */
  expiresAt: timestamp('expires_at', { withTimezone: true, mode: 'date' }).notNull(),
  /** What the holder learnt of the platform: whether it shows messages' content. Null: not known yet. */
  readsMessages: boolean('reads_messages'),
})
