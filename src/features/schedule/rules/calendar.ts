import { movedOccurrence, nextOccurrence } from './recurrence.ts'

const MINUTE = 60_000

/** Later than this is said to those who waited. */
const LATE_MS = 5 * MINUTE

/** What time does to a schedule. `nextAt` is the first occurrence that is not settled, also while it is paused. */
export type Calendar = Readonly<{
  expression: string
  state: 'active' | 'paused'
  nextAt: number
  /** IANA name of the zone in which `nextAt` was reckoned. */
  zone: string
  /** The latest occurrence that is settled. */
  lastAt: number | null
}>

/** What became of an occurrence: each is posted, skipped by an organiser, or missed while the bot was away. */
export type Settled = Readonly<{ dueAt: number; outcome: 'posted' | 'skipped' | 'missed' }>

/** `settled` in order; one at most is posted: the last. */
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
 * Settles what fell due until now. Of several only the latest is posted, as nobody wants a month of problems at
 * once. While paused they are skipped, since an organiser wished it so.
 * @param zone in which the schedule is from now on. What is still to come keeps its local day and time of day:
 * if that has passed there already, it is due at once
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

/** Leaves the next occurrence out. */
export function skip(calendar: Calendar, zone: string, at: number): Step {
  const before = tick(calendar, zone, at)
  const dueAt = before.calendar.nextAt
  return {
    calendar: { ...before.calendar, ...following(before.calendar) },
    settled: [...before.settled, { dueAt, outcome: 'skipped' }],
  }
}

export function isLate(dueAt: number, at: number): boolean {
  return at - dueAt > LATE_MS
}

/**
 * When something posted outside of the recurrence counts as due. Occurrences fall on whole minutes: it never
 * takes the place of one.
 */
export function dueNow(at: number): number {
  return at % MINUTE === 0 ? at + 1 : at
}

/** What a schedule may post, and what was posted before. */
export type Rotation = Readonly<{
  /** Slugs in the order in which they are used first; never empty. */
  all: readonly string[]
  /** Those that the schedule is confined to; null: none. */
  wanted: readonly string[] | null
  pinned: string | null
  /** What the group was given by its schedules, the latest last. */
  history: readonly string[]
}>

/**
 * The problem that comes next: the pinned one; else one that the group has not had; else the one that it has not
 * had for longest. What is no longer there is passed over; where nothing is left of a list, all count.
 */
export function nextProblem({ all, wanted, pinned, history }: Rotation): string {
  if (pinned !== null && all.includes(pinned)) return pinned
  const listed = wanted?.filter((slug) => all.includes(slug)) ?? []
  const [first, ...others] = listed.length > 0 ? listed : all
  if (first === undefined) throw new RangeError('there are no problems')
  const used = (slug: string) => history.lastIndexOf(slug)
  return others.reduce((best, slug) => (used(slug) < used(best) ? slug : best), first)
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

/** Two zones may lie a whole day apart: then the moved occurrence would fall on the one before it. */
function moveTo(calendar: Calendar, zone: string): Calendar {
  const { expression, nextAt, lastAt } = calendar
  const moved = movedOccurrence(expression, calendar.zone, zone, nextAt)
  return { ...calendar, zone, nextAt: lastAt === null ? moved : Math.max(moved, lastAt + MINUTE) }
}

function inState(state: Calendar['state'], step: Step): Step {
  return { ...step, calendar: { ...step.calendar, state } }
}
