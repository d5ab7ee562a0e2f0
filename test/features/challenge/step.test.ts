import { describe, expect, it } from 'vitest'
import { LATE_MS } from '../../../src/features/challenge/rules/deadline.ts'
import type {
  ChallengeInput,
  ChallengeState,
  Phase,
  SubmissionState,
} from '../../../src/features/challenge/rules/state.ts'
import { newChallenge, step } from '../../../src/features/challenge/rules/step.ts'
import { DAY } from '../../../src/kit/durations.ts'

const DEADLINE = Date.parse('2026-03-08T17:00:00Z')
const PHASES: readonly Phase[] = ['open', 'closing', 'closed', 'cancelled']

const stateOf = (phase: Phase, reopened = 0): ChallengeState => ({
  phase,
  deadlineAt: DEADLINE,
  closedAt: phase === 'closed' ? DEADLINE + 1 : null,
  reopened,
})
const onTime: SubmissionState = { state: 'standing', late: false }
const late: SubmissionState = { state: 'standing', late: true }
const withdrawn = (submission: SubmissionState): SubmissionState => ({ ...submission, state: 'withdrawn' })

/** The phase afterwards, and what follows. */
const result = (state: ChallengeState, input: ChallengeInput) => {
  const { state: after, effects, refused } = step(state, input)
  return refused ? { refused } : { phase: after.phase, effects: effects.map(({ kind }) => kind) }
}

describe('a new challenge', () => {
  const postedAt = DEADLINE - 7 * DAY

  it('is open, posted, and has alarms for its close and two reminders', () => {
    const { state, effects } = newChallenge({
      postedAt,
      deadlineAt: DEADLINE,
      dueAt: postedAt,
      timeZone: 'UTC',
    })
    expect(state).toEqual(stateOf('open'))
    expect(effects).toEqual([
      { kind: 'posted' },
      { kind: 'close-scheduled', at: DEADLINE },
      { kind: 'reminder-scheduled', at: Date.parse('2026-03-05T09:00Z') },
      { kind: 'reminder-scheduled', at: DEADLINE - DAY },
    ])
  })

  it('says when it should have been posted, if it comes late', () => {
    const { effects } = newChallenge({
      postedAt,
      deadlineAt: DEADLINE,
      dueAt: postedAt - 1,
      timeZone: 'UTC',
    })
    expect(effects[0]).toEqual({ kind: 'posted', dueAt: postedAt - 1 })
  })
})

describe('the deadline', () => {
  const deadline = (at: number, dueAt = DEADLINE) => ({ kind: 'deadline', dueAt, at }) as const

  it.each([
    ['passes', 'open', deadline(DEADLINE), 'closing', ['card-changed', 'recount-started']],
    ['is not reached', 'open', deadline(DEADLINE - 1), 'open', []],
    [
      'passed unnoticed: the catch-up comes first',
      'open',
      deadline(DEADLINE + DAY),
      'open',
      ['close-scheduled'],
    ],
    [
      'passed unnoticed, and the wait for the catch-up is over',
      'open',
      deadline(DEADLINE + DAY, DEADLINE + DAY),
      'closing',
      ['card-changed', 'recount-started'],
    ],
    ['rings twice', 'closing', deadline(DEADLINE + 1), 'closing', []],
    ['rings for a closed challenge', 'closed', deadline(DEADLINE + 1), 'closed', []],
    ['rings for a cancelled challenge', 'cancelled', deadline(DEADLINE + 1), 'cancelled', []],
  ] as const)('%s', (_, phase, input, after, effects) => {
    expect(result(stateOf(phase), input)).toEqual({ phase: after, effects })
  })

  it.each([
    ['open', DEADLINE, []],
    ['open', DEADLINE + 1, ['close-scheduled']],
    ['closing', DEADLINE + 1, []],
    ['closed', DEADLINE + 1, []],
    ['cancelled', DEADLINE + 1, []],
  ] as const)('a catch-up ends in phase %s at %i', (phase, at, effects) => {
    expect(result(stateOf(phase), { kind: 'caught-up', at })).toEqual({ phase, effects })
  })
})

describe('a recount that ends', () => {
  it.each(PHASES)('changes nothing while others are pending, in phase %s', (phase) => {
    const state = stateOf(phase)
    expect(step(state, { kind: 'recounted', pending: true, at: DEADLINE })).toEqual({ state, effects: [] })
  })

  it('closes a closing challenge once it is the last', () => {
    expect(step(stateOf('closing'), { kind: 'recounted', pending: false, at: DEADLINE + 5 })).toEqual({
      state: { ...stateOf('closed'), closedAt: DEADLINE + 5 },
      effects: [
        { kind: 'votes-revealed', at: DEADLINE + 5 },
        { kind: 'card-changed' },
        { kind: 'result-posted' },
      ],
    })
  })

  it.each(['open', 'closed', 'cancelled'] as const)('changes nothing in phase %s', (phase) => {
    expect(result(stateOf(phase), { kind: 'recounted', pending: false, at: DEADLINE })).toEqual({
      phase,
      effects: [],
    })
  })
})

