import {
  type CommandEvent,
  type Message,
  sameUser,
  type Translate,
  UserError,
  type UserRef,
  userToken,
} from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import type { Tx } from '../../db/client.ts'
import { claimEvent } from '../../durable/inbound.ts'
import { shortened } from '../../kit/names.ts'
import { type Caller, requireOrganiser } from '../caller.ts'
import { problemsOf } from '../problems/offered.ts'
import type { ProblemLibrary } from '../problems/rules.ts'
import { date, nameOf, scheduleCard, titleOf } from './cards.ts'
import type { ScheduleDeps } from './deps.ts'
import type { Applied, Change, Engine } from './engine.ts'
import { checkChannel } from './permissions.ts'
import { pause, resume, type Step, skip, tick } from './rules/calendar.ts'
import { type Handle, handleOf, readHandle } from './rules/handle.ts'
import { nextOccurrence } from './rules/recurrence.ts'
import { lastDeadline } from './store/occurrences.ts'
import { findSchedule, lockSchedule, removeSchedule, type Schedule } from './store/schedules.ts'
import { readUntil } from './until.ts'

/** A change that an organiser asks for. */
export type ScheduleChange =
  | Readonly<{ kind: 'resume' | 'skip' | 'run' | 'remove' }>
  /** `until`: the day on which it goes on by itself, as it was typed. */
  | Readonly<{ kind: 'pause'; until?: string | undefined }>
  | Readonly<{ kind: 'pin'; problem: string }>

/** Reading a list and typing a command takes longer than this. */
const JUST_NOW_MS = 30_000

/** A schedule whose row is held, and the circumstances of its change. */
type ChangeContext = Readonly<{
  tx: Tx
  schedule: Schedule
  /** The group's problems at the time of the command. */
  library: ProblemLibrary
  zone: string
  at: number
  by: UserRef
  t: Translate
}>

type ChangeResult = Readonly<{ said: string; applied: Applied; removed?: boolean }>

/**
 * Changes a schedule; one organiser at a time.
 * @returns a private reply; undefined when the event was handled before
 * @throws UserError when the caller is no organiser, or has not seen the schedule's present revision
 */
export async function changeSchedule(
  deps: ScheduleDeps,
  event: CommandEvent,
  caller: Caller,
  typed: string,
  change: ScheduleChange,
): Promise<Message | undefined> {
  const { db, clock, engine, platforms } = deps
  requireOrganiser(caller, 'error.scheduleOrganisers')
  const { group, user, t } = caller
  const handle = readHandle(typed)
  if (!handle) throw new UserError('error.noSchedule', { typed: shortened(typed.trim()) })
  const library = { problems: await problemsOf(deps, group.id) }
  const wanted =
    change.kind === 'pin' ? { ...change, problem: chosenProblem(library, change.problem, t) } : change
  const before = await findSchedule(db, group.id, handle.number)
  // Checked before the transaction, which must not wait for a chat service. A schedule's channel never changes.
  if (before && (change.kind === 'run' || change.kind === 'resume'))
    await checkChannel(platforms, before.channel, t)
  return db.transaction(async (tx) => {
    if (!(await claimEvent(tx, user.platform, event.id))) return undefined
    const schedule = await lockSchedule(tx, { groupId: group.id, number: handle.number })
    if (!schedule) throw new UserError('error.noSchedule', { typed: handleOf(handle.number) })
    const at = clock.now()
    checkSeen(schedule, handle, user, at)
    const zone = await engine.zoneFor(tx, schedule)
    const { said, applied, removed } = await act(
      deps.engine,
      { tx, schedule, library, zone, at, by: user, t },
      wanted,
    )
    const { posted } = applied
    const also =
      posted && change.kind !== 'run'
        ? t('schedule.alsoPosted', wordsOf(library, applied, posted))
        : undefined
    const sentences = [said, also].filter((sentence) => sentence !== undefined)
    if (removed) return { summary: said, blocks: [{ type: 'text', text: sentences.join(' ') }] }
    const problem = await engine.problemOf(tx, applied.schedule)
    return scheduleCard(t, library, { schedule: applied.schedule, problem }, sentences)
  })
}

