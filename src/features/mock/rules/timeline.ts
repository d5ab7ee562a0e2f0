import { MINUTE } from '../../../kit/durations.ts'
/** No stage becomes shorter than this. */
export const SHORTEST_STAGE = MINUTE

/**
 * Splits `total` into whole units in proportion to `weights`, by largest remainder, so that the parts
 * add up. Ties go to the earlier part.
 * @param weights whole numbers, so that remainders are exact
 */
export function apportion(weights: readonly number[], total: number): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum === 0) return weights.map(() => 0)
  const parts = weights.map((weight) => Math.floor((weight * total) / sum))
  const missing = total - parts.reduce((a, b) => a + b, 0)
  const luckiest = weights
    .map((weight, index) => ({ index, remainder: (weight * total) % sum }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
    .slice(0, missing)
    .map(({ index }) => index)
  return parts.map((part, index) => (luckiest.includes(index) ? part + 1 : part))
}

/**
 * The times of a mock's stages, in milliseconds. `planned` is the plan at the start; `budget` is the present time of
 * each stage and always has the same sum; the budget of a closed stage is the time that it used. The last stage is the
 * Q&A buffer.
 */
export type Timeline = Readonly<{
  planned: readonly number[]
  budget: readonly number[]
  /** The stage that is open. */
  stage: number
}>

/** @param minutes whole minutes per stage, the buffer last */
export function newTimeline(minutes: readonly number[]): Timeline {
  const planned = minutes.map((m) => m * MINUTE)
  return { planned, budget: planned, stage: 0 }
}

export function lastStage(timeline: Timeline): number {
  return timeline.budget.length - 1
}

export function budgetOf(timeline: Timeline, stage: number): number {
  return timeline.budget[stage] ?? 0
}

/** Closes the open stage with `left` unused, which goes to the buffer, and opens the next. */
export function nextStage(timeline: Timeline, left: number): Timeline {
  const buffer = lastStage(timeline)
  const budget = timeline.budget.map((ms, stage) => {
    if (stage === timeline.stage) return ms - left
    return stage === buffer ? ms + left : ms
  })
  return { ...timeline, budget, stage: timeline.stage + 1 }
}

/** The time that later stages can lend without falling below the shortest stage. */
function spare(timeline: Timeline): readonly number[] {
  return timeline.budget.map((ms, stage) => (stage > timeline.stage ? Math.max(0, ms - SHORTEST_STAGE) : 0))
}

/**
 * Extends the open stage by `extra`: from the buffer first, then from the later stages in proportion to what each can
 * spare. Undefined when they can't spare that much.
 */
export function extendStage(timeline: Timeline, extra: number): Timeline | undefined {
  const available = spare(timeline)
  const buffer = lastStage(timeline)
  const fromBuffer = Math.min(extra, available[buffer] ?? 0)
  const others = available.map((ms, stage) => (stage === buffer ? 0 : ms))
  const rest = extra - fromBuffer
  if (others.reduce((a, b) => a + b, 0) < rest) return undefined
  const lent = apportion(others, rest)
  const budget = timeline.budget.map((ms, stage) => {
    if (stage === timeline.stage) return ms + extra
    return ms - (stage === buffer ? fromBuffer : (lent[stage] ?? 0))
  })
  return { ...timeline, budget }
}

/** The time used of each stage when the open one ends with `left` to go. */
export function used(timeline: Timeline, left: number): readonly number[] {
  return timeline.budget.map((ms, stage) => {
    if (stage > timeline.stage) return 0
    return stage === timeline.stage ? ms - left : ms
  })
}