describe('a submission', () => {
  const handIn = (at: number, before?: SubmissionState, unchanged = false) =>
    ({ kind: 'hand-in', before, unchanged, at }) as const

  it.each([
    ['the first', 'open', handIn(DEADLINE), ['submission-shown', 'card-changed', 'reviewers-assigned']],
    ['a late one', 'closed', handIn(DEADLINE + 1), ['submission-shown', 'card-changed']],
    ['a newer wording', 'open', handIn(DEADLINE, onTime), ['submission-changed']],
    ['the same text', 'open', handIn(DEADLINE, onTime, true), []],
    [
      'a withdrawn one that is handed in again with the same text',
      'open',
      handIn(DEADLINE, withdrawn(onTime), true),
      ['submission-shown', 'card-changed', 'reviewers-assigned'],
    ],
  ] as const)('%s follows in phase %s', (_, phase, input, effects) => {
    expect(result(stateOf(phase), input)).toEqual({ phase, effects })
  })

  it.each([
    ['closedEdit', 'closed', handIn(DEADLINE + 1, onTime)],
    ['closedEdit', 'closed', handIn(DEADLINE + 1, onTime, true)],
    ['withdrawn', 'closed', handIn(DEADLINE + 1, withdrawn(onTime))],
    ['over', 'closed', handIn(DEADLINE + LATE_MS + 1)],
    ['cancelled', 'cancelled', handIn(DEADLINE)],
  ] as const)('is refused as %s in phase %s', (refused, phase, input) => {
    expect(result(stateOf(phase), input)).toEqual({ refused })
  })

  const withdraw = (submission: SubmissionState, asAuthor = false, tell = false, at = DEADLINE) =>
    ({ kind: 'withdraw', submission, asAuthor, tell, at }) as const

  it('is withdrawn by an organiser at any time, and its author is told', () => {
    for (const phase of PHASES) {
      const { effects } = step(stateOf(phase), withdraw(onTime, false, true))
      expect(effects.slice(0, 3).map(({ kind }) => kind)).toEqual([
        'reviewers-released',
        'submission-changed',
        'card-changed',
      ])
      expect(effects.slice(3)).toEqual(
        {
          open: [{ kind: 'author-told', what: 'withdrawn' }],
          closing: [{ kind: 'author-told', what: 'withdrawnLate' }],
          closed: [{ kind: 'author-told', what: 'withdrawnLate' }],
          cancelled: [],
        }[phase],
      )
    }
  })

  it.each([
    ['until the deadline', 'open', withdraw(onTime, true), { late: false }],
    ['late, in its week', 'closed', withdraw(late, true, false, DEADLINE + 1), { late: true }],
    ['after the close', 'closed', withdraw(onTime, true), { refused: 'closedEdit' }],
    [
      'late, after its week',
      'closed',
      withdraw(late, true, false, DEADLINE + LATE_MS + 1),
      { refused: 'over' },
    ],
    ['twice', 'open', withdraw(withdrawn(onTime), true), { refused: 'stale' }],
  ] as const)('is taken back by its author %s', (_, phase, input, expected) => {
    expect(step(stateOf(phase), input)).toMatchObject(expected)
  })

  it.each([
    [withdrawn(onTime), ['submission-shown', 'card-changed', 'reviewers-assigned', 'author-told']],
    [withdrawn(late), ['submission-shown', 'card-changed', 'author-told']],
  ] as const)('%j is reopened', (submission, effects) => {
    const input = { kind: 'reopen', submission, tell: true, at: DEADLINE } as const
    expect(result(stateOf('open'), input)).toEqual({ phase: 'open', effects })
    expect(result(stateOf('open'), { ...input, submission: onTime })).toEqual({ refused: 'stale' })
  })
})

describe('a loss', () => {
  it.each([
    ['thread', 'open', 0, 0, 'open', 1, ['messages-detached', 'thread-reopened']],
    ['thread, noticed twice', 'open', 1, 0, 'open', 1, []],
    ['second thread', 'open', 1, 1, 'cancelled', 1, ['card-changed']],
    ['thread while it closes', 'closing', 0, 0, 'closing', 0, []],
    ['thread after the close', 'closed', 0, 0, 'closed', 0, []],
  ] as const)('of the %s', (_, phase, reopened, seen, after, times, effects) => {
    const outcome = step(stateOf(phase, reopened), { kind: 'thread-lost', reopened: seen, at: DEADLINE })
    expect(outcome.state).toMatchObject({ phase: after, reopened: times })
    expect(outcome.effects.map(({ kind }) => kind)).toEqual(effects)
  })

  it.each([
    ['channel', 'open', 'cancelled', []],
    ['channel', 'closing', 'cancelled', []],
    ['channel', 'closed', 'closed', []],
    ['problem', 'open', 'cancelled', ['card-changed']],
    ['problem', 'closing', 'cancelled', ['card-changed']],
    ['problem', 'closed', 'closed', []],
    ['problem', 'cancelled', 'cancelled', []],
  ] as const)('of the %s in phase %s', (what, phase, after, effects) => {
    expect(result(stateOf(phase), { kind: 'lost', what, at: DEADLINE })).toEqual({ phase: after, effects })
  })
})
