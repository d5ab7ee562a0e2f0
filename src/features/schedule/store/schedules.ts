import { and, asc, eq, isNotNull, isNull, max, min, or } from 'drizzle-orm'
import type { ChannelRef, Language, SpaceRef, UserRef } from '#bot'
import type { DbOrTx, Tx } from '../../../db/client.ts'
import { groups, schedules } from '../../../db/schema.ts'
import type { Calendar } from '../rules/calendar.ts'

/** The part of a schedule that an organiser chooses. */
export type Plan = Readonly<{
  channel: ChannelRef
  expression: string
  /** 1: each week. */
  everyWeeks: number
  /** IANA name; null: the group's present zone. */
  timeZone: string | null
  language: Language
  deadlineDays: number
  /** Slugs; null: all. */
  problems: readonly string[] | null
  blind: boolean
}>

export type Schedule = Plan &
  Readonly<{
    id: string
    groupId: string
    /** People name a schedule by its number in the group. */
    number: number
    pinned: string | null
    calendar: Calendar
    revision: number
    changedAt: number
    changedBy: UserRef
  }>

type Row = typeof schedules.$inferSelect

function fromRow(row: Row): Schedule {
  const { platform, space, channel, state, nextAt, nextIn, lastAt, resumeAt, firstWeek, ...rest } = row
  const { expression, everyWeeks } = rest
  return {
    ...rest,
    channel: { platform, space, channel },
    calendar: { expression, everyWeeks, firstWeek, state, nextAt, zone: nextIn, lastAt, resumeAt },
  }
}

function calendarColumns({ state, nextAt, zone, lastAt, resumeAt, firstWeek }: Calendar) {
  return { state, nextAt, nextIn: zone, lastAt, resumeAt, firstWeek }
}

const present = isNull(schedules.removedAt)

/**
 * Locks the group until the transaction ends: no other transaction changes its zone or adds a schedule.
 * @returns the group's zone
 */
export async function lockGroup(tx: Tx, groupId: string): Promise<string> {
  const [row] = await tx
    .select({ timeZone: groups.timeZone })
    .from(groups)
    .where(eq(groups.id, groupId))
    .for('no key update')
  if (!row) throw new Error('the group no longer exists')
  return row.timeZone
}

/** The group's zone. For a transaction that holds a schedule's row: a change of the zone waits for that row. */
export async function zoneOf(tx: DbOrTx, groupId: string): Promise<string> {
  const [row] = await tx.select({ timeZone: groups.timeZone }).from(groups).where(eq(groups.id, groupId))
  if (!row) throw new Error('the group no longer exists')
  return row.timeZone
}

/** In a transaction that holds the group, see `lockGroup`. */
export async function insertSchedule(
  tx: Tx,
  schedule: Plan & Pick<Schedule, 'groupId' | 'calendar' | 'changedBy'>,
  at: number,
): Promise<Schedule> {
  const { channel, calendar, problems, ...rest } = schedule
  const [last] = await tx
    .select({ number: max(schedules.number) })
    .from(schedules)
    .where(eq(schedules.groupId, schedule.groupId))
  const [row] = await tx
    .insert(schedules)
    .values({
      ...rest,
      ...calendarColumns(calendar),
      platform: channel.platform,
      space: channel.space,
      channel: channel.channel,
      problems: problems && [...problems],
      number: (last?.number ?? 0) + 1,
      revision: 1,
      createdAt: at,
      changedAt: at,
    })
    .returning()
  if (!row) throw new Error('an insert returned no schedule')
  return fromRow(row)
}

export async function listSchedules(db: DbOrTx, groupId: string): Promise<readonly Schedule[]> {
  const rows = await db
    .select()
    .from(schedules)
    .where(and(eq(schedules.groupId, groupId), present))
    .orderBy(asc(schedules.number))
  return rows.map(fromRow)
}

