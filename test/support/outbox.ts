import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { ChannelRef, Message, PlatformName } from '#bot'
import type { Db } from '../../src/db/client.ts'
import { deliveries, messageSlots } from '../../src/db/schema.ts'
import {
  type DeliveriesOptions,
  type Delivery,
  enqueue,
  startDeliveries,
} from '../../src/durable/outbox/index.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { NO_PICTURES } from './no-pictures.ts'
import type { Call, ScriptedPlatform } from './scripted-platform.ts'

export const channel: ChannelRef = { platform: 'playground', space: 's', channel: 'c' }

export const text = (summary: string): Message => ({ summary, blocks: [{ type: 'text', text: summary }] })

export const post = (summary: string, slot?: string): Delivery => ({
  kind: 'post',
  to: { channel },
  message: text(summary),
  ...(slot === undefined ? {} : { slot }),
})

export const edit = (slot: string, summary: string): Delivery => ({
  kind: 'edit',
  slot,
  message: text(summary),
})

/** The calls' messages, in order. */
export const said = (calls: readonly Call[]) =>
  calls.map((call) => ('message' in call ? call.message.summary : call.kind))

export type Outbox = Readonly<{
  db(): Db
  database(): TestDatabase
  /** Enqueues all in one transaction. */
  put(stream: string, ...several: Delivery[]): Promise<void>
  /** Sends until the test ends. */
  start(platform: ScriptedPlatform, options?: Partial<DeliveriesOptions>): { stop(): Promise<void> }
  rows(): Promise<(typeof deliveries.$inferSelect)[]>
  empty(): Promise<boolean>
}>

/** An outbox on a database of this test file, empty before each test. */
export function outboxForTests(): Outbox {
  let database: TestDatabase
  let stops: (() => Promise<void>)[]

  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await database.db.delete(deliveries)
    await database.db.delete(messageSlots)
    stops = []
  })
  afterEach(async () => {
    for (const stop of stops) await stop()
  })

  const rows = () => database.db.select().from(deliveries).orderBy(deliveries.id)
  return {
    db: () => database.db,
    database: () => database,
    put: (stream, ...several) =>
      database.db.transaction(async (tx) => {
        for (const delivery of several) await enqueue(tx, stream, 'playground', delivery)
      }),
    start: (platform, options) => {
      const { db, listen } = database
      const platforms = new Map<PlatformName, ScriptedPlatform>([[platform.name, platform]])
      const log = pino({ level: 'silent' })
      const running = startDeliveries({
        db,
        listen,
        platforms,
        log,
        retryMs: 20,
        renderer: NO_PICTURES,
        ...options,
      })
      stops.push(() => running.stop())
      return running
    },
    rows,
    empty: async () => (await rows()).length === 0,
  }
}
