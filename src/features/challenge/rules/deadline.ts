import { DAY, MINUTE } from '../../../kit/durations.ts'
import type { ChallengeState, NotAccepted, SubmissionState } from './state.ts'

/** Late submissions are accepted for this long after the deadline. */
export const LATE_MS = 7 * DAY

type Timed = Pick<ChallengeState, 'phase' | 'deadlineAt'>

type Accepted = Readonly<{ late: boolean }> | Readonly<{ refused: NotAccepted }>

/**
 * Whether a submission written at that time is accepted: until the deadline, and for a week after it as a late one.
 * After the close everything is late, whenever it was written, because the result is out; and what was handed in on
 * time stays as it was at the deadline.
 * @param before what this person has handed in
 */
export function mayHandIn({ phase, deadlineAt }: Timed, at: number, before?: SubmissionState): Accepted {
  if (phase === 'cancelled') return { refused: 'cancelled' }
  const late = at > deadlineAt || phase === 'closed'
  if (at > deadlineAt + LATE_MS) return { refused: 'over' }
  if (before?.state === 'withdrawn' && late && !before.late) return { refused: 'withdrawn' }
  if (before && late && !before.late) return { refused: 'closedEdit' }
  return { late }
}

/** Whether votes on a submission count: on one that was on time until the close, on a late one for its week. */
export function acceptsVotes(
  { phase, deadlineAt }: Timed,
  at: number,
  { state, late }: SubmissionState,
): boolean {
  if (state !== 'standing' || phase === 'cancelled') return false
  return late ? at <= deadlineAt + LATE_MS : phase === 'open'
}

/** An alarm later than this shows that the bot was not running at the deadline. */
const AWAY_MS = 3_000
/** The close then waits this long, in bot time, for messages written in time to be read. */
const CATCH_UP_MS = MINUTE

/**
 * When to close instead, because messages written in time have not been read yet; undefined to close now.
 * @param dueAt of the alarm: it waits once, and the end of the catch-up sets an alarm of its own
 */
export function closesLater(dueAt: number, deadlineAt: number, at: number): number | undefined {
  return dueAt <= deadlineAt && at - deadlineAt > AWAY_MS ? at + CATCH_UP_MS : undefined
}
