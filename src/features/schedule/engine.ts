import type { UserRef } from '#bot'
import type { DbOrTx, Tx } from '../../db/client.ts'
import { type AlarmHandler, setAlarm } from '../../durable/alarms.ts'
import { MINUTE } from '../../kit/durations.ts'
import type { FeatureDeps } from '../feature.ts'
import type { ChallengeWish } from '../peers.ts'
import { problemsOf } from '../problems/offered.ts'
import { dueNow, isLate, nextWake, type Step, tick } from './rules/calendar.ts'
import { deadlineFrom, deadlineOf } from './rules/recurrence.ts'
import { nextProblem } from './rules/rotation.ts'
import { claimOccurrence, postedProblems, recordOccurrences, saveChallenge } from './store/occurrences.ts'
import {
  listAwake,
  listWithGroupZone,
  lockGroup,
  lockSchedule,
  type Schedule,
  saveSchedule,
  zoneOf,
} from './store/schedules.ts'

export type EngineDeps = Pick<FeatureDeps, 'db' | 'clock' | 'content' | 'log' | 'peers'>

type Posted = Readonly<{ problem: string; deadlineAt: number }>

/** A schedule after a change, and the challenge that the change posted. */
export type Applied = Readonly<{ schedule: Schedule; posted?: Posted }>

/** A change by a person; `pinned` where it sets or clears the pinned problem. */
export type Change = Readonly<{ by: UserRef; pinned?: string | null }>

export const ALARM = 'schedule'
/** A failed posting is tried again after this much bot time, until it succeeds. */
const RETRY_MS = 5 * MINUTE

export type Engine = Readonly<{
  /** The zone of a schedule, where need be the group's; its row is held. */
  zoneFor(tx: DbOrTx, schedule: Schedule): Promise<string>
  /** Saves a step of a schedule whose row is held, and posts the challenge that is due. */
  apply(tx: Tx, schedule: Schedule, step: Step, at: number, change?: Change): Promise<Applied>
  /** Posts outside of the recurrence, from a schedule whose row is held. */
  postNow(tx: Tx, schedule: Schedule, at: number, by: UserRef): Promise<Applied>
  /** Sets the alarm for the next occurrence, or for the end of a pause. */
  setNextAlarm(tx: Tx, schedule: Schedule): Promise<void>
  /** The problem that would be posted if nothing changed until then. */
  problemOf(db: DbOrTx, schedule: Schedule): Promise<string>
  /** This transaction changed the group's zone: the schedules that use it move when their alarms fire, at once. */
  onTimeZone(tx: Tx, groupId: string): Promise<void>
  /** Sets the alarms of all schedules, because one may have been given up after too many failures. */
  restoreAlarms(): Promise<void>
  onAlarm: AlarmHandler
}>

