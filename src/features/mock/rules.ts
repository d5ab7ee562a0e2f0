import { sameUser, type UserRef } from '#bot'
import { catchUp, leftOf, openStage, toScoring } from './running.ts'
import type {
  CancelReason,
  Kit,
  Lobby,
  LogEntry,
  MockInput,
  MockState,
  Outcome,
  Paused,
  Person,
  Refusal,
  Role,
  Running,
  Scoring,
  Seats,
} from './state.ts'
import { extendStage, lastStage, MINUTE, newTimeline, nextStage } from './timeline.ts'

export const LOBBY_LASTS = 30 * MINUTE
export const EXTENSION = 2 * MINUTE
/** An interviewer who has done and written nothing for this long counts as gone. */
export const INTERVIEWER_GONE_AFTER = 5 * MINUTE

/** @param minutes whole minutes a stage, the buffer last */
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

/** With nobody to interview, the bot asks the kit's probes itself. */
export function isSolo(seats: Seats): boolean {
  return seats.interviewer === undefined
}

export function roleOf(seats: Seats, user: UserRef): Role | undefined {
  if (seats.candidate && sameUser(seats.candidate, user)) return 'candidate'
  if (seats.interviewer && sameUser(seats.interviewer, user)) return 'interviewer'
  return seats.observers.some((observer) => sameUser(observer, user)) ? 'observer' : undefined
}

/** Everybody with a role, the candidate first. */
export function roleHolders(seats: Seats): readonly UserRef[] {
  return [seats.candidate, seats.interviewer, ...seats.observers].filter((user) => user !== undefined)
}

/** The one transition function: what fell due happens first, then the input. Pure; time comes with the input. */
export function step(before: MockState, input: MockInput, kit: Kit): Outcome {
  const at = Math.max(before.at, input.at)
  const empty = input.kind === 'tick' && input.stageIsEmpty
  const due = settle({ ...before, at }, at, empty, kit)
  const after = apply(due.state, { ...input, at }, kit)
  return { ...after, effects: [...due.effects, ...after.effects] }
}

