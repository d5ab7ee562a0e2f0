import { MINUTE } from '../../../kit/durations.ts'
import type { Kit, MockEffect, MockOutcome, MockState, Paused, Running } from './state.ts'
import { budgetOf, lastStage, nextStage, type Timeline, used } from './timeline.ts'

const NUDGE_BEFORE_END = MINUTE
/** In a solo mock the bot asks at most one probe in this time, because answering takes a while. */
const PROBE_EVERY = 2 * MINUTE
/** Votes stay sealed for at most this long. */
export const SEALED_FOR = 24 * 60 * MINUTE

const NEVER = Number.POSITIVE_INFINITY

type BeforeStage = Omit<Running, 'phase' | 'timeline' | 'endsAt' | 'marks' | 'missed'>

/** Opens the stage that `timeline` points at, with `since` as its start. The controls get a new revision. */
export function openStage(from: BeforeStage, timeline: Timeline, since: number): Running {
  const { at, revision, seats, startedAt, opened, interviewerSeenAt, curveballs, log } = from
  return {
    phase: 'running',
    at,
    revision: revision + 1,
    seats,
    startedAt,
    opened: [...opened, since],
    interviewerSeenAt,
    curveballs,
    log,
    timeline,
    endsAt: since + budgetOf(timeline, timeline.stage),
    marks: { hinted: false, nudged: false, probes: 0 },
  }
}

/**
 * The stage that was open at a moment of bot time; undefined in a lobby and from the end on. A moment before the start
 * counts to the first stage: the thread is no older than the mock, so a clock must be wrong.
 */
export function stageOpenAt(state: MockState, at: number): number | undefined {
  if (!('opened' in state) || ('endedAt' in state && at >= state.endedAt)) return undefined
  return Math.max(
    0,
    state.opened.findLastIndex((opened) => opened <= at),
  )
}

/** The time left in the open stage, in milliseconds. */
export function leftOf(state: Running | Paused): number {
  return state.phase === 'paused' ? state.left : Math.max(0, state.endsAt - state.at)
}

/** @param left the unused time of the open stage */
export function toScoring(
  state: Running | Paused,
  left: number,
  missed: readonly number[],
  endedAt = state.at,
): MockOutcome {
  const { at, seats, timeline, startedAt, opened, curveballs, log } = state
  return {
    state: {
      phase: 'scoring',
      at,
      revision: state.revision + 1,
      seats,
      timeline,
      startedAt,
      opened,
      endedAt,
      used: used(timeline, left),
      curveballs,
      log,
      sealedUntil: at + SEALED_FOR,
    },
    effects: [
      { kind: 'stage-closed', stage: timeline.stage },
      { kind: 'scoring-opened', missed },
    ],
  }
}

/**
 * Brings a running mock to `at`. Stages end at the time they should have, so that an outage shifts nothing; the next
 * announcement names those that began and ended in the meantime.
 * @param stageIsEmpty undefined where it is unknown: the hint then waits for an input that knows it
 * @param probes the kit whose probes the bot asks, in a solo mock
 */
export function catchUp(
  before: Running,
  at: number,
  stageIsEmpty: boolean | undefined,
  probes: Kit | undefined,
): MockOutcome {
  let state = before
  const missed: number[] = []
  const { stage: openBefore } = before.timeline
  while (at >= state.endsAt) {
    const { stage } = state.timeline
    if (stage !== openBefore) missed.push(stage)
    if (stage === lastStage(state.timeline))
      return closing(toScoring(state, 0, missed, state.endsAt), openBefore)
    state = openStage(state, nextStage(state.timeline, 0), state.endsAt)
  }
  if (missed.length > 0) state = { ...state, missed }
  const moved: MockEffect[] =
    state === before
      ? []
      : [
          { kind: 'stage-closed', stage: openBefore },
          { kind: 'stage-opened', stage: state.timeline.stage, missed },
        ]
  // A stage that opens late after an outage gets no hint, because the candidate has only just seen it.
  const silent = stageIsEmpty === undefined ? undefined : state === before && stageIsEmpty
  const marked = mark(state, at, silent, probes)
  return { state: marked.state, effects: [...moved, ...marked.effects] }
}

/** Closes the card of the stage that was announced last. */
function closing(outcome: MockOutcome, stage: number): MockOutcome {
  const effects = outcome.effects.map((effect) =>
    effect.kind === 'stage-closed' ? { ...effect, stage } : effect,
  )
  return { ...outcome, effects }
}

/** The hint to the candidate, the nudge and the bot's probes, each once per stage. */
function mark(
  state: Running,
  at: number,
  stageIsEmpty: boolean | undefined,
  probes: Kit | undefined,
): MockOutcome {
  const { stage } = state.timeline
  const times = marksOf(state, probes)
  const effects: MockEffect[] = []
  let { hinted, nudged, probes: asked } = state.marks
  // After an outage only the newest due probe is asked, because several at once help nobody.
  const due = times.probes.filter((time) => time <= at).length
  if (due > asked) {
    effects.push({ kind: 'probed', stage, probe: due - 1 })
    asked = due
  }
  if (!hinted && at >= times.hint && stageIsEmpty !== undefined) {
    hinted = true
    if (stageIsEmpty) effects.push({ kind: 'hinted', stage })
  }
  if (!nudged && at >= times.nudge) {
    nudged = true
    const empty = stageIsEmpty === true && stage !== lastStage(state.timeline)
    effects.push({ kind: 'nudged', stage, empty })
  }
  return { state: { ...state, marks: { hinted, nudged, probes: asked } }, effects }
}

/** The times of the open stage's messages. A stage of a minute or less has no nudge, and the buffer no hint. */
function marksOf(
  state: Running,
  kit: Kit | undefined,
): Readonly<{ hint: number; nudge: number; probes: readonly number[] }> {
  const { stage } = state.timeline
  const length = budgetOf(state.timeline, stage)
  const begin = state.endsAt - length
  const count = Math.min(kit?.probes[stage] ?? 0, Math.max(1, Math.floor(length / PROBE_EVERY)))
  const nudge = length > NUDGE_BEFORE_END ? state.endsAt - NUDGE_BEFORE_END : NEVER
  const hint = stage === lastStage(state.timeline) ? NEVER : state.endsAt - length / 3
  return {
    // In a short stage both would come at once, and the nudge says the same.
    hint: hint < nudge ? hint : NEVER,
    nudge,
    probes: Array.from({ length: count }, (_, probe) => begin + (length * (probe + 1)) / (count + 1)),
  }
}

/** The next moment at which time moves the mock; undefined when there is none. */
export function nextDue(state: MockState, kit: Kit): number | undefined {
  switch (state.phase) {
    case 'lobby':
      return state.lapsesAt
    case 'scoring':
      return state.sealedUntil
    case 'running': {
      const times = marksOf(state, state.seats.interviewer ? undefined : kit)
      const open = [
        state.endsAt,
        state.marks.hinted ? NEVER : times.hint,
        state.marks.nudged ? NEVER : times.nudge,
        times.probes[state.marks.probes] ?? NEVER,
      ]
      return Math.ceil(Math.min(...open))
    }
    case 'paused':
    case 'done':
    case 'cancelled':
      return undefined
    default:
      return state satisfies never
  }
}
