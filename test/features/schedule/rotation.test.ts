import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextProblem } from '../../../src/features/schedule/rules/rotation.ts'

describe('the rotation', () => {
  const base = { all: ['a', 'b', 'c', 'd'], wanted: null, pinned: null, history: [] }

  it.each([
    [{}, 'a'],
    [{ history: ['a'] }, 'b'],
    [{ history: ['b', 'a'] }, 'c'],
    [{ history: ['c', 'a', 'd', 'b'] }, 'c'],
    [{ wanted: ['c', 'd'] }, 'c'],
    [{ wanted: ['c', 'd'], history: ['d', 'c'] }, 'd'],
    [{ pinned: 'd', history: ['d'] }, 'd'],
    // A pinned problem may be outside of the list.
    [{ pinned: 'a', wanted: ['c'] }, 'a'],
    // Removed problems are passed over.
    [{ pinned: 'x' }, 'a'],
    [{ wanted: ['x', 'c'] }, 'c'],
    [{ wanted: ['x'], history: ['a', 'x'] }, 'b'],
  ])('with %j chooses %s', (change, problem) => {
    expect(nextProblem({ ...base, ...change })).toBe(problem)
  })

  it('repeats no problem before all were used', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 }), (all) => {
        const history: string[] = []
        for (let posts = 0; posts < 3 * all.length; posts++)
          history.push(nextProblem({ all, wanted: null, pinned: null, history }))
        for (let round = 0; round < 3; round++)
          expect(new Set(history.slice(round * all.length, (round + 1) * all.length)).size).toBe(all.length)
      }),
    )
  })
})