/** What time alone brings about. */
function settle(state: MockState, at: number, stageIsEmpty: boolean, kit: Kit): Outcome {
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

function apply(state: MockState, input: MockInput, kit: Kit): Outcome {
  switch (input.kind) {
    case 'tick':
      return same(state)
    case 'take':
      return state.phase === 'lobby' ? take(state, input.role, input.by.user) : refuse(state, 'notInLobby')
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
      return state.phase === 'done' || state.phase === 'cancelled' ? same(state) : cancelled(state, 'gone')
    default:
      return input satisfies never
  }
}

function same(state: MockState): Outcome {
  return { state, effects: [] }
}

function refuse(state: MockState, refused: Refusal): Outcome {
  return { state, effects: [], refused }
}

function take(state: Lobby, role: Role, user: UserRef): Outcome {
  const { seats } = state
  if (roleOf(seats, user) === role) return same(state)
  const holder = role === 'observer' ? undefined : seats[role]
  if (holder) return refuse(state, 'seatTaken')
  const without: Seats = {
    host: seats.host,
    candidate: seats.candidate && sameUser(seats.candidate, user) ? undefined : seats.candidate,
    interviewer: seats.interviewer && sameUser(seats.interviewer, user) ? undefined : seats.interviewer,
    observers: seats.observers.filter((observer) => !sameUser(observer, user)),
  }
  const taken: Seats =
    role === 'observer'
      ? { ...without, observers: [...without.observers, user] }
      : { ...without, [role]: user }
  return { state: { ...state, seats: taken }, effects: [{ kind: 'lobby-changed' }] }
}

function start(state: MockState, by: Person): Outcome {
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

function cancel(state: MockState, by: Person): Outcome {
  if (state.phase !== 'lobby') return refuse(state, state.phase === 'cancelled' ? 'finished' : 'notInLobby')
  const role = roleOf(state.seats, by.user)
  const may =
    by.organiser || role === 'candidate' || role === 'interviewer' || sameUser(by.user, state.seats.host)
  return may ? cancelled(state, 'by-person') : refuse(state, 'cancelRole')
}

function cancelled(state: MockState, reason: CancelReason): Outcome {
  const { at, seats } = state
  return {
    state: { phase: 'cancelled', at, seats, revision: state.revision + 1, reason },
    effects: [{ kind: 'cancelled', reason }],
  }
}

function revealed(state: Scoring, reason: 'all-voted' | 'by-person' | 'time'): Outcome {
  const { sealedUntil: _, ...rest } = state
  return {
    state: { ...rest, phase: 'done', revision: state.revision + 1, revealed: reason },
    effects: [{ kind: 'revealed', reason }],
  }
}

type Control = Extract<MockInput, { kind: 'next' | 'extend' | 'pause' | 'resume' | 'end' }>

function control(before: MockState, input: Control): Outcome {
  if (before.phase === 'lobby') return refuse(before, 'notRunning')
  if (before.phase !== 'running' && before.phase !== 'paused') return refuse(before, 'finished')
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
function deny(seats: Seats, { kind, by }: Control): Refusal | undefined {
  const role = roleOf(seats, by.user)
  if (kind === 'pause' || kind === 'resume') {
    return role === 'candidate' || role === 'interviewer' ? undefined : 'pauseRole'
  }
  if (steers(seats, by.user) || (kind === 'end' && by.organiser)) return undefined
  if (kind === 'end') return isSolo(seats) ? 'endRoleSolo' : 'endRole'
  return isSolo(seats) ? 'steerRoleSolo' : 'steerRole'
}

function steers(seats: Seats, user: UserRef): boolean {
  return roleOf(seats, user) === (isSolo(seats) ? 'candidate' : 'interviewer')
}

function mayReveal(seats: Seats, by: Person): boolean {
  return by.organiser || steers(seats, by.user)
}

function skip(state: Running | Paused, by: UserRef): Outcome {
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

function extend(state: Running | Paused, by: UserRef): Outcome {
  const timeline = extendStage(state.timeline, EXTENSION)
  if (!timeline) return refuse(state, 'nothingToBorrow')
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

function pause(state: Running, by: UserRef): Outcome {
  const { endsAt: _, ...rest } = logged(state, 'paused', by)
  return {
    state: { ...rest, phase: 'paused', left: leftOf(state), revision: state.revision + 1 },
    effects: [
      { kind: 'stage-changed', stage: state.timeline.stage },
      { kind: 'paused', by },
    ],
  }
}

function resume(state: Paused, by: UserRef): Outcome {
  const { left, ...rest } = logged(state, 'resumed', by)
  return {
    state: { ...rest, phase: 'running', endsAt: state.at + left, revision: state.revision + 1 },
    effects: [
      { kind: 'stage-changed', stage: state.timeline.stage },
      { kind: 'resumed', by },
    ],
  }
}

function throwCurveball(state: MockState, by: Person, thrown: number, kit: Kit): Outcome {
  if (state.phase !== 'running' && state.phase !== 'paused') return refuse(state, 'notRunning')
  if (roleOf(state.seats, by.user) !== 'interviewer') return refuse(state, 'steerRole')
  if (thrown !== state.curveballs) return refuse(state, 'stale')
  if (state.curveballs >= kit.curveballs) return refuse(state, 'noCurveball')
  const next = logged(seen(state, by.user), 'curveball', by.user)
  return {
    state: { ...next, curveballs: state.curveballs + 1 },
    effects: [{ kind: 'curveball', curveball: state.curveballs }],
  }
}

function takeOver(state: MockState, user: UserRef): Outcome {
  if (state.phase !== 'running' && state.phase !== 'paused') return refuse(state, 'notRunning')
  const from = state.seats.interviewer
  if (!from) return refuse(state, 'takeOverSolo')
  if (roleOf(state.seats, user) !== 'observer') return refuse(state, 'takeOverRole')
  if (state.at - state.interviewerSeenAt < INTERVIEWER_GONE_AFTER) return refuse(state, 'interviewerPresent')
  const observers = [...state.seats.observers.filter((observer) => !sameUser(observer, user)), from]
  const seats: Seats = { ...state.seats, interviewer: user, observers }
  return {
    state: { ...logged(state, 'took-over', user), seats, interviewerSeenAt: state.at },
    effects: [{ kind: 'took-over', by: user, from }],
  }
}

function seen<S extends MockState>(state: S, user: UserRef): S {
  const under = state.phase === 'running' || state.phase === 'paused'
  return under && roleOf(state.seats, user) === 'interviewer'
    ? { ...state, interviewerSeenAt: state.at }
    : state
}

function logged<S extends Running | Paused>(state: S, kind: LogEntry['kind'], by: UserRef): S {
  return { ...state, log: [...state.log, { kind, at: state.at, stage: state.timeline.stage, by }] }
}

/** Role holders score; in a solo mock, which has nobody to judge, any member of the channel. */
export function mayScore(seats: Seats, user: UserRef): boolean {
  return isSolo(seats) || roleOf(seats, user) !== undefined
}

/** Peers whose votes make a solo mock's scorecard more than provisional. */
const SOLO_PEERS = 3

/** Whether nobody is left to wait for. In a solo mock that takes peers too, who have no seat. */
export function everyoneScored(seats: Seats, voters: readonly UserRef[]): boolean {
  const scored = (user: UserRef) => voters.some((voter) => sameUser(voter, user))
  const peers = voters.filter((voter) => !seats.candidate || !sameUser(voter, seats.candidate)).length
  return roleHolders(seats).every(scored) && peers >= (isSolo(seats) ? SOLO_PEERS : 1)
}
