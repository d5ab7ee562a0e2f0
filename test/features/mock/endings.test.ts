import { describe, expect, it } from 'vitest'
import { SEALED_FOR } from '../../../src/features/mock/rules/running.ts'
import { everyoneScored, mayScore } from '../../../src/features/mock/rules/seats.ts'
import type { MockRefusal, MockState, Person } from '../../../src/features/mock/rules/state.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import {
  ana,
  ben,
  cai,
  control,
  lobby,
  org,
  person,
  run,
  soloStarted,
  started,
  T0,
  tick,
} from './fixtures.ts'

describe('scoring', () => {
  const scoring = () => run(started(), control('end', ben, 1, T0 + 2 * MINUTE)).state

  it('knows the time used of each stage', () => {
    expect(scoring()).toMatchObject({ phase: 'scoring', used: [2 * MINUTE, 0, 0, 0, 0, 0, 0, 0] })
  })

  it('keeps votes sealed for a day unless revealed', () => {
    const end = T0 + 2 * MINUTE + SEALED_FOR
    expect(run(scoring(), tick(end - 1)).state.phase).toBe('scoring')
    expect(run(scoring(), tick(end)).state).toMatchObject({ phase: 'done', revealed: 'time' })
    expect(run(scoring(), { kind: 'all-voted', at: T0 + 3 * MINUTE }).state).toMatchObject({
      phase: 'done',
      revealed: 'all-voted',
    })
  })

  it.each<[string, Person, MockRefusal | undefined]>([
    ['interviewer', ben, undefined],
    ['organiser', org, undefined],
    ['candidate', ana, 'revealRole'],
    ['observer', cai, 'revealRole'],
  ])('is revealed by the %s: %s', (_, by, refused) => {
    expect(run(scoring(), { kind: 'reveal', by, at: T0 + 3 * MINUTE }).refused).toBe(refused)
  })

  it('accepts scores from role holders, in solo from anybody', () => {
    expect(mayScore(started().seats, cai.user)).toBe(true)
    expect(mayScore(started().seats, person('zoe').user)).toBe(false)
    expect(mayScore(soloStarted().seats, person('zoe').user)).toBe(true)
  })

  it('ends when everybody with a role has scored, in solo three peers too', () => {
    const [zoe, yan, xia] = ['zoe', 'yan', 'xia'].map((name) => person(name).user)
    const all = [ana.user, ben.user, cai.user]
    expect(everyoneScored(started().seats, all)).toBe(true)
    expect(everyoneScored(started().seats, all.slice(1))).toBe(false)
    const peers = [zoe, yan, xia].filter((peer) => peer !== undefined)
    expect(everyoneScored(soloStarted().seats, [ana.user, ...peers.slice(1)])).toBe(false)
    expect(everyoneScored(soloStarted().seats, [ana.user, ...peers])).toBe(true)
  })
})

describe('a channel that is gone', () => {
  it.each<[string, () => MockState]>([
    ['lobby', lobby],
    ['running', started],
  ])('ends a mock in the %s', (_, state) => {
    expect(run(state(), { kind: 'vanish', reason: 'gone', at: T0 }).state).toMatchObject({
      phase: 'cancelled',
      reason: 'gone',
    })
  })
})

describe('a problem that is gone', () => {
  const gone = { kind: 'problem-gone', at: T0 + 60 * MINUTE } as const

  it.each<[string, () => MockState]>([
    ['lobby', lobby],
    ['running', started],
    ['paused', () => run(started(), control('pause', ana, 1)).state],
    ['scoring', () => run(started(), control('end', ben, 1)).state],
  ])('ends a mock in %s, without announcing what fell due', (_, state) => {
    const before = state()
    const { state: after, effects, refused } = run(before, gone)
    expect(after).toMatchObject({ phase: 'cancelled', reason: 'unsent', revision: before.revision + 1 })
    expect(after.seats).toEqual(before.seats)
    expect({ effects, refused }).toEqual({ effects: [] })
  })

  it('changes nothing about a mock that is over', () => {
    const cancelled = run(lobby(), { kind: 'cancel', by: ana, at: T0 }).state
    const done = run(started(), control('end', ben, 1), { kind: 'reveal', by: ben, at: T0 + MINUTE }).state
    for (const over of [cancelled, done]) {
      const outcome = run(over, gone)
      expect(outcome.state).toMatchObject({ ...over, at: gone.at })
      expect(outcome.effects).toEqual([])
    }
  })
})
