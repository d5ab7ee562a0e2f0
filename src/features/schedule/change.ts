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
import { type Caller, requireOrganiser } from '../caller.ts'
import { type Library, problemsOf } from '../problems/library.ts'
import { checkChannel, ORGANISERS_ONLY } from './access.ts'
import { date, nameOf, scheduleCard, titleOf } from './cards.ts'
import type { FlowDeps } from './deps.ts'
import type { Applied, Change, Engine } from './engine.ts'
import { lastDeadline } from './occurrences/store.ts'
import { pause, resume, type Step, skip, tick } from './rules/calendar.ts'
import { handleOf } from './rules/names.ts'
import { findSchedule, lockSchedule, removeSchedule, type Schedule } from './store.ts'
import { type Handle, readHandle } from './wish.ts'

/** What an organiser wants of a schedule. */
export type Wish =
  | Readonly<{ kind: 'pause' | 'resume' | 'skip' | 'run' | 'remove' }>
  | Readonly<{ kind: 'pin'; problem: string }>

/** Nobody reads a list and types a command in less. */
const JUST_NOW_MS = 30_000

/** A schedule whose row is held, and who wants what of it in which zone and when. */
type Case = Readonly<{
  tx: Tx
  schedule: Schedule
  /** As it was when they asked. */
  library: Library
  zone: string
  at: number
  by: UserRef
  t: Translate
}>

/** What came of it; without `schedule` it is no more. */
type Done = Readonly<{ said: string; applied: Applied; removed?: boolean }>

/**
 * Changes a schedule; one organiser at a time.
 * @returns what they alone are told; undefined when the event was handled before
 * @throws UserError when they are no organiser, there is no such schedule, or it is another than they have seen
 */
export async function changeSchedule(
  deps: FlowDeps,
  event: CommandEvent,
  caller: Caller,
  typed: string,
  wish: Wish,
): Promise<Message | undefined> {
  const { db, clock, engine, platforms } = deps
  requireOrganiser(caller, ORGANISERS_ONLY)
  const { group, user, t } = caller
  const handle = readHandle(typed)
  const library = { problems: await problemsOf(deps, group.id) }
  const wanted = wish.kind === 'pin' ? { ...wish, problem: chosenProblem(library, wish.problem, t) } : wish
  const before = await findSchedule(db, group.id, handle.number)
  // Before the transaction, which must not wait for a chat service; a schedule keeps its channel.
  if (before && (wish.kind === 'run' || wish.kind === 'resume'))
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
      posted && wish.kind !== 'run' ? t('schedule.alsoPosted', wordsOf(library, applied, posted)) : undefined
    const sentences = [said, also].filter((sentence) => sentence !== undefined)
    if (removed) return { summary: said, blocks: [{ type: 'text', text: sentences.join(' ') }] }
    const problem = await engine.problemOf(tx, applied.schedule)
    return scheduleCard(t, library, { schedule: applied.schedule, problem }, sentences)
  })
}

/** @throws UserError when somebody else changed it after they looked, or may have */
function checkSeen(schedule: Schedule, { revision }: Handle, user: UserRef, at: number): void {
  if (revision === schedule.revision) return
  const name = { handle: handleOf(schedule.number), who: userToken(schedule.changedBy) }
  if (revision !== undefined) throw new UserError('error.scheduleChanged', name)
  // Typed without a revision: nobody can tell what they saw.
  if (at - schedule.changedAt < JUST_NOW_MS && !sameUser(schedule.changedBy, user))
    throw new UserError('error.scheduleJustChanged', name)
}

async function act(engine: Engine, one: Case, wish: Wish): Promise<Done> {
  const { tx, schedule, library, zone, at, by, t } = one
  const { calendar } = schedule
  const name = nameOf(t, schedule)
  const apply = (step: Step, change: Omit<Change, 'by'> = {}) =>
    engine.apply(tx, schedule, step, at, { ...change, by })
  const next = ({ schedule: after }: Applied) => date(after.calendar.nextAt)
  switch (wish.kind) {
    case 'pause': {
      if (calendar.state === 'paused')
        throw new UserError('error.schedulePaused', { handle: handleOf(schedule.number) })
      return { applied: await apply(pause(calendar, zone, at)), said: t('schedule.didPause', { name }) }
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
      const applied = await apply(tick(calendar, zone, at), { pinned: wish.problem })
      const problem = titleOf(library, schedule, wish.problem)
      return { applied, said: t('schedule.didPin', { name, problem }) }
    }
    case 'run': {
      // What is due first is posted first.
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
      return wish satisfies never
  }
}

function wordsOf(library: Library, { schedule }: Applied, posted: NonNullable<Applied['posted']>) {
  return { problem: titleOf(library, schedule, posted.problem), deadline: date(posted.deadlineAt) }
}
