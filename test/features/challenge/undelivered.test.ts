import { describe, expect, it } from 'vitest'
import { LATE_MS } from '../../../src/features/challenge/rules/deadline.ts'
import type {
  ChallengeEffect,
  Phase,
  Undelivered,
  UndeliveredReason,
} from '../../../src/features/challenge/rules/state.ts'
import { step } from '../../../src/features/challenge/rules/step.ts'

const DEADLINE = Date.parse('2026-03-08T17:00:00Z')
const stateOf = (phase: Phase) => ({ phase, deadlineAt: DEADLINE, closedAt: null, reopened: 0 })
const standing = { state: 'standing', late: false } as const
const withdrawn = { state: 'withdrawn', late: false } as const

const given = (
  phase: Phase,
  what: Undelivered,
  reason: UndeliveredReason,
  { cardPosted = true, at = DEADLINE } = {},
) => step(stateOf(phase), { kind: 'undelivered', what, reason, cardPosted, at })

type Case = readonly [Phase, Undelivered, readonly ChallengeEffect[]]
const nothing: readonly ChallengeEffect[] = []

describe('when the platform was down for too long', () => {
  it.each<Case>([
    ['open', { kind: 'card' }, [{ kind: 'reposted' }]],
    ['closed', { kind: 'card' }, nothing],
    ['closing', { kind: 'card-edit' }, [{ kind: 'card-changed' }]],
    ['open', { kind: 'thread' }, [{ kind: 'thread-reopened', deleted: false }]],
    ['closing', { kind: 'thread' }, nothing],
    ['closed', { kind: 'message', inThread: false }, [{ kind: 'message-reposted', to: 'same' }]],
    ['open', { kind: 'answer', submission: standing }, [{ kind: 'submission-reposted' }]],
    ['open', { kind: 'answer', submission: withdrawn }, nothing],
    ['open', { kind: 'answer-edit', submission: withdrawn, posted: true }, [{ kind: 'submission-changed' }]],
    ['open', { kind: 'other' }, nothing],
    ['cancelled', { kind: 'card-edit' }, nothing],
  ])('in phase %s, for %j, it is sent again if it still matters', (phase, what, effects) => {
    const { state, effects: found } = given(phase, what, 'later')
    expect(found).toEqual(effects)
    expect(state.phase).toBe(phase)
  })

  it('nothing is sent again after the week of late submissions', () => {
    const { effects } = given('closed', { kind: 'card-edit' }, 'later', { at: DEADLINE + LATE_MS + 1 })
    expect(effects).toEqual([])
  })

  it('a thread without a card is opened with the card', () => {
    expect(given('open', { kind: 'thread' }, 'later', { cardPosted: false }).effects).toEqual([])
  })
})

describe('when the platform refuses for good', () => {
  it.each(['gone', 'forbidden', 'invalid'] as const)(
    'there is no challenge without its card: %s',
    (reason) => {
      for (const phase of ['open', 'closing'] as const) {
        const { state, effects } = given(phase, { kind: 'card' }, reason, { cardPosted: false })
        expect(state.phase).toBe('cancelled')
        expect(effects).toEqual([{ kind: 'card-changed' }, { kind: 'organiser-told', reason }])
      }
      expect(given('closed', { kind: 'card' }, reason).effects).toEqual([])
    },
  )

  it('there is no challenge without its thread, unless the card failed before it', () => {
    expect(given('open', { kind: 'thread' }, 'forbidden').state.phase).toBe('cancelled')
    expect(given('open', { kind: 'thread' }, 'gone', { cardPosted: false }).state.phase).toBe('open')
  })

  it.each<Case>([
    ['closed', { kind: 'message', inThread: true }, [{ kind: 'message-reposted', to: 'channel' }]],
    ['closed', { kind: 'message', inThread: false }, nothing],
    ['open', { kind: 'message', inThread: true }, nothing],
    ['open', { kind: 'answer-edit', submission: standing, posted: true }, [{ kind: 'submission-reposted' }]],
    [
      'closed',
      { kind: 'answer-edit', submission: standing, posted: true },
      [{ kind: 'submission-reposted' }],
    ],
    // The votes counted on the deleted message must stay until the close.
    ['closing', { kind: 'answer-edit', submission: standing, posted: true }, nothing],
    ['open', { kind: 'answer-edit', submission: standing, posted: false }, nothing],
    ['open', { kind: 'answer-edit', submission: withdrawn, posted: true }, nothing],
    ['open', { kind: 'answer', submission: standing }, nothing],
    ['open', { kind: 'card-edit' }, nothing],
    ['cancelled', { kind: 'message', inThread: true }, nothing],
  ])('in phase %s, for %j, a deleted message is replaced if it still matters', (phase, what, effects) => {
    expect(given(phase, what, 'gone').effects).toEqual(effects)
    expect(given(phase, what, 'forbidden').effects).toEqual([])
  })
})
