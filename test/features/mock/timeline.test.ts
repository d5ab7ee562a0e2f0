import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  apportion,
  extendStage,
  newTimeline,
  nextStage,
  SHORTEST_STAGE,
  type Timeline,
  used,
} from '../../../src/features/mock/rules/timeline.ts'
import { MINUTE } from '../../../src/kit/durations.ts'

const PLAN = [5, 3, 7, 5, 8, 8, 5, 4]
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

describe('apportion', () => {
  it.each([
    [45, [5, 3, 7, 5, 8, 8, 5, 4]],
    [30, [4, 2, 5, 3, 5, 5, 3, 3]],
    [60, [7, 4, 9, 7, 11, 11, 6, 5]],
    [20, [2, 1, 3, 2, 4, 4, 2, 2]],
    [120, [14, 8, 19, 13, 21, 21, 13, 11]],
  ])('gives %i minutes to the stages', (total, expected) => {
    const parts = apportion(PLAN, total)
    expect(sum(parts)).toBe(total)
    expect(parts).toEqual(expected)
  })

  it('adds up, and is never more than one away from the exact share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(weights, fc.integer({ min: 0, max: 10_000 }), (w, total) => {
        fc.pre(sum(w) > 0)
        const parts = apportion(w, total)
        expect(sum(parts)).toBe(total)
        parts.forEach((part, i) => {
          expect(Math.abs(part - ((w[i] ?? 0) * total) / sum(w))).toBeLessThan(1)
        })
      }),
    )
  })
})

describe('a timeline', () => {
  it('gives the time left of a skipped stage to the buffer', () => {
    const next = nextStage(newTimeline(PLAN), 2 * MINUTE)
    expect(next.stage).toBe(1)
    expect(next.budget.map((ms) => ms / MINUTE)).toEqual([3, 3, 7, 5, 8, 8, 5, 6])
  })

  it('borrows from the buffer first', () => {
    const longer = extendStage(newTimeline(PLAN), 2 * MINUTE)
    expect(longer?.budget.map((ms) => ms / MINUTE)).toEqual([7, 3, 7, 5, 8, 8, 5, 2])
  })

  it('borrows then from the later stages, in proportion to what they can spare', () => {
    const lent: Timeline = { ...newTimeline([5, 3, 7, 5, 8, 8, 5, 1]), stage: 4 }
    const longer = extendStage(lent, 2 * MINUTE)
    expect(longer?.budget).toEqual(
      [5, 3, 7, 5, 10, 8 - (2 * 7) / 11, 5 - (2 * 4) / 11, 1].map((m) => Math.round(m * MINUTE)),
    )
  })

  it('refuses when the later stages have a minute left', () => {
    expect(extendStage({ ...newTimeline([20, 1, 1, 1, 1, 1, 1, 2]), stage: 0 }, 2 * MINUTE)).toBeUndefined()
    expect(extendStage({ ...newTimeline(PLAN), stage: 7 }, 2 * MINUTE)).toBeUndefined()
  })

  it('keeps its total and its shortest stage, whatever happens', () => {
    const moves = fc.array(
      fc.oneof(fc.constant('extend' as const), fc.double({ min: 0, max: 1, noNaN: true })),
      { maxLength: 40 },
    )
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 120 }), moves, (total, steps) => {
        let timeline = newTimeline(apportion(PLAN, total))
        for (const step of steps) {
          if (step === 'extend') timeline = extendStage(timeline, 2 * MINUTE) ?? timeline
          else if (timeline.stage < 7)
            timeline = nextStage(timeline, Math.floor((timeline.budget[timeline.stage] ?? 0) * step))
          expect(sum(timeline.budget)).toBe(total * MINUTE)
          timeline.budget.slice(timeline.stage + 1).forEach((ms) => {
            expect(ms).toBeGreaterThanOrEqual(SHORTEST_STAGE)
          })
        }
      }),
    )
  })

  it('reports the time used when it ends early', () => {
    const timeline = nextStage(newTimeline(PLAN), MINUTE)
    expect(used(timeline, MINUTE).map((ms) => ms / MINUTE)).toEqual([4, 2, 0, 0, 0, 0, 0, 0])
  })
})
