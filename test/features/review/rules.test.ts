import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UserError } from '#bot'
import {
  byDisagreement,
  median,
  NO_VOTE,
  readScores,
  scorecard,
  type Vote,
} from '../../../src/features/review/rules.ts'

const user = (name: string) => ({ platform: 'discord' as const, space: 's', user: name })
const vote = (voter: string, criterion: string, level: number): Vote => ({
  voter: user(voter),
  criterion,
  level,
})

describe('the median', () => {
  it.each([
    [[], undefined],
    [[3], 3],
    [[1, 2], 1.5],
    [[2, 3, 3, 4], 3],
    [[1, 4], 2.5],
    [[4, 1, 2], 2],
  ])('of %j is %s: never rounded', (levels, expected) => {
    expect(median(levels)).toBe(expected)
  })

  it('lies between the lowest and the highest, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }), (levels) => {
        const middle = median(levels) ?? 0
        expect(middle).toBeGreaterThanOrEqual(Math.min(...levels))
        expect(middle).toBeLessThanOrEqual(Math.max(...levels))
        expect(median([...levels].reverse())).toBe(middle)
      }),
    )
  })
})

describe('the scorecard', () => {
  it('keeps the self-score apart', () => {
    const votes = [vote('ana', 'data', 4), vote('ben', 'data', 2), vote('cai', 'data', 3)]
    expect(scorecard(['data', 'model'], votes, user('ana'))).toEqual([
      { criterion: 'data', n: 2, median: 2.5, lowest: 2, highest: 3, self: 4 },
      { criterion: 'model', n: 0 },
    ])
  })

  it('shows the widest disagreement first and what nobody judged last', () => {
    const votes = [
      vote('b', 'x', 3),
      vote('c', 'x', 3),
      vote('b', 'y', 1),
      vote('c', 'y', 4),
      vote('b', 'z', 2),
      vote('c', 'z', 3),
    ]
    const rows = byDisagreement(scorecard(['w', 'x', 'y', 'z'], votes, user('ana')))
    expect(rows.map((row) => row.criterion)).toEqual(['y', 'z', 'x', 'w'])
  })
})

describe('a submitted rubric form', () => {
  it('counts the levels chosen and leaves out the rest', () => {
    expect(readScores(['a', 'b', 'c'], { a: '3', b: NO_VOTE, comment: ' good ' })).toEqual({
      levels: { a: 3 },
      comment: 'good',
    })
  })

  it.each([[{}], [{ a: NO_VOTE }], [{ a: '5' }], [{ other: '3' }]])(
    'is refused when it scores nothing: %j',
    (values) => {
      expect(() => readScores(['a'], values)).toThrow(UserError)
    },
  )
})
