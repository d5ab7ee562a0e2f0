import type { UserRef } from '#bot'
import type { DbOrTx, Tx } from '../../db/client.ts'
import { type AlarmHandler, setAlarm } from '../../durable/alarms.ts'
import type { FeatureDeps } from '../feature.ts'
import type { ChallengeWish } from '../peers.ts'
import { problemsOf } from '../problems/library.ts'
import { claimOccurrence, postedProblems, recordOccurrences, saveChallenge } from './occurrences/store.ts'
import { dueNow, isLate, nextProblem, type Step, tick } from './rules/calendar.ts'
import { deadlineFrom, deadlineOf } from './rules/recurrence.ts'
import {
  listActive,
  listFollowing,
  lockGroup,
  lockSchedule,
  type Schedule,
  saveSchedule,
  zoneOf,
} from './store.ts'

export type EngineDeps = Pick<FeatureDeps, 'db' | 'clock' | 'content' | 'log' | 'peers'>

type Posted = Readonly<{ problem: string; deadlineAt: number }>

/** A schedule after a change, and what the change posted. */
export type Applied = Readonly<{ schedule: Schedule; posted?: Posted }>

/** Who changes a schedule by hand, and what besides its calendar. */
export type Change = Readonly<{ by: UserRef; pinned?: string | null }>

export const ALARM = 'schedule'
/** What could not be posted is tried again after so much bot time, until it succeeds. */
const RETRY_MS = 5 * 60_000

export type Engine = Readonly<{
  /** The zone in which a schedule is from now on; its row is held. */
  zoneFor(tx: DbOrTx, schedule: Schedule): Promise<string>
  /** Saves what the rules decided about a schedule whose row is held, and posts what is due. */
  apply(tx: Tx, schedule: Schedule, step: Step, at: number, change?: Change): Promise<Applied>
  /** Posts outside of the recurrence, from a schedule whose row is held. */
  postNow(tx: Tx, schedule: Schedule, at: number, by: UserRef): Promise<Applied>
  wake(tx: Tx, schedule: Schedule): Promise<void>
  /** The problem that would be posted if nothing changed until then. */
  problemOf(db: DbOrTx, schedule: Schedule): Promise<string>
  /** The group's zone was changed in this transaction: what follows it moves along when the alarms ring, at once. */
  follow(tx: Tx, groupId: string): Promise<void>
  /** Sets the alarms of all schedules anew: one that failed too often, or was lost, is no reason to fall silent. */
  tidy(): Promise<void>
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

  async function wake(tx: Tx, { id, calendar }: Schedule): Promise<void> {
    if (calendar.state === 'active') await setAlarm(tx, { kind: ALARM, key: id, dueAt: calendar.nextAt })
  }

  /** @param occurrence as it is claimed; the challenge may be told of another `dueAt` */
  async function post(
    tx: Tx,
    schedule: Schedule,
    occurrence: Readonly<{ dueAt: number; at: number; deadlineAt: number }>,
    { dueAt, timeZone }: Pick<ChallengeWish, 'dueAt' | 'timeZone'>,
  ): Promise<Posted | undefined> {
    const { id: scheduleId, groupId, channel, language, blind } = schedule
    // Two of a group's schedules that are due at once must not choose the same problem.
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
    await wake(tx, after)
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
      // What was moved to another zone, where its time has passed, is not late.
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
    wake,
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
    async follow(tx, groupId) {
      const dueAt = clock.now()
      for (const { id } of await listFollowing(tx, groupId))
        await setAlarm(tx, { kind: ALARM, key: id, dueAt })
    },
    async tidy() {
      for (const id of await listActive(db))
        await db.transaction(async (tx) => {
          const schedule = await lockSchedule(tx, id)
          if (schedule) await wake(tx, schedule)
        })
    },
    async onAlarm(tx, { key }, at) {
      const schedule = await lockSchedule(tx, key)
      if (schedule?.calendar.state !== 'active') return
      const step = tick(schedule.calendar, await zoneFor(tx, schedule), at)
      // The alarm of a time that was given up, or one that came twice.
      if (step.calendar === schedule.calendar) return wake(tx, schedule)
      try {
        await tx.transaction(async (inner) => apply(inner, schedule, step, at))
      } catch (err) {
        log.error({ err, schedule: schedule.id }, 'a challenge could not be posted; trying again')
        await setAlarm(tx, { kind: ALARM, key, dueAt: at + RETRY_MS })
      }
    },
  }
}
