import { MINUTE } from '../../../kit/durations.ts'
import { firstWeekOf, isInWeek, movedOccurrence, nextOccurrence, type Recurrence } from './recurrence.ts'

/** A later posting tells people that it is late. */
const LATE_MS = 5 * MINUTE

/** The state of a schedule in time. `nextAt` is the first occurrence that is not settled, also while it is paused. */
export type Calendar = Recurrence &
  Readonly<{
    state: 'active' | 'paused'
    nextAt: number
    /** IANA name of the zone in which `nextAt` was computed. */
    zone: string
    /** The latest settled occurrence. */
    lastAt: number | null
    /** When a paused one goes on by itself; null for one that waits for somebody. */
    resumeAt: number | null
  }>

/** The outcome of an occurrence: posted, skipped by an organiser, or missed while the bot was away. */
export type Settled = Readonly<{ dueAt: number; outcome: 'posted' | 'skipped' | 'missed' }>

/** `settled` is in order; at most one is posted, the last. */
export type Step = Readonly<{ calendar: Calendar; settled: readonly Settled[] }>

export function newCalendar(
  { expression, everyWeeks }: Pick<Recurrence, 'expression' | 'everyWeeks'>,
  zone: string,
  at: number,
): Calendar {
  const nextAt = nextOccurrence({ expression, everyWeeks: 1, firstWeek: null }, zone, at)
  const firstWeek = everyWeeks === 1 ? null : firstWeekOf(expression, zone, nextAt)
  return { expression, everyWeeks, firstWeek, zone, state: 'active', nextAt, lastAt: null, resumeAt: null }
}

/**
 * Settles the occurrences that are due. Only the latest is posted, because nobody wants a month of problems at once.
 * While a schedule is paused, they are skipped.
 * @param zone the schedule's zone from now on. The next occurrence keeps its local day and time of day; if that has
 * already passed in the new zone, it is due at once
 */
export function tick(calendar: Calendar, zone: string, at: number): Step {
  const waited = settlePause(inCountedWeek(calendar), at)
  const due = settleDue(waited.calendar, at)
  const moved = zone === calendar.zone ? undefined : settleDue(moveTo(due.calendar, zone), at)
  return {
    calendar: (moved ?? due).calendar,
    settled: latestOnly([...waited.settled, ...due.settled, ...(moved?.settled ?? [])]),
  }
}

/** @param until when it goes on by itself; null: when somebody resumes it */
export function pause(calendar: Calendar, zone: string, at: number, until: number | null = null): Step {
  return inState('paused', tick(calendar, zone, at), until)
}

export function resume(calendar: Calendar, zone: string, at: number): Step {
  return inState('active', tick(calendar, zone, at), null)
}

/** Skips the next occurrence. */
export function skip(calendar: Calendar, zone: string, at: number): Step {
  const before = tick(calendar, zone, at)
  const dueAt = before.calendar.nextAt
  return {
    calendar: { ...before.calendar, ...following(before.calendar) },
    settled: [...before.settled, { dueAt, outcome: 'skipped' }],
  }
}

/** When a schedule posts next; undefined while it is paused. */
export function nextPosting({ state, nextAt }: Calendar): number | undefined {
  return state === 'active' ? nextAt : undefined
}

/** When a schedule has something to do next: a post, or the end of its pause. Undefined when it waits for somebody. */
export function nextWake({ state, nextAt, resumeAt }: Calendar): number | undefined {
  return state === 'active' ? nextAt : (resumeAt ?? undefined)
}

/** True for a posting that is late enough to say so. */
export function isLate(dueAt: number, at: number): boolean {
  return at - dueAt > LATE_MS
}

/**
 * The due time of a posting outside of the recurrence. Occurrences fall on whole minutes, so it never equals one's.
 */
export function dueNow(at: number): number {
  return at % MINUTE === 0 ? at + 1 : at
}

/** An older version that runs beside this one knows no weeks, and may have set the next occurrence in any. */
function inCountedWeek(calendar: Calendar): Calendar {
  const { zone, nextAt } = calendar
  return isInWeek(calendar, zone, nextAt)
    ? calendar
    : { ...calendar, nextAt: nextOccurrence(calendar, zone, nextAt) }
}

/** Ends a pause that has an end. What fell into it is skipped. */
function settlePause(calendar: Calendar, at: number): Step {
  const { state, resumeAt } = calendar
  if (state === 'active' || resumeAt === null || resumeAt > at) return { calendar, settled: [] }
  return inState('active', settleDue(calendar, resumeAt - 1), null)
}

function settleDue(calendar: Calendar, at: number): Step {
  const settled: Settled[] = []
  let now = calendar
  while (now.nextAt <= at) {
    settled.push({ dueAt: now.nextAt, outcome: now.state === 'paused' ? 'skipped' : 'posted' })
    now = { ...now, ...following(now) }
  }
  return { calendar: now, settled: latestOnly(settled) }
}

function following(calendar: Calendar): Pick<Calendar, 'nextAt' | 'lastAt'> {
  const { zone, nextAt } = calendar
  return { nextAt: nextOccurrence(calendar, zone, nextAt), lastAt: nextAt }
}

function latestOnly(settled: readonly Settled[]): readonly Settled[] {
  const latest = settled.findLastIndex(({ outcome }) => outcome === 'posted')
  return settled.map((each, index) =>
    each.outcome === 'posted' && index !== latest ? { ...each, outcome: 'missed' } : each,
  )
}

/** Two zones may be a whole day apart, so a moved occurrence could fall on the one before it. */
function moveTo(calendar: Calendar, zone: string): Calendar {
  const { expression, nextAt, lastAt } = calendar
  const moved = movedOccurrence(expression, calendar.zone, zone, nextAt)
  return { ...calendar, zone, nextAt: lastAt === null ? moved : Math.max(moved, lastAt + MINUTE) }
}

function inState(state: Calendar['state'], step: Step, resumeAt: number | null): Step {
  return { ...step, calendar: { ...step.calendar, state, resumeAt } }
}
