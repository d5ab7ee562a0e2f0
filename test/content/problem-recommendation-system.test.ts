import { describe, expect, test } from 'vitest'
import { content as ourContent } from '../support/content.ts'

const problem = ourContent.problems.get('recommendation-system')
const body = problem?.en.body ?? ''

describe('recommendation-system', () => {
  test.each(['en', 'zh'] as const)('sets the targets of its metrics (%s)', (language) => {
    const section = problem?.[language].body.split(/^## /mu)[2] ?? ''
    const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
    const targets = rows.map((row) => row.split('|').at(-2)?.replaceAll(' ', '') ?? '')
    expect(targets).toHaveLength(5)
    expect(targets[0]).toMatch(/^>0?\.30/u)
    expect(targets[1]).toMatch(/^>0?\.45/u)
    expect(targets[4]).toMatch(/<200[,、]<100[,、]<50ms/u)
    for (const target of targets) expect(target).toMatch(/\d/u)
  })

  test.each(['en', 'zh'] as const)(
    'ships by canary, alerts on PSI and waits for novelty (%s)',
    (language) => {
      const text = problem?.[language].body ?? ''
      expect(text).toMatch(/1 → 5 → 50 ?%.*\b7\b/u)
      expect(text).toMatch(/PSI.* 0?\.1\b.*0?\.2\b/u)
      for (const name of ['HNSW', 'DCN-V2', 'MMR']) expect(text).toContain(name)
    },
  )

  /** The milliseconds on the nodes along a path of the serving diagram. */
  function milliseconds(path: readonly string[]): number {
    const serving = problem?.en.diagrams[1] ?? ''
    for (const [index, node] of path.entries())
      if (index > 0)
        expect(serving).toMatch(new RegExp(`^ *${path[index - 1]} -(-|\\.-)>(\\|.*\\|)? ${node}\\b`, 'mu'))
    return path
      .map((node) => Number(new RegExp(`${node}\\["[^"]* (\\d+) ms"\\]`, 'u').exec(serving)?.[1]))
      .reduce((sum, time) => sum + time, 0)
  }

  test('the diagram of serving adds up to the budget, by way of either source', () => {
    const [before, after] = [
      ['FEED', 'HIST'],
      ['MERGE', 'RANK', 'MMR', 'PAGE'],
    ]
    expect(milliseconds([...before, 'TOWER', 'ANN', ...after])).toBe(145)
    expect(milliseconds([...before, 'SRC', ...after])).toBeLessThan(145)
  })

  test('a page comes in time even if the ranker is given up after 80 ms', () => {
    expect(problem?.en.diagrams[1]).toContain('no scores within 80 ms')
    const before = milliseconds(['FEED', 'HIST', 'TOWER', 'ANN', 'MERGE'])
    const after = milliseconds(['FALL', 'MMR', 'PAGE'])
    expect(before + 80 + after).toBe(180)
    expect(body).toContain('180 ms in all')
  })

  test('up-next comes in time even if its ranker is given up after 40 ms', () => {
    const [, budget = ''] = /Gateway 5,[^`]*`([^`=]+) = 75 ms`/u.exec(body) ?? []
    const parts = budget.split('+').map(Number)
    const ranker = Math.max(...parts)
    expect(ranker).toBe(25)
    expect(parts.reduce((sum, part) => sum + part, 0) - ranker + 40).toBe(90)
    expect(body).toContain('the co-watch order after 40 ms, 90 in all')
  })

  test('swapped slots, surveys and exploration come back as labels', () => {
    const training = problem?.en.diagrams[0] ?? ''
    for (const source of ['RND', 'SUR', 'EXP'])
      expect(training).toMatch(new RegExp(`^ *${source}\\[.*-\\.->`, 'mu'))
  })
})
