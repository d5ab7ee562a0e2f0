import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameUser } from '#bot'
import { step } from '../../../src/features/mock/rules.ts'
import { nextDue } from '../../../src/features/mock/running.ts'
import { roleHolders, roleOf } from '../../../src/features/mock/seats.ts'
import type { MockInput, MockState } from '../../../src/features/mock/state.ts'
import { MINUTE } from '../../../src/features/mock/timeline.ts'
import { ana, ben, cai, KIT, lobby, org, T0 } from './fixtures.ts'

const total = 45 * MINUTE
const someone = fc.constantFrom(ana, ben, cai, org)
const time = fc.integer({ min: -10, max: 80 }).map((minutes) => T0 + minutes * MINUTE)
const revision = fc.integer({ min: 0, max: 12 })

const input: fc.Arbitrary<MockInput> = fc.oneof(
  fc.record({
    kind: fc.constant('take' as const),
    role: fc.constantFrom('candidate' as const, 'interviewer' as const, 'observer' as const),
    by: someone,
    at: time,
  }),
  fc.record({
    kind: fc.constantFrom('start' as const, 'cancel' as const, 'reveal' as const, 'take-over' as const),
    by: someone,
    at: time,
  }),
  fc.record({ kind: fc.constant('tick' as const), at: time, stageIsEmpty: fc.boolean() }),
  fc.record({
    kind: fc.constantFrom(
      'next' as const,
      'extend' as const,
      'pause' as const,
      'resume' as const,
      'end' as const,
    ),
    by: someone,
    at: time,
    revision,
  }),
  fc.record({
    kind: fc.constant('curveball' as const),
    by: someone,
    at: time,
    thrown: fc.integer({ min: 0, max: 6 }),
  }),
  fc.record({ kind: fc.constant('seen' as const), by: someone.map((p) => p.user), at: time }),
  fc.record({ kind: fc.constant('all-voted' as const), at: time }),
)

/** Controls that carry the revision which the newest card shows, so that runs get somewhere. */
function fresh(state: MockState, wanted: MockInput): MockInput {
  if ('revision' in wanted && wanted.revision > 3) return { ...wanted, revision: state.revision }
  if (wanted.kind === 'curveball' && 'curveballs' in state && wanted.thrown > 2)
    return { ...wanted, thrown: state.curveballs }
  return wanted
}

const ORDER = { lobby: 0, running: 1, paused: 1, scoring: 2, done: 3, cancelled: 3 }
const inputs = fc.array(input, { minLength: 1, maxLength: 60 })

/** Calls `check` for every step of every run. */
function always(check: (before: MockState, input: MockInput, after: MockState) => void): void {
  fc.assert(
    fc.property(inputs, (wanted) => {
      let state: MockState = step(lobby(), { kind: 'take', role: 'observer', by: cai, at: T0 }, KIT).state
      for (const each of wanted) {
        const next = fresh(state, each)
        const { state: after } = step(state, next, KIT)
        check(state, next, after)
        state = after
      }
    }),
    { numRuns: 500 },
  )
}

describe('the state machine, whatever comes', () => {
  it('always has minutes that add up', () => {
    always((_, __, after) => {
      if (!('timeline' in after)) return
      expect(after.timeline.budget.reduce((a, b) => a + b, 0)).toBe(total)
      if ('used' in after) expect(after.used.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(total)
    })
  })

  it('never moves backwards: not in time, not in phase, not in stage, not in revision', () => {
    always((before, _, after) => {
      expect(after.at).toBeGreaterThanOrEqual(before.at)
      expect(after.revision).toBeGreaterThanOrEqual(before.revision)
      expect(ORDER[after.phase]).toBeGreaterThanOrEqual(ORDER[before.phase])
      if (before.phase === 'done') expect(after.phase).toBe('done')
      if ('timeline' in before && 'timeline' in after)
        expect(after.timeline.stage).toBeGreaterThanOrEqual(before.timeline.stage)
    })
  })

  it('never has two candidates, or one person in two seats', () => {
    always((_, __, after) => {
      const holders = roleHolders(after.seats)
      holders.forEach((user, i) => {
        expect(holders.findIndex((other) => sameUser(other, user))).toBe(i)
      })
      expect(holders.filter((user) => roleOf(after.seats, user) === 'candidate').length).toBeLessThanOrEqual(
        1,
      )
      if (after.phase !== 'lobby' && after.phase !== 'cancelled') expect(after.seats.candidate).toBeDefined()
    })
  })

  it('unseals votes only when all voted, somebody who may reveals, or the day is over', () => {
    always((before, what, after) => {
      if (before.phase !== 'scoring' || after.phase !== 'done') return
      const steering = before.seats.interviewer ? 'interviewer' : 'candidate'
      const allowed =
        what.kind === 'all-voted' ||
        (what.kind === 'reveal' && (what.by.organiser || roleOf(before.seats, what.by.user) === steering)) ||
        after.at >= before.sealedUntil
      expect(allowed).toBe(true)
    })
  })

  it('is not changed by the same input again', () => {
    always((_, what, after) => {
      const again = step(after, what, KIT)
      expect(again.state).toEqual(after)
      expect(again.effects).toEqual([])
    })
  })

  it('always knows when time acts next while time can act', () => {
    always((_, __, after) => {
      const due = nextDue(after, KIT)
      if (after.phase === 'lobby' || after.phase === 'running' || after.phase === 'scoring') {
        expect(due).toBeGreaterThan(after.at)
        const { state, effects } = step(after, { kind: 'tick', at: due ?? 0, stageIsEmpty: true }, KIT)
        expect(effects.length).toBeGreaterThan(0)
        expect(nextDue(state, KIT) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(due ?? 0)
      } else expect(due).toBeUndefined()
    })
  })
})
