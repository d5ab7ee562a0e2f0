import { describe, expect, it } from 'vitest'
import { nextDue, SEALED_FOR, stageOpenAt } from '../../../src/features/mock/rules/running.ts'
import { LOBBY_LASTS } from '../../../src/features/mock/rules/step.ts'
import { MINUTE } from '../../../src/kit/durations.ts'
import { ana, ben, control, KIT, lobby, run, soloStarted, started, T0, tick } from './fixtures.ts'

describe('a running mock', () => {
  it('opens the first stage with its minutes', () => {
    expect(started()).toMatchObject({ phase: 'running', endsAt: T0 + 5 * MINUTE, timeline: { stage: 0 } })
  })

  it('nudges one minute before the end, once', () => {
    const { state, effects } = run(started(), tick(T0 + 4 * MINUTE))
    expect(effects).toContainEqual({ kind: 'nudged', stage: 0, empty: false })
    expect(run(state, tick(T0 + 4 * MINUTE + 1)).effects).toEqual([])
  })

  it('hints the candidate when the last third begins and nothing is written', () => {
    const lastThird = T0 + Math.ceil((10 / 3) * MINUTE)
    expect(run(started(), tick(lastThird, true)).effects).toEqual([{ kind: 'hinted', stage: 0 }])
    expect(run(started(), tick(lastThird, false)).effects).toEqual([])
  })

  it('leaves the hint to the nudge where both would come at once', () => {
    const metrics = run(started(), control('next', ben, 1, T0)).state
    expect(run(metrics, tick(T0 + 2 * MINUTE, true)).effects).toEqual([
      { kind: 'nudged', stage: 1, empty: true },
    ])
  })

  it('advances by itself and closes the card of the stage before', () => {
    const { state, effects } = run(started(), tick(T0 + 5 * MINUTE))
    expect(state).toMatchObject({ timeline: { stage: 1 }, endsAt: T0 + 8 * MINUTE })
    expect(effects).toEqual([
      { kind: 'stage-closed', stage: 0 },
      { kind: 'stage-opened', stage: 1, missed: [] },
    ])
  })

  it('names the stages that ended during an outage, and loses no time', () => {
    const { state, effects } = run(started(), tick(T0 + 16 * MINUTE))
    expect(state).toMatchObject({ timeline: { stage: 3 }, endsAt: T0 + 20 * MINUTE })
    expect(effects.slice(0, 2)).toEqual([
      { kind: 'stage-closed', stage: 0 },
      { kind: 'stage-opened', stage: 3, missed: [1, 2] },
    ])
  })

  it('goes to scoring when all stages ended during an outage', () => {
    const { state, effects } = run(started(), tick(T0 + 3 * 60 * MINUTE))
    expect(state).toMatchObject({ phase: 'scoring', endedAt: T0 + 45 * MINUTE })
    expect(effects).toEqual([
      { kind: 'stage-closed', stage: 0 },
      { kind: 'scoring-opened', missed: [1, 2, 3, 4, 5, 6, 7] },
    ])
  })

  it('asks the kit’s probes itself in solo, spread over the stage', () => {
    // Five minutes hold two probes.
    const at = (third: number) => T0 + (third * 5 * MINUTE) / 3
    const first = run(soloStarted(), tick(at(1)))
    expect(first.effects).toContainEqual({ kind: 'probed', stage: 0, probe: 0 })
    expect(run(first.state, tick(at(2))).effects).toContainEqual({ kind: 'probed', stage: 0, probe: 1 })
    expect(run(started(), tick(at(1))).effects).toEqual([])
  })

  it('asks only the newest probe after an outage', () => {
    const { effects } = run(soloStarted(), tick(T0 + 4.5 * MINUTE))
    expect(effects.filter((effect) => effect.kind === 'probed')).toEqual([
      { kind: 'probed', stage: 0, probe: 1 },
    ])
  })
})

describe('the next moment at which time moves a mock', () => {
  it('is the lapse of the lobby, then the messages of a stage, its end, and the unsealing', () => {
    expect(nextDue(lobby(), KIT)).toBe(T0 + LOBBY_LASTS)
    expect(nextDue(started(), KIT)).toBe(T0 + Math.ceil((10 / 3) * MINUTE))
    const marked = run(started(), tick(T0 + 4 * MINUTE)).state
    expect(nextDue(marked, KIT)).toBe(T0 + 5 * MINUTE)
    const paused = run(started(), control('pause', ana, 1)).state
    expect(nextDue(paused, KIT)).toBeUndefined()
    const ended = run(started(), control('end', ben, 1)).state
    expect(nextDue(ended, KIT)).toBe(T0 + SEALED_FOR)
  })
})

describe('the stage of a message', () => {
  it('is the one that was open then, also when the message arrives later', () => {
    const late = run(started(), tick(T0 + 10 * MINUTE)).state
    expect(stageOpenAt(late, T0 + 4 * MINUTE)).toBe(0)
    expect(stageOpenAt(late, T0 + 6 * MINUTE)).toBe(1)
    expect(stageOpenAt(late, T0 + 9 * MINUTE)).toBe(2)
    expect(stageOpenAt(late, T0 - 1)).toBe(0)
    expect(stageOpenAt(lobby(), T0)).toBeUndefined()
  })

  it('is none from the end on', () => {
    const over = run(started(), tick(T0 + 60 * MINUTE)).state
    expect(stageOpenAt(over, T0 + 45 * MINUTE - 1)).toBe(7)
    expect(stageOpenAt(over, T0 + 45 * MINUTE)).toBeUndefined()
  })
})
