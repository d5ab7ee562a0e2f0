import { sameUser, type UserRef } from '#bot'
import { MINUTE } from '../../../kit/durations.ts'
import { refuse } from './outcome.ts'
import { leftOf, openStage, toScoring } from './running.ts'
import { isSolo, roleOf, steers } from './seats.ts'
import {
  isUnderWay,
  type Kit,
  type LogEntry,
  type MockInput,
  type MockOutcome,
  type MockRefusal,
  type MockState,
  type Paused,
  type Person,
  type Running,
  type Seats,
} from './state.ts'
import { extendStage, lastStage, nextStage } from './timeline.ts'

const EXTENSION = 2 * MINUTE
/** An interviewer counts as gone after doing and writing nothing for this long. */
export const INTERVIEWER_GONE_AFTER = 5 * MINUTE

/** False in a solo mock, which has no interviewer. */
export function interviewerIsGone({ at, seats, interviewerSeenAt }: Running | Paused): boolean {
  return seats.interviewer !== undefined && at - interviewerSeenAt >= INTERVIEWER_GONE_AFTER
}

type Control = Extract<MockInput, { kind: 'next' | 'extend' | 'pause' | 'resume' | 'end' }>

/** The clock's buttons. */
export function control(before: MockState, input: Control): MockOutcome {
  if (before.phase === 'lobby') return refuse(before, 'notRunning')
  if (!isUnderWay(before)) return refuse(before, 'finished')
  const denied = deny(before.seats, input)
  if (denied) return refuse(before, denied)
  if (input.revision !== before.revision) return refuse(before, 'stale')
  const state = seen(before, input.by.user)
  const by = input.by.user
  switch (input.kind) {
    case 'next':
      return skip(state, by)
    case 'extend':
      return extend(state, by)
    case 'pause':
      return state.phase === 'running' ? pause(state, by) : refuse(before, 'stale')
    case 'resume':
      return state.phase === 'paused' ? resume(state, by) : refuse(before, 'stale')
    case 'end':
      return toScoring(logged(state, 'ended', by), leftOf(state), [])
    default:
      return input.kind satisfies never
  }
}

/** Candidate and interviewer may pause; the interviewer, in solo the candidate, steers; organisers may always end. */
function deny(seats: Seats, { kind, by }: Control): MockRefusal | undefined {
  const role = roleOf(seats, by.user)
  if (kind === 'pause' || kind === 'resume') {
    return role === 'candidate' || role === 'interviewer' ? undefined : 'pauseRole'
  }
  if (steers(seats, by.user) || (kind === 'end' && by.organiser)) return undefined
  if (kind === 'end') return isSolo(seats) ? 'endRoleSolo' : 'endRole'
  if (isSolo(seats)) return 'steerRoleSolo'
  // Observers get the sentence that says when they can take over.
  return role === 'observer' ? 'steerRole' : 'steerRoleOther'
}

function skip(state: Running | Paused, by: UserRef): MockOutcome {
  const left = leftOf(state)
  const next = logged(state, 'skipped', by)
  const { stage } = state.timeline
  if (stage === lastStage(state.timeline)) return toScoring(next, left, [])
  return {
    state: openStage(next, nextStage(state.timeline, left), state.at),
    effects: [
      { kind: 'stage-closed', stage },
      { kind: 'stage-opened', stage: stage + 1, missed: [] },
    ],
  }
}

function extend(state: Running | Paused, by: UserRef): MockOutcome {
  const timeline = extendStage(state.timeline, EXTENSION)
  if (!timeline)
    return refuse(state, state.timeline.stage === lastStage(state.timeline) ? 'lastStage' : 'nothingToBorrow')
  const marks = { ...state.marks, nudged: false }
  const next = { ...logged(state, 'extended', by), timeline, marks, revision: state.revision + 1 }
  return {
    state:
      next.phase === 'running'
        ? { ...next, endsAt: next.endsAt + EXTENSION }
        : { ...next, left: next.left + EXTENSION },
    effects: [
      { kind: 'stage-changed', stage: timeline.stage },
      { kind: 'extended', by },
    ],
  }
}

function pause(state: Running, by: UserRef): MockOutcome {
  const { endsAt: _, ...rest } = logged(state, 'paused', by)
  return {
    state: { ...rest, phase: 'paused', left: leftOf(state), revision: state.revision + 1 },
    effects: [
      { kind: 'stage-changed', stage: state.timeline.stage },
      { kind: 'paused', by },
    ],
  }
}

function resume(state: Paused, by: UserRef): MockOutcome {
  const { left, ...rest } = logged(state, 'resumed', by)
  return {
    state: { ...rest, phase: 'running', endsAt: state.at + left, revision: state.revision + 1 },
    effects: [
      { kind: 'stage-changed', stage: state.timeline.stage },
      { kind: 'resumed', by },
    ],
  }
}

export function throwCurveball(state: MockState, by: Person, thrown: number, kit: Kit): MockOutcome {
  if (!isUnderWay(state)) return refuse(state, 'notRunning')
  if (isSolo(state.seats)) return refuse(state, 'noInterviewer')
  if (roleOf(state.seats, by.user) !== 'interviewer') return refuse(state, 'steerRoleOther')
  if (thrown !== state.curveballs) return refuse(state, 'stale')
  if (state.curveballs >= kit.curveballs) return refuse(state, 'noCurveball')
  const next = logged(seen(state, by.user), 'curveball', by.user)
  return {
    state: { ...next, curveballs: state.curveballs + 1 },
    effects: [{ kind: 'curveball', curveball: state.curveballs }],
  }
}

export function takeOver(state: MockState, user: UserRef): MockOutcome {
  if (!isUnderWay(state)) return refuse(state, 'notRunning')
  const from = state.seats.interviewer
  if (!from) return refuse(state, 'takeOverSolo')
  if (roleOf(state.seats, user) !== 'observer') return refuse(state, 'takeOverRole')
  if (!interviewerIsGone(state)) return refuse(state, 'interviewerPresent')
  const observers = [...state.seats.observers.filter((observer) => !sameUser(observer, user)), from]
  const seats: Seats = { ...state.seats, interviewer: user, observers }
  return {
    state: { ...logged(state, 'took-over', user), seats, interviewerSeenAt: state.at },
    effects: [{ kind: 'took-over', by: user, from }],
  }
}

/** Somebody did or wrote something. */
export function seen<S extends MockState>(state: S, user: UserRef): S {
  return isUnderWay(state) && roleOf(state.seats, user) === 'interviewer'
    ? { ...state, interviewerSeenAt: state.at }
    : state
}

function logged<S extends Running | Paused>(state: S, kind: LogEntry['kind'], by: UserRef): S {
  return { ...state, log: [...state.log, { kind, at: state.at, stage: state.timeline.stage, by }] }
}
