import { describe, expect, it } from 'vitest'
import { nextDue, SEALED_FOR, stageOpenAt } from '../../../src/features/mock/rules/running.ts'
import { everyoneScored, mayScore } from '../../../src/features/mock/rules/seats.ts'
import type { MockInput, MockState, Person, Refusal } from '../../../src/features/mock/rules/state.ts'
import { INTERVIEWER_GONE_AFTER } from '../../../src/features/mock/rules/steering.ts'
import { LOBBY_LASTS } from '../../../src/features/mock/rules/step.ts'
import { MINUTE } from '../../../src/features/mock/rules/timeline.ts'
import { ana, ben, cai, KIT, lobby, org, person, run, soloStarted, started, T0 } from './fixtures.ts'

const control = (
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
const tick = (at: number, stageIsEmpty = false): MockInput => ({ kind: 'tick', at, stageIsEmpty })

describe('the lobby', () => {
  it('makes whoever opened it the candidate, and lets seats be swapped', () => {
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

  it.each<[string, Person, Refusal | undefined]>([
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

  it('is cancelled by its people or an organiser, not by others', () => {
    expect(run(lobby(), { kind: 'cancel', by: cai, at: T0 }).refused).toBe('cancelRole')
    expect(run(lobby(), { kind: 'cancel', by: org, at: T0 }).state.phase).toBe('cancelled')
    expect(run(started(), { kind: 'cancel', by: ana, at: T0 }).refused).toBe('notInLobby')
  })
})

describe('a running mock', () => {
  it('opens the first stage with its minutes', () => {
    expect(started()).toMatchObject({ phase: 'running', endsAt: T0 + 5 * MINUTE, timeline: { stage: 0 } })
  })

  it('nudges one minute before the end, once', () => {
    const { state, effects } = run(started(), tick(T0 + 4 * MINUTE))
    expect(effects).toContainEqual({ kind: 'nudged', stage: 0, empty: false })
    expect(run(state, tick(T0 + 4 * MINUTE + 1)).effects).toEqual([])
  })

  it('says a word to the candidate when the last third begins and nothing is there', () => {
    const lastThird = T0 + Math.ceil((10 / 3) * MINUTE)
    expect(run(started(), tick(lastThird, true)).effects).toEqual([{ kind: 'hinted', stage: 0 }])
    expect(run(started(), tick(lastThird, false)).effects).toEqual([])
  })

  it('says it with the nudge where both would come at once', () => {
    const metrics = run(started(), control('next', ben, 1, T0)).state
    expect(run(metrics, tick(T0 + 2 * MINUTE, true)).effects).toEqual([
      { kind: 'nudged', stage: 1, empty: true },
    ])
  })

  it('has nothing to borrow in the last stage', () => {
    const last = run(started(), tick(T0 + 42 * MINUTE)).state
    expect(run(last, control('extend', ben, last.revision, T0 + 42 * MINUTE)).refused).toBe('lastStage')
  })

  it('advances by itself and closes the card before', () => {
    const { state, effects } = run(started(), tick(T0 + 5 * MINUTE))
    expect(state).toMatchObject({ timeline: { stage: 1 }, endsAt: T0 + 8 * MINUTE })
    expect(effects).toEqual([
      { kind: 'stage-closed', stage: 0 },
      { kind: 'stage-opened', stage: 1, missed: [] },
    ])
  })

  it('names what ended during an outage, and loses no time by it', () => {
    const { state, effects } = run(started(), tick(T0 + 16 * MINUTE))
    expect(state).toMatchObject({ timeline: { stage: 3 }, endsAt: T0 + 20 * MINUTE })
    expect(effects.slice(0, 2)).toEqual([
      { kind: 'stage-closed', stage: 0 },
      { kind: 'stage-opened', stage: 3, missed: [1, 2] },
    ])
  })

  it('goes to scoring when all of it ended during an outage', () => {
    const { state, effects } = run(started(), tick(T0 + 3 * 60 * MINUTE))
    expect(state).toMatchObject({ phase: 'scoring', endedAt: T0 + 45 * MINUTE })
    expect(effects).toEqual([
      { kind: 'stage-closed', stage: 0 },
      { kind: 'scoring-opened', missed: [1, 2, 3, 4, 5, 6, 7] },
    ])
  })

  it('asks the kit’s probes itself in solo, spread over the stage', () => {
    // Five minutes hold two questions.
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

  it('gives what a skipped stage had left to the buffer', () => {
    const { state } = run(started(), control('next', ben, 1, T0 + 2 * MINUTE))
    expect(state).toMatchObject({
      timeline: { stage: 1, budget: [2, 3, 7, 5, 8, 8, 5, 7].map((m) => m * MINUTE) },
    })
  })

  it('freezes the clock while paused', () => {
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

  it('nudges anew after two more minutes', () => {
    const nudged = run(started(), tick(T0 + 4 * MINUTE)).state
    const longer = run(nudged, control('extend', ben, 1, T0 + 4.5 * MINUTE)).state
    expect(longer).toMatchObject({ endsAt: T0 + 7 * MINUTE })
    expect(run(longer, tick(T0 + 6 * MINUTE)).effects).toEqual([{ kind: 'nudged', stage: 0, empty: false }])
  })

  it.each<[string, 'next' | 'extend' | 'pause' | 'end', Person, Refusal | undefined]>([
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
  ])('lets the %s press %s as the role allows', (_, kind, by, refused) => {
    expect(run(started(), control(kind, by, 1)).refused).toBe(refused)
  })

  it('lets the candidate steer in solo', () => {
    expect(run(soloStarted(), control('next', ana, 1)).refused).toBeUndefined()
    expect(run(soloStarted(), control('next', ben, 1)).refused).toBe('steerRoleSolo')
    expect(run(soloStarted(), control('end', ben, 1)).refused).toBe('endRoleSolo')
  })

  it('refuses a control of an older card, and changes nothing', () => {
    const next = run(started(), control('next', ben, 1, T0 + MINUTE)).state
    const again = run(next, control('next', ben, 1, T0 + MINUTE))
    expect(again).toEqual({ state: next, effects: [], refused: 'stale' })
  })

  it('lets time pass first: a press that comes with the end of the stage is of an older card', () => {
    const outcome = run(started(), control('next', ben, 1, T0 + 5 * MINUTE))
    expect(outcome.refused).toBe('stale')
    expect(outcome.state).toMatchObject({ timeline: { stage: 1 } })
    expect(outcome.effects).toContainEqual({ kind: 'stage-opened', stage: 1, missed: [] })
  })

  it('throws each curveball once, in order', () => {
    const first = run(started(), { kind: 'curveball', by: ben, thrown: 0, at: T0 })
    expect(first.effects).toEqual([{ kind: 'curveball', curveball: 0 }])
    expect(run(first.state, { kind: 'curveball', by: ben, thrown: 0, at: T0 }).refused).toBe('stale')
    expect(run(first.state, { kind: 'curveball', by: ana, thrown: 1, at: T0 }).refused).toBe('steerRoleOther')
  })

  it('hands an absent interviewer’s seat to an observer', () => {
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

describe('after the clock', () => {
  const scoring = () => run(started(), control('end', ben, 1, T0 + 2 * MINUTE)).state

  it('knows what was used', () => {
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

  it.each<[string, Person, Refusal | undefined]>([
    ['interviewer', ben, undefined],
    ['organiser', org, undefined],
    ['candidate', ana, 'revealRole'],
    ['observer', cai, 'revealRole'],
  ])('is revealed by the %s: %s', (_, by, refused) => {
    expect(run(scoring(), { kind: 'reveal', by, at: T0 + 3 * MINUTE }).refused).toBe(refused)
  })

  it('takes scores from role holders, in solo from anybody', () => {
    expect(mayScore(started().seats, cai.user)).toBe(true)
    expect(mayScore(started().seats, person('zoe').user)).toBe(false)
    expect(mayScore(soloStarted().seats, person('zoe').user)).toBe(true)
  })

  it('waits for everybody with a role, in solo for three peers too', () => {
    const [zoe, yan, xia] = ['zoe', 'yan', 'xia'].map((name) => person(name).user)
    const all = [ana.user, ben.user, cai.user]
    expect(everyoneScored(started().seats, all)).toBe(true)
    expect(everyoneScored(started().seats, all.slice(1))).toBe(false)
    const peers = [zoe, yan, xia].filter((peer) => peer !== undefined)
    expect(everyoneScored(soloStarted().seats, [ana.user, ...peers.slice(1)])).toBe(false)
    expect(everyoneScored(soloStarted().seats, [ana.user, ...peers])).toBe(true)
  })
})

describe('a place that is gone', () => {
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
  ])('ends a mock in %s, without a word about what fell due', (_, state) => {
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

describe('what falls due next', () => {
  it('is the lapse, then the marks of a stage, then its end, then the unsealing', () => {
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

describe('the stage in which something was written', () => {
  it('is the one that was open then, also when it is heard of later', () => {
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
