import { describe, expect, test } from 'vitest'
import { content as ourContent } from '../support/content.ts'

const problem = ourContent.problems.get('search-ranking')
const serving = problem?.en.diagrams[1] ?? ''

/** The milliseconds on a node of the serving diagram. */
function milliseconds(node: string): number {
  return Number(new RegExp(`\\b${node}\\["[^"]* (\\d+) ms"\\]`, 'u').exec(serving)?.[1])
}

describe('search-ranking', () => {
  test.each(['en', 'zh'] as const)('sets the targets of its metrics (%s)', (language) => {
    const section = problem?.[language].body.split(/^## /mu)[2] ?? ''
    const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
    const targets = rows.map((row) => row.split('|').at(-2)?.replaceAll(' ', '') ?? '')
    expect(targets).toHaveLength(5)
    expect(rows[1]).toMatch(/NDCG@10.*MRR/u)
    expect(targets[1]).toMatch(/^>0?\.50.*>0?\.40/u)
    expect(rows[3]).toMatch(/zero-result rate|零结果率/u)
    expect(targets[4]).toContain('<50ms')
    for (const target of targets) expect(target).toMatch(/\d/u)
  })

  test('both retrievals run side by side, and the path through L2 adds up to the budget', () => {
    for (const arrow of [
      'QU --> INV',
      'QU --> ANN',
      'INV --> L1',
      'ANN --> L1',
      'L1 --> GATH',
      'GATH --> L2',
    ])
      expect(serving).toContain(arrow)
    expect(serving).toMatch(/^ *L2 --> VAL/mu)
    for (const retrieval of ['INV', 'ANN']) {
      const path = ['GWY', 'QU', retrieval, 'L1', 'GATH', 'L2', 'VAL']
      expect(path.reduce((sum, node) => sum + milliseconds(node), 0)).toBe(41)
    }
    expect(milliseconds('L1')).toBeLessThan(10)
    expect(milliseconds('L2')).toBeLessThan(30)
  })

  test('the cascade narrows 1,000 to 100 to 30, and answers without L2 in time', () => {
    expect(serving).toMatch(/L1\["[^"]*1,000 to 100/u)
    expect(serving).toMatch(/L2\["[^"]*best 30/u)
    expect(serving).toMatch(/GATH -\.->\|L2 not back within 20 ms\| VAL/u)
    const before = ['GWY', 'QU', 'INV', 'L1', 'GATH'].reduce((sum, node) => sum + milliseconds(node), 0)
    expect(before + 20 + milliseconds('VAL')).toBeLessThan(50)
  })

  test.each(['en', 'zh'] as const)('interleaves before the A/B test (%s)', (language) => {
    const [, training = '', release = ''] = problem?.[language].diagrams[1]?.split(/^ *REG -->/mu) ?? []
    expect(training + release).toMatch(/(interleaving, then|交错实验，再) 1-5-25-50-100/u)
    const text = problem?.[language].body ?? ''
    for (const name of ['BM25', 'LambdaMART', 'NDCG@10', 'MRR']) expect(text).toContain(name)
  })
})
