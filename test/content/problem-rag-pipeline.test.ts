import { describe, expect, test } from 'vitest'
import { content } from '../support/content.ts'

describe('rag-pipeline', () => {
  const problem = content.problems.get('rag-pipeline')
  const section = (language: 'en' | 'zh', number: number) =>
    problem?.[language].body.split(/^## /mu)[number] ?? ''
  const rows = (text: string) => text.split('\n').filter((line) => /^\| [^|]*[^-|\s]/u.test(line))
  const cells = (row: string) => row.split('|').map((cell) => cell.trim())
  const number = (cell: string | undefined) => Number(cell?.replaceAll(',', ''))

  test.each(['en', 'zh'] as const)('gives each metric a number as its target (%s)', (language) => {
    const [, table = ''] = section(language, 2).split(/^\| \|.*\|\n\|[-|]+\|\n/mu)
    const targets = rows(table).map((row) => cells(row).at(-2)?.replaceAll(' ', '') ?? '')
    expect(targets).toHaveLength(6)
    for (const target of targets) expect(target).toMatch(/\d/u)
    expect(targets[0]).toMatch(/^>0?\.85$/u)
    expect(targets[1]).toMatch(/^>0?\.90[;；]>0?\.85$/u)
    expect(targets[5]).toMatch(/^<500ms\D+3s/u)
  })

  test('before the first token each step has its share, and they sum to what is promised', () => {
    const steps = rows(section('en', 6).split('```')[0] ?? '')
      .map((row) => number(cells(row)[2]))
      .filter((ms) => !Number.isNaN(ms))
    expect(steps).toEqual([10, 150, 15, 50, 60, 5, 160])
    expect(steps.reduce((sum, ms) => sum + ms, 0)).toBe(450)
  })

  test.each(['en', 'zh'] as const)('gate and check turn the loss into a gain (%s)', (language) => {
    const policies = rows(section(language, 2))
      .filter((row) => row.includes('$32.50'))
      .map((row) => cells(row).slice(2, 5).map(number))
    const evidence = Math.round(900 * 0.9 * 0.95)
    const passed = [Math.round(evidence * 0.95), (1000 - evidence) * 0.2] as const
    const gated = Math.round(passed[0] * 0.9)
    const unfaithful = Math.round(passed[0] * 0.1)
    const checked = [Math.round(gated * 0.97), Math.round(unfaithful * 0.4) + passed[1]] as const
    expect(policies).toEqual([
      [1000, evidence * 0.9, 1000 - evidence * 0.9],
      [passed[0] + passed[1], gated, unfaithful + passed[1]],
      [checked[0] + checked[1], ...checked],
    ])
  })

  test('recall is measured on random questions, never on those that the system refused', () => {
    const training = problem?.en.diagrams[0] ?? ''
    expect(training).toMatch(/LOG -\.->\|labels of random questions[^|]*\| GOLD/u)
    expect(training).not.toMatch(/REF.*GOLD/u)
  })

  test('rights filter both searches before fusion, and refusing leads past the generator', () => {
    const serving = problem?.en.diagrams[1] ?? ''
    for (const search of ['BM', 'VEC']) {
      expect(serving).toMatch(new RegExp(`${search}\\["[^"]*filtered by rights"\\]`, 'u'))
      expect(serving).toContain(`${search} --> RRF`)
    }
    expect(serving.indexOf('ACL["')).toBeLessThan(serving.indexOf('BM["'))
    expect(serving).toMatch(/RR -\.->\|[^|]*refuse\| OUT/u)
    expect(serving).toMatch(/LLM -\.->\|[^|]*fallback\| OUT/u)
    expect(serving).toMatch(/PROBE\["Planted questions[^"]*"\] --> USER/u)
  })
})