export function createEngine({ db, clock, content, log, peers }: EngineDeps): Engine {
  const zoneFor = async (tx: DbOrTx, schedule: Schedule) =>
    schedule.timeZone ?? (await zoneOf(tx, schedule.groupId))

  const problemOf = async (tx: DbOrTx, { groupId, problems, pinned }: Schedule) =>
    nextProblem({
      all: [...(await problemsOf({ db: tx, content }, groupId)).keys()],
      wanted: problems,
      pinned,
      history: await postedProblems(tx, groupId),
    })

  async function setNextAlarm(tx: Tx, { id, calendar }: Schedule): Promise<void> {
    const dueAt = nextWake(calendar)
    if (dueAt !== undefined) await setAlarm(tx, { kind: ALARM, key: id, dueAt })
  }

  /** @param occurrence as it is claimed; the challenge may get another `dueAt` */
  async function post(
    tx: Tx,
    schedule: Schedule,
    occurrence: Readonly<{ dueAt: number; at: number; deadlineAt: number }>,
    { dueAt, timeZone }: Pick<ChallengeWish, 'dueAt' | 'timeZone'>,
  ): Promise<Posted | undefined> {
    const { id: scheduleId, groupId, channel, language, blind } = schedule
    // Two schedules of a group that are due at once must not choose the same problem.
    await lockGroup(tx, groupId)
    const problem = await problemOf(tx, schedule)
    const claim = { ...occurrence, scheduleId, problem }
    if (!(await claimOccurrence(tx, claim))) return undefined
    const { at: postedAt, deadlineAt } = occurrence
    const what = { groupId, scheduleId, channel, problem, language, blind, timeZone }
    await saveChallenge(tx, claim, await peers.challenge.open(tx, { ...what, postedAt, deadlineAt, dueAt }))
    return { problem, deadlineAt }
  }

  async function save(
    tx: Tx,
    before: Schedule,
    { calendar, pinned }: Pick<Schedule, 'calendar' | 'pinned'>,
    change?: Readonly<{ user: UserRef; at: number }>,
  ): Promise<Schedule> {
    await saveSchedule(tx, before, { calendar, pinned }, change)
    const { changedAt, changedBy } = before
    const changed = change ? { changedAt: change.at, changedBy: change.user } : { changedAt, changedBy }
    const after = { ...before, ...changed, calendar, pinned, revision: before.revision + 1 }
    await setNextAlarm(tx, after)
    return after
  }

  async function apply(tx: Tx, before: Schedule, step: Step, at: number, change?: Change): Promise<Applied> {
    const { calendar, settled } = step
    const { id, expression, deadlineDays: days } = before
    const due = settled.find(({ outcome }) => outcome === 'posted')
    await recordOccurrences(
      tx,
      id,
      settled.filter((each) => each !== due),
      at,
    )
    let posted: Posted | undefined
    if (due) {
      const { dueAt } = due
      const { zone } = calendar
      const deadlineAt = deadlineOf({ expression, zone, dueAt, postedAt: at, days })
      // An occurrence that moved to a zone in which its time has passed is not late.
      const late = zone === before.calendar.zone && isLate(dueAt, at)
      posted = await post(tx, before, { dueAt, at, deadlineAt }, { dueAt: late ? dueAt : at, timeZone: zone })
    }
    const pinned = change?.pinned !== undefined ? change.pinned : posted ? null : before.pinned
    const schedule = await save(tx, before, { calendar, pinned }, change && { user: change.by, at })
    return { schedule, ...(posted && { posted }) }
  }

  return {
    zoneFor,
    problemOf,
    apply,
    setNextAlarm,
    async postNow(tx, before, at, by) {
      const { expression, calendar, deadlineDays: days } = before
      const deadlineAt = deadlineFrom({ expression, zone: calendar.zone, postedAt: at, days })
      const posted = await post(
        tx,
        before,
        { dueAt: dueNow(at), at, deadlineAt },
        { dueAt: at, timeZone: calendar.zone },
      )
      const pinned = posted ? null : before.pinned
      const schedule = await save(tx, before, { calendar, pinned }, { user: by, at })
      return { schedule, ...(posted && { posted }) }
    },
    async onTimeZone(tx, groupId) {
      const dueAt = clock.now()
      for (const { id } of await listWithGroupZone(tx, groupId))
        await setAlarm(tx, { kind: ALARM, key: id, dueAt })
    },
    async restoreAlarms() {
      for (const id of await listAwake(db))
        await db.transaction(async (tx) => {
          const schedule = await lockSchedule(tx, id)
          if (schedule) await setNextAlarm(tx, schedule)
        })
    },
    async onAlarm(tx, { key }, at) {
      const schedule = await lockSchedule(tx, key)
      if (!schedule || nextWake(schedule.calendar) === undefined) return
      const step = tick(schedule.calendar, await zoneFor(tx, schedule), at)
      // The alarm is stale: the schedule has moved, or the alarm came twice.
      if (step.calendar === schedule.calendar) return setNextAlarm(tx, schedule)
      try {
        await tx.transaction(async (inner) => apply(inner, schedule, step, at))
      } catch (err) {
        log.error({ err, schedule: schedule.id }, 'could not post a challenge; trying again')
        await setAlarm(tx, { kind: ALARM, key, dueAt: at + RETRY_MS })
      }
    },
  }
}
