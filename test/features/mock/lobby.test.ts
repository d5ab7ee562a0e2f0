import { describe, expect, it } from 'vitest'
import type { MockRefusal, Person } from '../../../src/features/mock/rules/state.ts'
import { LOBBY_LASTS } from '../../../src/features/mock/rules/step.ts'
import { ana, ben, cai, lobby, org, person, run, started, T0, tick } from './fixtures.ts'

describe('the lobby', () => {
  it('makes the person who opened it the candidate, and allows swapping seats', () => {
    const { state } = run(
      lobby(),
      { kind: 'take', role: 'interviewer', by: ana, at: T0 },
      { kind: 'take', role: 'candidate', by: ben, at: T0 },
      { kind: 'take', role: 'observer', by: cai, at: T0 },
    )
    expect(state.seats).toMatchObject({ candidate: ben.user, interviewer: ana.user, observers: [cai.user] })
  })

  it('keeps a taken seat', () => {
    const outcome = run(lobby(), { kind: 'take', role: 'candidate', by: ben, at: T0 })
    expect(outcome.refused).toBe('seatTaken')
    expect(outcome.state.seats.candidate).toEqual(ana.user)
  })

  it('changes nothing when somebody takes the seat they have', () => {
    expect(run(lobby(), { kind: 'take', role: 'candidate', by: ana, at: T0 }).effects).toEqual([])
  })

  it('lapses after 30 minutes', () => {
    expect(run(lobby(), tick(T0 + LOBBY_LASTS - 1)).state.phase).toBe('lobby')
    const { state, effects } = run(lobby(), tick(T0 + LOBBY_LASTS))
    expect(state).toMatchObject({ phase: 'cancelled', reason: 'lapsed' })
    expect(effects).toEqual([{ kind: 'cancelled', reason: 'lapsed' }])
  })

  it.each<[string, Person, MockRefusal | undefined]>([
    ['the candidate', ana, undefined],
    ['the interviewer', ben, undefined],
    ['an observer', cai, 'startRole'],
    ['a stranger', person('zoe'), 'startRole'],
  ])('may be started by %s: %s', (_, by, refused) => {
    const seated = run(
      lobby(),
      { kind: 'take', role: 'interviewer', by: ben, at: T0 },
      { kind: 'take', role: 'observer', by: cai, at: T0 },
    ).state
    expect(run(seated, { kind: 'start', by, at: T0 }).refused).toBe(refused)
  })

  it('does not start without a candidate', () => {
    const outcome = run(
      lobby(),
      { kind: 'take', role: 'interviewer', by: ana, at: T0 },
      { kind: 'start', by: ana, at: T0 },
    )
    expect(outcome.refused).toBe('noCandidate')
  })

  it('may be cancelled by its host, candidate, interviewer or an organiser only', () => {
    expect(run(lobby(), { kind: 'cancel', by: cai, at: T0 }).refused).toBe('cancelRole')
    expect(run(lobby(), { kind: 'cancel', by: org, at: T0 }).state.phase).toBe('cancelled')
    expect(run(started(), { kind: 'cancel', by: ana, at: T0 }).refused).toBe('notInLobby')
  })
})
