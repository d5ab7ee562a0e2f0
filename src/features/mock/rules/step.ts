import { sameUser, type UserRef } from '#bot'
import { MINUTE } from '../../../kit/durations.ts'
import { refuse, same } from './outcome.ts'
import { catchUp, openStage } from './running.ts'
import { isSolo, roleOf, seated, steers } from './seats.ts'
import {
  type CancelReason,
  isOver,
  type Kit,
  type Lobby,
  type MockInput,
  type MockOutcome,
  type MockState,
  type Person,
  type RevealReason,
  type Role,
  type Scoring,
  type Seats,
} from './state.ts'
import { control, seen, takeOver, throwCurveball } from './steering.ts'
import { newTimeline } from './timeline.ts'

export const LOBBY_LASTS = 30 * MINUTE

/** @param minutes whole minutes per stage, the buffer last */
export function newMock(host: UserRef, minutes: readonly number[], at: number): Lobby {
  return {
    phase: 'lobby',
    at,
    revision: 0,
    seats: { host, candidate: host, observers: [] },
    lapsesAt: at + LOBBY_LASTS,
    timeline: newTimeline(minutes),
  }
}

/** The only transition of a mock: what fell due happens first, then the input. Pure; time comes with the input. */
export function step(before: MockState, input: MockInput, kit: Kit): MockOutcome {
  const at = Math.max(before.at, input.at)
  if (input.kind === 'problem-gone') return withoutProblem({ ...before, at })
  const empty = input.kind === 'tick' ? input.stageIsEmpty : undefined
  const due = settle({ ...before, at }, at, empty, kit)
  const after = apply(due.state, { ...input, at }, kit)
  return { ...after, effects: [...due.effects, ...after.effects] }
}

/** Carries out what fell due until `at`. */
function settle(state: MockState, at: number, stageIsEmpty: boolean | undefined, kit: Kit): MockOutcome {
  switch (state.phase) {
    case 'lobby':
      return at >= state.lapsesAt ? cancelled(state, 'lapsed') : same(state)
    case 'running':
      return catchUp(state, at, stageIsEmpty, isSolo(state.seats) ? kit : undefined)
    case 'scoring':
      return at >= state.sealedUntil ? revealed(state, 'time') : same(state)
    case 'paused':
    case 'done':
    case 'cancelled':
      return same(state)
    default:
      return state satisfies never
  }
}

/**
 * Without its problem a mock can't go on, and no card can be drawn, so nothing is announced. The stored reason is one
 * that the previous version, which may still run, knows.
 */
function withoutProblem(state: MockState): MockOutcome {
  return isOver(state) ? same(state) : { state: cancelled(state, 'unsent').state, effects: [] }
}

function apply(state: MockState, input: Exclude<MockInput, { kind: 'problem-gone' }>, kit: Kit): MockOutcome {
  switch (input.kind) {
    case 'tick':
      return same(state)
    case 'take':
      if (state.phase === 'lobby') return take(state, input.role, input.by.user)
      return refuse(state, isOver(state) ? 'finished' : 'notInLobby')
    case 'start':
      return start(state, input.by)
    case 'cancel':
      return cancel(state, input.by)
    case 'next':
    case 'extend':
    case 'pause':
    case 'resume':
    case 'end':
      return control(state, input)
    case 'curveball':
      return throwCurveball(state, input.by, input.thrown, kit)
    case 'take-over':
      return takeOver(state, input.by.user)
    case 'seen':
      return same(seen(state, input.by))
    case 'reveal':
      if (state.phase !== 'scoring') return refuse(state, state.phase === 'done' ? 'stale' : 'notScoring')
      return mayReveal(state.seats, input.by)
        ? revealed(state, 'by-person')
        : refuse(state, isSolo(state.seats) ? 'revealRoleSolo' : 'revealRole')
    case 'all-voted':
      return state.phase === 'scoring' ? revealed(state, 'all-voted') : same(state)
    case 'vanish':
      return isOver(state) ? same(state) : cancelled(state, input.reason)
    default:
      return input satisfies never
  }
}

function take(state: Lobby, role: Role, user: UserRef): MockOutcome {
  const { seats } = state
  if (roleOf(seats, user) === role) return same(state)
  const holder = role === 'observer' ? undefined : seats[role]
  if (holder) return refuse(state, 'seatTaken')
  const taken = seated(seats, role, user)
  return { state: { ...state, seats: taken }, effects: [{ kind: 'lobby-changed' }] }
}

function start(state: MockState, by: Person): MockOutcome {
  if (state.phase !== 'lobby') return refuse(state, state.phase === 'cancelled' ? 'finished' : 'stale')
  const role = roleOf(state.seats, by.user)
  if (role !== 'candidate' && role !== 'interviewer') return refuse(state, 'startRole')
  if (!state.seats.candidate) return refuse(state, 'noCandidate')
  const running = openStage(
    {
      at: state.at,
      revision: state.revision,
      seats: state.seats,
      startedAt: state.at,
      opened: [],
      interviewerSeenAt: state.at,
      curveballs: 0,
      log: [],
    },
    state.timeline,
    state.at,
  )
  return {
    state: running,
    effects: [{ kind: 'lobby-changed' }, { kind: 'started' }, { kind: 'stage-opened', stage: 0, missed: [] }],
  }
}

function cancel(state: MockState, by: Person): MockOutcome {
  if (state.phase !== 'lobby') return refuse(state, state.phase === 'cancelled' ? 'finished' : 'notInLobby')
  const role = roleOf(state.seats, by.user)
  const may =
    by.organiser || role === 'candidate' || role === 'interviewer' || sameUser(by.user, state.seats.host)
  return may ? cancelled(state, 'by-person') : refuse(state, 'cancelRole')
}

function cancelled(state: MockState, reason: CancelReason): MockOutcome {
  const { at, seats } = state
  return {
    state: { phase: 'cancelled', at, seats, revision: state.revision + 1, reason },
    effects: [{ kind: 'cancelled', reason }],
  }
}

function revealed(state: Scoring, reason: RevealReason): MockOutcome {
  const { sealedUntil: _, ...rest } = state
  return {
    state: { ...rest, phase: 'done', revision: state.revision + 1, revealed: reason },
    effects: [{ kind: 'revealed', reason }],
  }
}

function mayReveal(seats: Seats, by: Person): boolean {
  return by.organiser || steers(seats, by.user)
}
