import type { MockOutcome, MockRefusal, MockState } from './state.ts'

/** Nothing happens. */
export function same(state: MockState): MockOutcome {
  return { state, effects: [] }
}

/** Nothing happens, and the person is told the reason. */
export function refuse(state: MockState, refused: MockRefusal): MockOutcome {
  return { state, effects: [], refused }
}