export async function getSchedule(db: DbOrTx, id: string): Promise<Schedule | undefined> {
  const [row] = await db
    .select()
    .from(schedules)
    .where(and(eq(schedules.id, id), present))
  return row && fromRow(row)
}

export async function findSchedule(
  db: DbOrTx,
  groupId: string,
  number: number,
): Promise<Schedule | undefined> {
  const [row] = await db.select().from(schedules).where(numbered(groupId, number))
  return row && fromRow(row)
}

function numbered(groupId: string, number: number) {
  return and(eq(schedules.groupId, groupId), eq(schedules.number, number), present)
}

/** Holds the schedule's row until the transaction ends. Undefined when it was removed, or never was. */
export async function lockSchedule(
  tx: Tx,
  which: string | Readonly<{ groupId: string; number: number }>,
): Promise<Schedule | undefined> {
  const key =
    typeof which === 'string' ? and(eq(schedules.id, which), present) : numbered(which.groupId, which.number)
  const [row] = await tx.select().from(schedules).where(key).for('update')
  return row && fromRow(row)
}

/** A group's active schedules without a zone of their own. */
export async function listWithGroupZone(tx: Tx, groupId: string): Promise<readonly Pick<Schedule, 'id'>[]> {
  return tx
    .select({ id: schedules.id })
    .from(schedules)
    .where(
      and(eq(schedules.groupId, groupId), eq(schedules.state, 'active'), isNull(schedules.timeZone), present),
    )
    .orderBy(asc(schedules.number))
}

/** Holds the schedules that post in a channel, or anywhere in a space. */
export async function lockSchedulesIn(tx: Tx, within: SpaceRef | ChannelRef): Promise<readonly Schedule[]> {
  const rows = await tx
    .select()
    .from(schedules)
    .where(
      and(
        eq(schedules.platform, within.platform),
        eq(schedules.space, within.space),
        'channel' in within ? eq(schedules.channel, within.channel) : undefined,
        present,
      ),
    )
    .orderBy(asc(schedules.id))
    .for('update')
  return rows.map(fromRow)
}

/** The ids of all schedules that post, or go on by themselves. */
export async function listAwake(db: DbOrTx): Promise<readonly string[]> {
  const rows = await db
    .select({ id: schedules.id })
    .from(schedules)
    .where(and(or(eq(schedules.state, 'active'), isNotNull(schedules.resumeAt)), present))
  return rows.map(({ id }) => id)
}

type Saved = Readonly<{ calendar: Calendar; pinned: string | null }>

/** @param by absent when no person changed it */
export async function saveSchedule(
  tx: Tx,
  { id, revision }: Schedule,
  { calendar, pinned }: Saved,
  by?: Readonly<{ user: UserRef; at: number }>,
): Promise<void> {
  await tx
    .update(schedules)
    .set({
      ...calendarColumns(calendar),
      pinned,
      revision: revision + 1,
      ...(by && { changedBy: by.user, changedAt: by.at }),
    })
    .where(eq(schedules.id, id))
}

export async function removeSchedule(tx: Tx, id: string, at: number): Promise<void> {
  await tx.update(schedules).set({ removedAt: at }).where(eq(schedules.id, id))
}

/** When any of a group's schedules posts next; undefined when none will. */
export async function nextIn(db: DbOrTx, groupId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ nextAt: min(schedules.nextAt) })
    .from(schedules)
    .where(and(eq(schedules.groupId, groupId), eq(schedules.state, 'active'), present))
  return row?.nextAt ?? undefined
}

/** The number of a schedule, and the person who last changed it; also of a removed one. */
export async function ownerOf(
  db: DbOrTx,
  scheduleId: string,
): Promise<Pick<Schedule, 'number' | 'changedBy'> | undefined> {
  const { number, changedBy } = schedules
  const [row] = await db.select({ number, changedBy }).from(schedules).where(eq(schedules.id, scheduleId))
  return row
}
