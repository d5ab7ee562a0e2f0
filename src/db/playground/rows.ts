import { getTableColumns, sql as statement } from 'drizzle-orm'
import type { WireMessage } from '../../platforms/playground/wire.ts'
import { playgroundMessages as messages, playgroundReactions as reactions } from '../schema.ts'

/** Ids are numbers of equal width, so that as text they sort in the order of the messages. */
const WIDTH = 12

function toId(id: number): string {
  return String(id).padStart(WIDTH, '0')
}

/** @returns undefined for text that can't be a message id */
export function fromId(id: string): number | undefined {
  return /^\d{12}$/u.test(id) ? Number(id) : undefined
}

const id = statement.raw('"playground_messages"."id"')

/** A message's row, its reactions in the order in which they came, and the size of its thread. */
export const messageColumns = {
  ...getTableColumns(messages),
  reactions: statement<WireMessage['reactions']>`(
    select coalesce(jsonb_agg(jsonb_build_object('emoji', emoji, 'people', people) order by first), '[]')
    from (
      select emoji, jsonb_agg(person order by change) as people, min(change) as first
      from ${reactions} where message_id = ${id} group by emoji
    ) as kinds)`,
  inThread: statement<Readonly<{ messages: number; latestAt: number | null }>>`(
    select jsonb_build_object('messages', count(*), 'latestAt', max(inside.at))
    from ${messages} as inside
    where inside.thread = ${id} and not inside.deleted and inside.only_for is null)`,
}

type MessageRow = typeof messages.$inferSelect &
  Readonly<{
    reactions: WireMessage['reactions']
    inThread: Readonly<{ messages: number; latestAt: number | null }>
  }>

export function toWire(row: MessageRow): WireMessage {
  const { key: _, title, inThread, ...rest } = row
  return {
    ...rest,
    id: toId(row.id),
    thread: row.thread === null ? null : toId(row.thread),
    opened: title === null ? null : { title, ...inThread },
  }
}
