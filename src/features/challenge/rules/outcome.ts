import type { ChallengeEffect, ChallengeOutcome, ChallengeRefusal, ChallengeState } from './state.ts'

export function same(state: ChallengeState, ...effects: readonly ChallengeEffect[]): ChallengeOutcome {
  return { state, effects }
}

export function refuse(state: ChallengeState, refused: ChallengeRefusal): ChallengeOutcome {
  return { state, effects: [], refused }
}

export function cancelled(state: ChallengeState, effects: readonly ChallengeEffect[]): ChallengeOutcome {
  return { state: { ...state, phase: 'cancelled' }, effects }
}
