import type { UserRef } from '#bot'
import type { Timeline } from './timeline.ts'

export type Role = 'candidate' | 'interviewer' | 'observer'

export type Seats = Readonly<{
  /** The person who typed /mock. */
  host: UserRef
  candidate?: UserRef | undefined
  interviewer?: UserRef | undefined
  observers: readonly UserRef[]
}>

export type LogEntry = Readonly<{
  kind: 'paused' | 'resumed' | 'extended' | 'skipped' | 'curveball' | 'took-over' | 'ended'
  /** Bot time, milliseconds. */
  at: number
  stage: number
  by: UserRef
}>

/** The messages sent in the open stage, so that each is sent once. */
type StageMarks = Readonly<{ hinted: boolean; nudged: boolean; probes: number }>

type Common = Readonly<{
  /** The latest bot time that this mock has seen; it never goes back. */
  at: number
  /** Grows with each change of the clock. Controls carry it, so that an outdated one changes nothing. */
  revision: number
  seats: Seats
}>

type Begun = Readonly<{
  timeline: Timeline
  startedAt: number
  /** The opening times of the stages so far. */
  opened: readonly number[]
  marks: StageMarks
  /** Stages that ended unannounced before the open one; its card names them. */
  missed?: readonly number[]
  /** The last time that the interviewer did or wrote something. */
  interviewerSeenAt: number
  /** Curveballs thrown so far; they come in order. */
  curveballs: number
  log: readonly LogEntry[]
}>

type Ended = Readonly<{
  timeline: Timeline
  startedAt: number
  opened: readonly number[]
  endedAt: number
  /** Milliseconds used of each stage. */
  used: readonly number[]
  curveballs: number
  log: readonly LogEntry[]
}>

export type Lobby = Common & Readonly<{ phase: 'lobby'; lapsesAt: number; timeline: Timeline }>
export type Running = Common & Begun & Readonly<{ phase: 'running'; endsAt: number }>
export type Paused = Common & Begun & Readonly<{ phase: 'paused'; left: number }>
export type Scoring = Common & Ended & Readonly<{ phase: 'scoring'; sealedUntil: number }>
export type Done = Common & Ended & Readonly<{ phase: 'done'; revealed: RevealReason }>
type Cancelled = Common & Readonly<{ phase: 'cancelled'; reason: CancelReason }>

export type RevealReason = 'all-voted' | 'by-person' | 'time'
/** Its thread or lobby was deleted, the channel or space is gone, or they could not be created. */
export type VanishReason = 'deleted' | 'gone' | 'unsent'
export type CancelReason = 'by-person' | 'lapsed' | VanishReason

/** lobby -> running <-> paused -> scoring -> done, or cancelled. All times are bot time in milliseconds. */
export type MockState = Lobby | Running | Paused | Scoring | Done | Cancelled

/** Whether its stages are under way, with the clock running or not. */
export function isUnderWay(state: MockState): state is Running | Paused {
  return state.phase === 'running' || state.phase === 'paused'
}

/** Nothing moves a mock that is over. */
export function isOver(state: MockState): state is Done | Cancelled {
  return state.phase === 'done' || state.phase === 'cancelled'
}

/** A person who acts, as far as the rules care. */
export type Person = Readonly<{ user: UserRef; organiser: boolean }>

export type MockInput =
  | Readonly<{ kind: 'take'; role: Role; by: Person; at: number }>
  | Readonly<{ kind: 'start'; by: Person; at: number }>
  | Readonly<{ kind: 'cancel'; by: Person; at: number }>
  /** `stageIsEmpty`: the candidate has written nothing for the open stage; absent where it is unknown. */
  | Readonly<{ kind: 'tick'; at: number; stageIsEmpty?: boolean }>
  | Readonly<{
      kind: 'next' | 'extend' | 'pause' | 'resume' | 'end'
      by: Person
      at: number
      revision: number
    }>
  /** `thrown`: the number of curveballs thrown before the button was shown. */
  | Readonly<{ kind: 'curveball'; by: Person; at: number; thrown: number }>
  | Readonly<{ kind: 'take-over'; by: Person; at: number }>
  /** Somebody wrote in the thread. */
  | Readonly<{ kind: 'seen'; by: UserRef; at: number }>
  | Readonly<{ kind: 'reveal'; by: Person; at: number }>
  | Readonly<{ kind: 'all-voted'; at: number }>
  | Readonly<{ kind: 'vanish'; reason: VanishReason; at: number }>
  /** The content no longer has the mock's problem. */
  | Readonly<{ kind: 'problem-gone'; at: number }>

export type MockEffect =
  | Readonly<{ kind: 'lobby-changed' }>
  | Readonly<{ kind: 'started' }>
  /** `missed`: stages that ended unannounced, while the bot was away. */
  | Readonly<{ kind: 'stage-opened'; stage: number; missed: readonly number[] }>
  | Readonly<{ kind: 'stage-closed'; stage: number }>
  | Readonly<{ kind: 'stage-changed'; stage: number }>
  | Readonly<{ kind: 'hinted'; stage: number }>
  /** `empty`: nothing is written yet for the stage. */
  | Readonly<{ kind: 'nudged'; stage: number; empty: boolean }>
  | Readonly<{ kind: 'probed'; stage: number; probe: number }>
  | Readonly<{ kind: 'curveball'; curveball: number }>
  | Readonly<{ kind: 'paused' | 'resumed' | 'extended'; by: UserRef }>
  | Readonly<{ kind: 'took-over'; by: UserRef; from: UserRef }>
  | Readonly<{ kind: 'scoring-opened'; missed: readonly number[] }>
  | Readonly<{ kind: 'revealed'; reason: RevealReason }>
  | Readonly<{ kind: 'cancelled'; reason: CancelReason }>

/** The reason why an input changed nothing; each has a sentence in the catalogues under `refused`. */
export type MockRefusal =
  | 'stale'
  | 'finished'
  | 'notInLobby'
  | 'notRunning'
  | 'notScoring'
  | 'seatTaken'
  | 'noCandidate'
  | 'startRole'
  | 'cancelRole'
  | 'pauseRole'
  | 'steerRole'
  | 'steerRoleOther'
  | 'steerRoleSolo'
  | 'endRole'
  | 'endRoleSolo'
  | 'revealRole'
  | 'revealRoleSolo'
  | 'takeOverRole'
  | 'takeOverSolo'
  | 'interviewerPresent'
  | 'nothingToBorrow'
  | 'lastStage'
  | 'noCurveball'
  | 'noInterviewer'

/** The problem, as far as the rules care: the number of probes per stage, and of curveballs. */
export type Kit = Readonly<{ probes: readonly number[]; curveballs: number }>

/** A refused input may have effects, because what fell due before it happens first. */
export type MockOutcome = Readonly<{
  state: MockState
  effects: readonly MockEffect[]
  refused?: MockRefusal
}>
