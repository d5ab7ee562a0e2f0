import type { MockState, Outcome, Refusal } from './state.ts'

/** Nothing happens. */
export function same(state: MockState): Outcome {
  return { state, effects: [] }
}

/** Nothing happens, and the person is told the reason. */
export function refuse(state: MockState, refused: Refusal): Outcome {
  return { state, effects: [], refused }
}
