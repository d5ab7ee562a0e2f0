import type { Kit, MockEffect, MockState, Outcome, Paused, Running } from './state.ts'
import { budgetOf, lastStage, MINUTE, nextStage, type Timeline, used } from './timeline.ts'

const NUDGE_BEFORE_END = MINUTE
/** In a solo mock the bot asks at most one question in this time: answering takes a while. */
const PROBE_EVERY = 2 * MINUTE
/** Votes stay sealed for at most this long. */
export const SEALED_FOR = 24 * 60 * MINUTE

const NEVER = Number.POSITIVE_INFINITY

type Opening = Omit<Running, 'phase' | 'timeline' | 'endsAt' | 'marks' | 'missed'>

/** The stage that `timeline` points at, open since `since`. Steering: the revision grows. */
export function openStage(from: Opening, timeline: Timeline, since: number): Running {
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
 * The stage that was open at a moment of bot time; undefined in a lobby and from the end on. A moment
 * before the start counts to the first stage: its thread is no older, so a clock is wrong.
 */
export function stageOpenAt(state: MockState, at: number): number | undefined {
  if (!('opened' in state) || ('endedAt' in state && at >= state.endedAt)) return undefined
  return Math.max(
    0,
    state.opened.findLastIndex((opened) => opened <= at),
  )
}

/** What is left of the open stage, in milliseconds. */
export function leftOf(state: Running | Paused): number {
  return state.phase === 'paused' ? state.left : Math.max(0, state.endsAt - state.at)
}

/** @param left what remained of the open stage, unused */
export function toScoring(
  state: Running | Paused,
  left: number,
  missed: readonly number[],
  endedAt = state.at,
): Outcome {
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
 * Brings a running mock to `at`: stages end one after the other at the time they should have, so that an
 * outage shifts nothing; those that began and ended meanwhile are named by the announcement that follows.
 * @param stageIsEmpty undefined where nobody looked: the word to the candidate then waits for who does
 * @param probes the kit whose probes the bot asks, in a solo mock
 */
export function catchUp(
  before: Running,
  at: number,
  stageIsEmpty: boolean | undefined,
  probes: Kit | undefined,
): Outcome {
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
  // A stage that opened late in its time is announced; a word about silence on top would only hurry.
  const silent = stageIsEmpty === undefined ? undefined : state === before && stageIsEmpty
  const marked = mark(state, at, silent, probes)
  return { state: marked.state, effects: [...moved, ...marked.effects] }
}

/** The card to close is that of the stage announced last. */
function closing(outcome: Outcome, stage: number): Outcome {
  const effects = outcome.effects.map((effect) =>
    effect.kind === 'stage-closed' ? { ...effect, stage } : effect,
  )
  return { ...outcome, effects }
}

/** The word to the candidate, the nudge and the bot's probes, each once a stage. */
function mark(
  state: Running,
  at: number,
  stageIsEmpty: boolean | undefined,
  probes: Kit | undefined,
): Outcome {
  const { stage } = state.timeline
  const times = marksOf(state, probes)
  const effects: MockEffect[] = []
  let { hinted, nudged, probes: asked } = state.marks
  // After an outage only the newest due probe is asked: a heap of them helps nobody.
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

/** When in the open stage what is said. A stage of a minute or less has no nudge, the buffer no word to the silent. */
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
    // In a short stage both would come at once: the nudge then says it too.
    hint: hint < nudge ? hint : NEVER,
    nudge,
    probes: Array.from({ length: count }, (_, probe) => begin + (length * (probe + 1)) / (count + 1)),
  }
}

/** When time next brings something about by itself; undefined when nothing is due. */
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
