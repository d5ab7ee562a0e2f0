import { movedOccurrence, nextOccurrence } from './recurrence.ts'

const MINUTE = 60_000

/** A later posting tells people that it is late. */
const LATE_MS = 5 * MINUTE

/** The state of a schedule in time. `nextAt` is the first occurrence that is not settled, also while it is paused. */
export type Calendar = Readonly<{
  expression: string
  state: 'active' | 'paused'
  nextAt: number
  /** IANA name of the zone in which `nextAt` was computed. */
  zone: string
  /** The latest settled occurrence. */
  lastAt: number | null
}>

/** The outcome of an occurrence: posted, skipped by an organiser, or missed while the bot was away. */
export type Settled = Readonly<{ dueAt: number; outcome: 'posted' | 'skipped' | 'missed' }>

/** `settled` is in order; at most one is posted, the last. */
export type Step = Readonly<{ calendar: Calendar; settled: readonly Settled[] }>

export function newCalendar(expression: string, zone: string, at: number): Calendar {
  return {
    expression,
    zone,
    state: 'active',
    nextAt: nextOccurrence(expression, zone, at),
    lastAt: null,
  }
}

/**
 * Settles the occurrences that are due. Only the latest is posted, because nobody wants a month of problems at once.
 * While a schedule is paused, they are skipped.
 * @param zone the schedule's zone from now on. The next occurrence keeps its local day and time of day; if that has
 * already passed in the new zone, it is due at once
 */
export function tick(calendar: Calendar, zone: string, at: number): Step {
  const due = settleDue(calendar, at)
  if (zone === calendar.zone) return due
  const moved = settleDue(moveTo(due.calendar, zone), at)
  return { calendar: moved.calendar, settled: latestOnly([...due.settled, ...moved.settled]) }
}

export function pause(calendar: Calendar, zone: string, at: number): Step {
  return inState('paused', tick(calendar, zone, at))
}

export function resume(calendar: Calendar, zone: string, at: number): Step {
  return inState('active', tick(calendar, zone, at))
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

function settleDue(calendar: Calendar, at: number): Step {
  const settled: Settled[] = []
  let now = calendar
  while (now.nextAt <= at) {
    settled.push({ dueAt: now.nextAt, outcome: now.state === 'paused' ? 'skipped' : 'posted' })
    now = { ...now, ...following(now) }
  }
  return { calendar: now, settled: latestOnly(settled) }
}

function following({ expression, zone, nextAt }: Calendar): Pick<Calendar, 'nextAt' | 'lastAt'> {
  return { nextAt: nextOccurrence(expression, zone, nextAt), lastAt: nextAt }
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

function inState(state: Calendar['state'], step: Step): Step {
  return { ...step, calendar: { ...step.calendar, state } }
}
