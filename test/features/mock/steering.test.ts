import { describe, expect, it } from 'vitest'
import type { MockRefusal, Person } from '../../../src/features/mock/rules/state.ts'
import { INTERVIEWER_GONE_AFTER } from '../../../src/features/mock/rules/steering.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { ana, ben, cai, control, org, run, soloStarted, started, T0, tick } from './fixtures.ts'

describe('the controls of a mock', () => {
  it('do not extend the last stage', () => {
    const last = run(started(), tick(T0 + 42 * MINUTE)).state
    expect(run(last, control('extend', ben, last.revision, T0 + 42 * MINUTE)).refused).toBe('lastStage')
  })

  it('add the time left of a skipped stage to the buffer', () => {
    const { state } = run(started(), control('next', ben, 1, T0 + 2 * MINUTE))
    expect(state).toMatchObject({
      timeline: { stage: 1, budget: [2, 3, 7, 5, 8, 8, 5, 7].map((m) => m * MINUTE) },
    })
  })

  it('freeze the clock during a pause', () => {
    const paused = run(started(), control('pause', ana, 1, T0 + MINUTE))
    expect(paused.state).toMatchObject({ phase: 'paused', left: 4 * MINUTE })
    expect(run(paused.state, tick(T0 + 60 * MINUTE)).effects).toEqual([])
    const resumed = run(paused.state, control('resume', ben, 2, T0 + 61 * MINUTE))
    expect(resumed.state).toMatchObject({ phase: 'running', endsAt: T0 + 65 * MINUTE })
    expect('log' in resumed.state && resumed.state.log.map((entry) => entry.kind)).toEqual([
      'paused',
      'resumed',
    ])
  })

  it('have the nudge sent again after two more minutes', () => {
    const nudged = run(started(), tick(T0 + 4 * MINUTE)).state
    const longer = run(nudged, control('extend', ben, 1, T0 + 4.5 * MINUTE)).state
    expect(longer).toMatchObject({ endsAt: T0 + 7 * MINUTE })
    expect(run(longer, tick(T0 + 6 * MINUTE)).effects).toEqual([{ kind: 'nudged', stage: 0, empty: false }])
  })

  it.each<[string, 'next' | 'extend' | 'pause' | 'end', Person, MockRefusal | undefined]>([
    ['interviewer', 'next', ben, undefined],
    ['interviewer', 'extend', ben, undefined],
    ['interviewer', 'pause', ben, undefined],
    ['interviewer', 'end', ben, undefined],
    ['candidate', 'next', ana, 'steerRoleOther'],
    ['candidate', 'extend', ana, 'steerRoleOther'],
    ['candidate', 'pause', ana, undefined],
    ['candidate', 'end', ana, 'endRole'],
    ['observer', 'pause', cai, 'pauseRole'],
    ['observer', 'next', cai, 'steerRole'],
    ['organiser', 'end', org, undefined],
    ['organiser', 'next', org, 'steerRoleOther'],
  ])('let the %s press %s as the role allows', (_, kind, by, refused) => {
    expect(run(started(), control(kind, by, 1)).refused).toBe(refused)
  })

  it('belong to the candidate in solo', () => {
    expect(run(soloStarted(), control('next', ana, 1)).refused).toBeUndefined()
    expect(run(soloStarted(), control('next', ben, 1)).refused).toBe('steerRoleSolo')
    expect(run(soloStarted(), control('end', ben, 1)).refused).toBe('endRoleSolo')
  })

  it('of an outdated card are refused and change nothing', () => {
    const next = run(started(), control('next', ben, 1, T0 + MINUTE)).state
    const again = run(next, control('next', ben, 1, T0 + MINUTE))
    expect(again).toEqual({ state: next, effects: [], refused: 'stale' })
  })

  it('are outdated when pressed at the end of the stage', () => {
    const outcome = run(started(), control('next', ben, 1, T0 + 5 * MINUTE))
    expect(outcome.refused).toBe('stale')
    expect(outcome.state).toMatchObject({ timeline: { stage: 1 } })
    expect(outcome.effects).toContainEqual({ kind: 'stage-opened', stage: 1, missed: [] })
  })

  it('throw each curveball once, in order', () => {
    const first = run(started(), { kind: 'curveball', by: ben, thrown: 0, at: T0 })
    expect(first.effects).toEqual([{ kind: 'curveball', curveball: 0 }])
    expect(run(first.state, { kind: 'curveball', by: ben, thrown: 0, at: T0 }).refused).toBe('stale')
    expect(run(first.state, { kind: 'curveball', by: ana, thrown: 1, at: T0 }).refused).toBe('steerRoleOther')
  })

  it('give an absent interviewer’s seat to an observer', () => {
    const early = run(started(), { kind: 'take-over', by: cai, at: T0 + INTERVIEWER_GONE_AFTER - 1 })
    expect(early.refused).toBe('interviewerPresent')
    const seen = run(started(), { kind: 'seen', by: ben.user, at: T0 + MINUTE }).state
    expect(run(seen, { kind: 'take-over', by: cai, at: T0 + INTERVIEWER_GONE_AFTER }).refused).toBe(
      'interviewerPresent',
    )
    const late = run(started(), { kind: 'take-over', by: cai, at: T0 + INTERVIEWER_GONE_AFTER })
    expect(late.state.seats).toMatchObject({ interviewer: cai.user, observers: [ben.user] })
    expect(run(started(), { kind: 'take-over', by: ana, at: T0 + INTERVIEWER_GONE_AFTER }).refused).toBe(
      'takeOverRole',
    )
  })
})
