import type { UserRef } from '#bot'
import type { Kit, MockState } from '../src/features/mock/rules/state.ts'
import { newMock, step } from '../src/features/mock/rules/step.ts'

const MOCKS = 2000
const KIT: Kit = { probes: [3, 3, 3, 3, 3, 3, 3, 3], curveballs: 6 }
const ana: UserRef = { platform: 'discord', space: 's', user: 'ana' }

/** Whole solo mocks through the state machine, a tick every five seconds. */
export async function benchRules(): Promise<string> {
  let steps = 0
  const began = performance.now()
  for (let i = 0; i < MOCKS; i++) {
    const by = { user: ana, organiser: false }
    let state: MockState = step(
      newMock(ana, [5, 3, 7, 5, 8, 8, 5, 4], 0),
      { kind: 'start', by, at: 0 },
      KIT,
    ).state
    for (let at = 0; state.phase === 'running'; at += 5000) {
      state = step(state, { kind: 'tick', at, stageIsEmpty: true }, KIT).state
      steps++
    }
  }
  const ms = performance.now() - began
  return `rules: ${steps} steps of ${MOCKS} mocks in ${ms.toFixed(0)} ms, ${((1000 * ms) / steps).toFixed(2)} µs each`
}
