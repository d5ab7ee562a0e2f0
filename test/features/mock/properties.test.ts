import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sameUser } from '#bot'
import { nextDue } from '../../../src/features/mock/rules/running.ts'
import { roleHolders, roleOf } from '../../../src/features/mock/rules/seats.ts'
import type { MockInput, MockState } from '../../../src/features/mock/rules/state.ts'
import { step } from '../../../src/features/mock/rules/step.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { ana, ben, cai, KIT, lobby, org, T0 } from './fixtures.ts'

const total = 45 * MINUTE
const someone = fc.constantFrom(ana, ben, cai, org)
/** Filled in from the state when it is applied. */
const at = fc.constant(0)
const revision = fc.constant(0)

const input: fc.Arbitrary<MockInput> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('cancel' as const, 'reveal' as const), by: someone, at }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('start' as const, 'take-over' as const), by: someone, at }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      role: fc.constantFrom('candidate' as const, 'interviewer' as const, 'observer' as const),
      by: someone,
      at,
    }),
  },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('tick' as const), at, stageIsEmpty: fc.boolean() }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('next' as const, 'extend' as const, 'pause' as const, 'resume' as const),
      by: someone,
      at,
      revision,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end' as const), by: someone, at, revision }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('curveball' as const),
      by: someone,
      at,
      thrown: fc.constant(0),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('seen' as const), by: someone.map((p) => p.user), at }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('all-voted' as const), at }) },
)

/** Mostly a little later, sometimes much, sometimes earlier: clocks of replicas differ, and events are late. */
const delay = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 * MINUTE }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20 * MINUTE }) },
  { weight: 1, arbitrary: fc.integer({ min: -5 * MINUTE, max: 0 }) },
)

/** Mostly the revision and count of the newest card, sometimes an older one. */
const staleness = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) },
)

const inputs = fc.array(fc.record({ input, delay, staleness }), { minLength: 1, maxLength: 60 })

const ORDER = { lobby: 0, running: 1, paused: 1, scoring: 2, done: 3, cancelled: 3 }

type Wish = Readonly<{ input: MockInput; delay: number; staleness: number }>

function toInput(state: MockState, { input: wanted, delay: later, staleness: old }: Wish): MockInput {
  const moved = { ...wanted, at: state.at + later }
  if ('revision' in moved) return { ...moved, revision: state.revision - old }
  return 'thrown' in moved
    ? { ...moved, thrown: ('curveballs' in state ? state.curveballs : 0) - old }
    : moved
}

type Invariant = (before: MockState, input: MockInput, after: MockState) => void

/** Each is checked after every step of every run. */
const INVARIANTS: Readonly<Record<string, Invariant>> = {
  'the minutes add up'(_, __, after) {
    if (!('timeline' in after)) return
    expect(sum(after.timeline.budget)).toBe(total)
    if ('used' in after) expect(sum(after.used)).toBeLessThanOrEqual(total)
  },

  'nothing moves backwards: not time, phase, stage or revision'(before, _, after) {
    expect(after.at).toBeGreaterThanOrEqual(before.at)
    expect(after.revision).toBeGreaterThanOrEqual(before.revision)
    expect(ORDER[after.phase]).toBeGreaterThanOrEqual(ORDER[before.phase])
    if (before.phase === 'done') expect(after.phase).toBe('done')
    if ('timeline' in before && 'timeline' in after)
      expect(after.timeline.stage).toBeGreaterThanOrEqual(before.timeline.stage)
  },

  'there are never two candidates, or one person in two seats'(_, __, after) {
    const holders = roleHolders(after.seats)
    holders.forEach((user, i) => {
      expect(holders.findIndex((other) => sameUser(other, user))).toBe(i)
    })
    const candidates = holders.filter((user) => roleOf(after.seats, user) === 'candidate')
    expect(candidates.length).toBeLessThanOrEqual(1)
    if (after.phase !== 'lobby' && after.phase !== 'cancelled') expect(after.seats.candidate).toBeDefined()
  },

  'votes are unsealed only when all voted, somebody entitled reveals, or the day is over'(
    before,
    what,
    after,
  ) {
    if (before.phase !== 'scoring' || after.phase !== 'done') return
    const steering = before.seats.interviewer ? 'interviewer' : 'candidate'
    const allowed =
      what.kind === 'all-voted' ||
      (what.kind === 'reveal' && (what.by.organiser || roleOf(before.seats, what.by.user) === steering)) ||
      after.at >= before.sealedUntil
    expect(allowed).toBe(true)
  },

  'the same input again changes nothing'(_, what, after) {
    const again = step(after, what, KIT)
    expect(again.state).toEqual(after)
    expect(again.effects).toEqual([])
  },

  'it is known when time acts next, while time can act'(_, __, after) {
    const due = nextDue(after, KIT)
    if (after.phase !== 'lobby' && after.phase !== 'running' && after.phase !== 'scoring') {
      expect(due).toBeUndefined()
      return
    }
    // The word to the candidate may be overdue: only a tick that has looked at the answer can tell.
    const then = Math.max(due ?? 0, after.at)
    const { state, effects } = step(after, { kind: 'tick', at: then, stageIsEmpty: true }, KIT)
    expect(effects.length).toBeGreaterThan(0)
    expect(nextDue(state, KIT) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(then)
  },
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** @throws Error that names the invariant which the step breaks */
function checkAll(...[before, what, after]: Parameters<Invariant>): void {
  for (const [name, holds] of Object.entries(INVARIANTS)) {
    try {
      holds(before, what, after)
    } catch (cause) {
      throw new Error(`${name}: broken by ${JSON.stringify(what)}`, { cause })
    }
  }
}

it('keeps every invariant of a mock in every phase, whatever comes', () => {
  const visited = new Set<string>()
  fc.assert(
    fc.property(inputs, fc.boolean(), fc.constantFrom(0, 1, 2), (wishes, solo, begun) => {
      let state: MockState = step(lobby(), { kind: 'take', role: 'observer', by: cai, at: T0 }, KIT).state
      if (!solo) state = step(state, { kind: 'take', role: 'interviewer', by: ben, at: T0 }, KIT).state
      if (begun > 0) state = step(state, { kind: 'start', by: ana, at: T0 }, KIT).state
      if (begun > 1) state = step(state, { kind: 'end', by: org, at: T0, revision: 1 }, KIT).state
      for (const wish of wishes) {
        const next = toInput(state, wish)
        const { state: after } = step(state, next, KIT)
        checkAll(state, next, after)
        visited.add(after.phase)
        state = after
      }
    }),
    { numRuns: 1000 },
  )
  expect([...visited].sort()).toEqual(Object.keys(ORDER).sort())
})
