import type { UserRef } from '#bot'
import type {
  Kit,
  MockInput,
  MockOutcome,
  MockState,
  Person,
} from '../../../src/features/mock/rules/state.ts'
import { newMock, step } from '../../../src/features/mock/rules/step.ts'

export const PLAN = [5, 3, 7, 5, 8, 8, 5, 4]
export const KIT: Kit = { probes: [3, 3, 3, 3, 3, 3, 3, 3], curveballs: 6 }
export const T0 = Date.parse('2026-03-01T18:00:00Z')

const user = (name: string): UserRef => ({ platform: 'discord', space: 's', user: name })
export const person = (name: string, organiser = false): Person => ({ user: user(name), organiser })
export const ana = person('ana')
export const ben = person('ben')
export const cai = person('cai')
export const org = person('org', true)

export const lobby = () => newMock(ana.user, PLAN, T0)

/** Applies inputs one after the other, as the shell does. */
export function run(state: MockState, ...inputs: readonly MockInput[]): MockOutcome {
  return inputs.reduce<MockOutcome>((before, input) => step(before.state, input, KIT), { state, effects: [] })
}

/** Ana is candidate, Ben interviews, Cai observes. */
export function started(): MockState {
  return run(
    lobby(),
    { kind: 'take', role: 'interviewer', by: ben, at: T0 },
    { kind: 'take', role: 'observer', by: cai, at: T0 },
    { kind: 'start', by: ana, at: T0 },
  ).state
}

export function soloStarted(): MockState {
  return run(lobby(), { kind: 'start', by: ana, at: T0 }).state
}

/** A press of one of the clock's buttons. */
export const control = (
  kind: 'next' | 'extend' | 'pause' | 'resume' | 'end',
  by: Person,
  revision: number,
  at = T0,
): MockInput => ({
  kind,
  by,
  revision,
  at,
})

export const tick = (at: number, stageIsEmpty = false): MockInput => ({ kind: 'tick', at, stageIsEmpty })
