import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or } from 'drizzle-orm'
import type { Viewer } from '../../platforms/playground/channels.ts'
import type { PlaygroundStorage } from '../../platforms/playground/storage.ts'
import type { WireMessage, WirePlace } from '../../platforms/playground/wire.ts'
import type { Db, DbOrTx } from '../client.ts'
import { playgroundMessages as messages } from '../schema.ts'
import { fromId, messageColumns, toWire } from './rows.ts'

export function reading(
  db: Db,
): Pick<PlaygroundStorage, 'find' | 'written' | 'page' | 'changes' | 'latestChange'> {
  return {
    async find(text) {
      const id = fromId(text)
      return id === undefined ? undefined : read(db, id)
    },
    async written(place) {
      const thread = fromId(place.thread ?? '')
      if (thread === undefined || !(await threadIn(db, thread, place.channel))) return undefined
      const rows = await db
        .select(messageColumns)
        .from(messages)
        .where(and(eq(messages.thread, thread), isNotNull(messages.author), eq(messages.deleted, false)))
        .orderBy(asc(messages.id))
      return rows.map(toWire)
    },
    async page(viewer, place, before, limit) {
      const rows = await db
        .select(messageColumns)
        .from(messages)
        .where(
          and(
            isIn(place),
            visibleTo(viewer),
            before === null ? undefined : lt(messages.id, fromId(before) ?? 0),
          ),
        )
        .orderBy(desc(messages.id))
        .limit(limit)
      return rows.reverse().map(toWire)
    },
    async changes(since, limit, viewer) {
      const rows = await db
        .select(messageColumns)
        .from(messages)
        .where(and(gt(messages.change, since), viewer && visibleTo(viewer)))
        .orderBy(asc(messages.change))
        .limit(limit)
      return rows.map(toWire)
    },
    async latestChange() {
      const [row] = await db
        .select({ change: messages.change })
        .from(messages)
        .orderBy(desc(messages.change))
        .limit(1)
      return row?.change ?? 0
    },
  }
}

export async function read(db: DbOrTx, id: number): Promise<WireMessage | undefined> {
  const [row] = await db.select(messageColumns).from(messages).where(eq(messages.id, id))
  return row && toWire(row)
}

/** Whether this message of this channel has a thread. */
export async function threadIn(db: DbOrTx, id: number, channel: string): Promise<boolean> {
  const found = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.id, id), eq(messages.channel, channel), isNotNull(messages.title)))
  return found.length > 0
}

function isIn({ channel, thread }: WirePlace) {
  return and(
    eq(messages.channel, channel),
    thread === null ? isNull(messages.thread) : eq(messages.thread, fromId(thread) ?? 0),
  )
}

function visibleTo({ person, channels }: Viewer) {
  return and(
    inArray(messages.channel, [...channels]),
    or(isNull(messages.onlyFor), eq(messages.onlyFor, person)),
  )
}
