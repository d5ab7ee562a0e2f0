import { describe, expect, test } from 'vitest'
import type { UserRef } from '#bot'
import {
  acceptsVotes,
  closesLater,
  LATE_MS,
  mayHandIn,
} from '../../../src/features/challenge/rules/deadline.ts'
import { highlights } from '../../../src/features/challenge/rules/highlights.ts'
import { remindersOf } from '../../../src/features/challenge/rules/reminders.ts'
import type { Phase } from '../../../src/features/challenge/rules/state.ts'

const DEADLINE = Date.parse('2026-03-08T17:00:00Z')
const at = (phase: Phase) => ({ phase, deadlineAt: DEADLINE })
const standing = { state: 'standing', late: false } as const
const withdrawn = { state: 'withdrawn', late: false } as const

describe('a hand-in', () => {
  test.each([
    ['before the deadline', at('open'), DEADLINE, undefined, { late: false }],
    ['a newer wording', at('open'), DEADLINE - 1, standing, { late: false }],
    ['again after taking it back', at('open'), DEADLINE - 1, withdrawn, { late: false }],
    ['after the deadline', at('closing'), DEADLINE + 1, undefined, { late: true }],
    ['within a week', at('closed'), DEADLINE + LATE_MS, undefined, { late: true }],
    ['written in time, heard after the close', at('closed'), DEADLINE - 1, undefined, { late: true }],
    ['after more than a week', at('closed'), DEADLINE + LATE_MS + 1, undefined, { refused: 'over' }],
    ['a change after the deadline', at('closed'), DEADLINE + 1, standing, { refused: 'closedEdit' }],
    ['a change heard after the close', at('closed'), DEADLINE - 1, standing, { refused: 'closedEdit' }],
    ['a change to a late one', at('closed'), DEADLINE + 9, { ...standing, late: true }, { late: true }],
    ['one that was withdrawn', at('closed'), DEADLINE + 1, withdrawn, { refused: 'withdrawn' }],
    [
      'a late one that was withdrawn',
      at('closed'),
      DEADLINE + 9,
      { ...withdrawn, late: true },
      { late: true },
    ],
    ['a cancelled challenge', at('cancelled'), DEADLINE - 1, undefined, { refused: 'cancelled' }],
  ] as const)('%s', (_, challenge, when, before, expected) => {
    expect(mayHandIn(challenge, when, before)).toEqual(expected)
  })

  test.each([
    ['open', DEADLINE, standing, true],
    ['closing', DEADLINE, standing, false],
    ['closed', DEADLINE + 1, standing, false],
    ['open', DEADLINE, withdrawn, false],
    ['closed', DEADLINE + 1, { ...standing, late: true }, true],
    ['closed', DEADLINE + LATE_MS + 1, { ...standing, late: true }, false],
    ['cancelled', DEADLINE, standing, false],
  ] as const)('votes in phase %s', (phase, when, submission, expected) => {
    expect(acceptsVotes(at(phase), when, submission)).toBe(expected)
  })
})

const iso = (times: readonly number[]) => times.map((time) => new Date(time).toISOString().slice(0, 16))

test('a late close waits once for the catch-up', () => {
  expect(closesLater(DEADLINE, DEADLINE, DEADLINE)).toBeUndefined()
  expect(closesLater(DEADLINE, DEADLINE, DEADLINE + 3_000)).toBeUndefined()
  const later = closesLater(DEADLINE, DEADLINE, DEADLINE + 5_000) ?? 0
  expect(later).toBeGreaterThan(DEADLINE + 5_000)
  // However late that is then.
  expect(closesLater(later, DEADLINE, DEADLINE + 99_000)).toBeUndefined()
})

describe('reminders', () => {
  test.each([
    [
      'half time and a day before',
      '2026-03-01T17:00Z',
      '2026-03-08T17:00Z',
      'UTC',
      ['2026-03-05T09:00', '2026-03-07T17:00'],
    ],
    [
      'by the clock of the group',
      '2026-03-01T17:00Z',
      '2026-03-08T17:00Z',
      'Asia/Shanghai',
      ['2026-03-05T05:00', '2026-03-08T01:00'],
    ],
    ['two days: both are one', '2026-03-01T17:00Z', '2026-03-03T17:00Z', 'UTC', ['2026-03-02T17:00']],
    [
      'a day: at half time alone, in the morning',
      '2026-03-01T17:00Z',
      '2026-03-02T17:00Z',
      'UTC',
      ['2026-03-02T09:00'],
    ],
    [
      'a deadline in the early morning',
      '2026-03-01T04:00Z',
      '2026-03-08T04:00Z',
      'UTC',
      ['2026-03-04T16:00', '2026-03-07T09:00'],
    ],
    [
      'half an hour off',
      '2026-03-01T17:00Z',
      '2026-03-08T17:00Z',
      'Asia/Kolkata',
      ['2026-03-05T05:00', '2026-03-08T03:30'],
    ],
  ])('%s', (_, posted, deadline, zone, expected) => {
    expect(iso(remindersOf(Date.parse(posted), Date.parse(deadline), zone))).toEqual(expected)
  })
})

const person = (user: string): UserRef => ({ platform: 'discord', space: 's', user })
const vote = (voter: string, criterion: string, level: number) => ({ voter: person(voter), criterion, level })

describe('highlights', () => {
  const criteria = [
    { id: 'data', stage: 'data' },
    { id: 'model', stage: 'model' },
    { id: 'serving', stage: 'serving' },
    { id: 'talk', stage: null },
  ]

  test('agreement, dispute and the weakest stage, over all answers', () => {
    const found = highlights(criteria, [
      {
        author: person('a'),
        votes: [
          vote('b', 'data', 3),
          vote('c', 'data', 3),
          vote('b', 'model', 1),
          vote('c', 'model', 4),
          vote('b', 'talk', 1),
          // Their own counts nowhere.
          vote('a', 'data', 1),
        ],
      },
      {
        author: person('b'),
        votes: [
          vote('a', 'data', 4),
          vote('a', 'serving', 2),
          vote('c', 'serving', 2),
          vote('a', 'model', 3),
        ],
      },
    ])
    expect(found.strongest).toMatchObject({ criterion: 'data', median: 3, range: 0, n: 3 })
    expect(found.disputed).toMatchObject({ criterion: 'model', range: 3 })
    // Communication is no stage, however low.
    expect(found.weakest).toMatchObject({ stage: 'serving', median: 2 })
  })

  test('different levels on different answers are no disagreement', () => {
    const found = highlights(criteria, [
      { author: person('a'), votes: [vote('b', 'data', 1), vote('c', 'data', 1)] },
      { author: person('b'), votes: [vote('a', 'data', 4), vote('c', 'data', 4)] },
    ])
    expect(found.disputed).toBeUndefined()
    expect(found.strongest).toMatchObject({ criterion: 'data', median: 2.5, range: 0 })
  })

  test('one criterion is not both agreed on and disputed, and where all are even none is the weakest', () => {
    const found = highlights(criteria, [
      { author: person('a'), votes: [vote('b', 'data', 2), vote('c', 'data', 4), vote('b', 'model', 3)] },
    ])
    expect(found.disputed).toMatchObject({ criterion: 'data', range: 2 })
    expect(found.strongest).toBeUndefined()
    expect(found.weakest).toBeUndefined()
  })

  test('nothing without votes', () => {
    expect(highlights(criteria, [{ author: person('a'), votes: [] }])).toEqual({})
  })
})
