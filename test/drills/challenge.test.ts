import { describe, expect, it } from 'vitest'
import { compareLists } from '../../drills/challenge/compare-lists.ts'
import { expect as expected } from '../../drills/challenge/model.ts'
import { type Planned, planChallenge } from '../../drills/challenge/plan.ts'
import { seeded } from '../../drills/random.ts'
import { NAMES } from '../e2e/group/group.ts'

describe('the plan of a challenge', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planChallenge(seeded('7'))).toEqual(planChallenge(seeded('7')))
    expect(planChallenge(seeded('7'))).not.toEqual(planChallenge(seeded('8')))
  })

  it('lets everybody answer, and nobody hand in a draft or take back an answer before it is there', () => {
    for (let seed = 0; seed < 50; seed++) {
      const plan = planChallenge(seeded(String(seed)))
      expect([...expected(plan).wordings.keys()].toSorted()).toEqual([...NAMES].toSorted())
      for (const name of NAMES) {
        const kinds = plan.filter(({ who }) => who === name).map(({ kind }) => kind)
        for (const [first, then] of [
          ['write', 'hand-in'],
          ['file', 'take-back'],
          ['say', 'rewrite'],
        ] as const)
          if (kinds.includes(then)) expect(kinds.slice(0, kinds.indexOf(then))).toContain(first)
      }
      for (const action of plan) if (action.kind === 'score') expect(action.author).not.toBe(action.who)
    }
  })
})

describe('what must be stored of a challenge', () => {
  it('holds each wording that was handed in, by stages in their order', () => {
    const done: Planned[] = [
      { who: 'ana', kind: 'write', stage: 'Data', text: 'labels' },
      { who: 'ben', kind: 'file', text: 'first' },
      { who: 'ana', kind: 'write', stage: 'Requirements', text: 'fast' },
      { who: 'ana', kind: 'hand-in' },
      { who: 'ben', kind: 'take-back' },
      { who: 'ben', kind: 'file', text: 'second' },
      { who: 'cai', kind: 'say', text: 'aloud' },
      { who: 'cai', kind: 'rewrite', text: 'anew' },
    ]
    expect(expected(done).wordings).toEqual(
      new Map([
        ['ana', ['## 1. Requirements\n\nfast\n\n## 3. Data\n\nlabels']],
        ['ben', ['first', 'second']],
        ['cai', ['aloud', 'anew']],
      ]),
    )
  })

  it('adds the levels of a later form to those of an earlier one', () => {
    const score = (levels: Readonly<Record<string, string>>): Planned => {
      return { who: 'ana', kind: 'score', author: 'ben', levels }
    }
    expect(expected([score({ Data: '1', Serving: '2' }), score({ Data: '4' })]).scores).toEqual(
      new Map([['ana ben', { Data: '4', Serving: '2' }]]),
    )
  })
})

describe('two lists', () => {
  const found = (wanted: readonly string[], stored: readonly string[]) => {
    const notes: string[] = []
    compareLists('list', wanted, stored, (kind, what) => notes.push(`${kind}: ${what}`))
    return notes
  }

  it('are the same where each text stands in its place', () => {
    expect(found(['a', 'b', 'b'], ['a', 'b', 'b'])).toEqual([])
  })

  it.each([
    ['lost: list: 0 times, not 1: b', ['a']],
    ['doubled: list: 2 times, not 1: b', ['a', 'b', 'b']],
    ['wrong: list: 1 times, not 0: c', ['a', 'b', 'c']],
    ['misordered: list: b | a', ['b', 'a']],
  ])('%s', (what, stored) => {
    expect(found(['a', 'b'], stored)).toEqual([what])
  })
})