/** @throws UserError when somebody else has changed it since the caller looked, or may have */
function checkSeen(schedule: Schedule, { revision }: Handle, user: UserRef, at: number): void {
  if (revision === schedule.revision) return
  const name = { handle: handleOf(schedule.number), who: userToken(schedule.changedBy) }
  if (revision !== undefined) throw new UserError('error.scheduleChanged', name)
  // Without a revision it is unknown which version the caller saw.
  if (at - schedule.changedAt < JUST_NOW_MS && !sameUser(schedule.changedBy, user))
    throw new UserError('error.scheduleJustChanged', name)
}

async function act(engine: Engine, context: ChangeContext, change: ScheduleChange): Promise<ChangeResult> {
  const { tx, schedule, library, zone, at, by, t } = context
  const { calendar } = schedule
  const name = nameOf(t, schedule)
  const apply = (step: Step, also: Omit<Change, 'by'> = {}) =>
    engine.apply(tx, schedule, step, at, { ...also, by })
  const next = ({ schedule: after }: Applied) => date(after.calendar.nextAt)
  switch (change.kind) {
    case 'pause': {
      const until = change.until === undefined ? null : readUntil(change.until, zone, at)
      if (calendar.state === 'paused' && calendar.resumeAt === until)
        throw new UserError('error.schedulePaused', { handle: handleOf(schedule.number) })
      const applied = await apply(pause(calendar, zone, at, until))
      if (until === null) return { applied, said: t('schedule.didPause', { name }) }
      // Occurrences in the pause are left out, so the next post is the first one after it.
      const next = nextOccurrence(applied.schedule.calendar, zone, until - 1)
      return { applied, said: t('schedule.didPauseUntil', { name, until: date(until), next: date(next) }) }
    }
    case 'resume': {
      if (calendar.state === 'active')
        throw new UserError('error.scheduleActive', { handle: handleOf(schedule.number) })
      const applied = await apply(resume(calendar, zone, at))
      return { applied, said: t('schedule.didResume', { name, next: next(applied) }) }
    }
    case 'skip': {
      if (calendar.state === 'paused')
        throw new UserError('error.schedulePaused', { handle: handleOf(schedule.number) })
      const step = skip(calendar, zone, at)
      const applied = await apply(step)
      const skipped = date(step.settled.at(-1)?.dueAt ?? at)
      return { applied, said: t('schedule.didSkip', { name, skipped, next: next(applied) }) }
    }
    case 'pin': {
      const applied = await apply(tick(calendar, zone, at), { pinned: change.problem })
      const problem = titleOf(library, schedule, change.problem)
      return { applied, said: t('schedule.didPin', { name, problem }) }
    }
    case 'run': {
      // An occurrence that is due is posted before an extra one.
      const settled = await apply(tick(calendar, zone, at))
      const applied = settled.posted ? settled : await engine.postNow(tx, settled.schedule, at, by)
      if (!applied.posted) throw new UserError('error.scheduleRan', { handle: handleOf(schedule.number) })
      const words = wordsOf(library, applied, applied.posted)
      const said =
        calendar.state === 'paused'
          ? t('schedule.didRunPaused', words)
          : t('schedule.didRun', { ...words, next: next(applied) })
      return { applied, said }
    }
    case 'remove': {
      const applied = await apply(tick(calendar, zone, at))
      await removeSchedule(tx, schedule.id, at)
      const deadline = await lastDeadline(tx, schedule.id)
      const runs = deadline !== undefined && deadline > at
      const said = runs
        ? t('schedule.didRemoveRunning', { name, deadline: date(deadline) })
        : t('schedule.didRemove', { name })
      return { applied, said, removed: true }
    }
    default:
      return change satisfies never
  }
}

function wordsOf(library: ProblemLibrary, { schedule }: Applied, posted: NonNullable<Applied['posted']>) {
  return { problem: titleOf(library, schedule, posted.problem), deadline: date(posted.deadlineAt) }
}
