import { describe, expect, test } from 'vitest'
import { content as ourContent } from '../support/content.ts'
import { calculations, evaluate } from './calculation.ts'

const problem = ourContent.problems.get('autonomous-driving-perception')
if (!problem) throw new Error('the problem is missing')
const { en } = problem

/** The worked design without its diagrams. */
const prose = (language: 'en' | 'zh') => problem[language].body.replace(/```[\s\S]*?```/gu, '')

/** The milliseconds that a node's label carries, by node. */
function millisecondsByNode(diagram: string): ReadonlyMap<string, number> {
  return new Map(
    [...diagram.matchAll(/(\w+)\["[^"]*?(\d+) ms"\]/gu)].map(([, node = '', ms]) => [node, Number(ms)]),
  )
}

/** The first number that a pattern captures. */
function figure(text: string, pattern: RegExp): number {
  const [, digits] = pattern.exec(text) ?? []
  if (digits === undefined) throw new Error(`${pattern} isn't there`)
  return Number(digits.replaceAll(',', ''))
}

describe('autonomous-driving-perception', () => {
  test('shows at least fifteen calculations', () => {
    expect(calculations(en.body).length).toBeGreaterThanOrEqual(15)
  })

  test('4.744 is the bound of one miss, as 3 is that of none (Poisson, 95 %)', () => {
    expect(Math.exp(-4.744) * (1 + 4.744)).toBeCloseTo(0.05, 4)
    expect(Math.exp(-3)).toBeCloseTo(0.05, 3)
  })

  test('says the size of a person in pixels as it follows from the optics', () => {
    const perMetre = evaluate('1,920 / (2 × 50 × 0.7)')
    expect(Math.tan((35 * Math.PI) / 180)).toBeCloseTo(0.7, 3)
    expect([1, 2, 4].map((shrunk) => Math.round((1.7 * perMetre) / shrunk))).toEqual([
      figure(en.body, /is (\d+) pixels tall/u),
      figure(en.body, /at half resolution (\d+)/u),
      figure(en.body, /at a quarter (\d+)/u),
    ])
  })

  test.each(['en', 'zh'] as const)(
    'drives further in the later half of each wave than its question needs (%s)',
    (language) => {
      const values = calculations(prose(language)).map(({ text, value }) => ({ text, value }))
      const value = (part: string) => values.find(({ text }) => text.includes(part))?.value ?? Number.NaN
      expect(value('2,000 × 30 × 10') / 2).toBeGreaterThan(value('/ 0.01%^2'))
      expect(value('20,000 × 30 × 21') / 2).toBeGreaterThan(value('/ 0.002%^2'))
      expect(value('2,000 × 30 × 10')).toBeLessThan(value('/ 0.002%^2'))
      expect(value('2,000 × 5 × 10 × 60%')).toBeGreaterThan(value('4.744 / 0.01%'))
      expect(value('20,000 × 5 × 21 × 60%')).toBeGreaterThan(value('12 × 30,000'))
    },
  )

  test.each(['en', 'zh'] as const)('spends no more than the label budget (%s)', (language) => {
    const [audit, checks] = [/\$30,000 \/ \$6/u, /\$170,000 \/ \(30/u]
    expect(prose(language)).toMatch(audit)
    expect(prose(language)).toMatch(checks)
    const budget = figure(
      en.facts.find(({ topic }) => topic === 'Labels')?.fact ?? '',
      /\$(\d+,\d+) a month/u,
    )
    expect(30_000 + 170_000).toBe(budget)
  })

  test.each(['en', 'zh'] as const)('gives each metric a number as its target (%s)', (language) => {
    const section = problem[language].body.split(/^## /mu)[2] ?? ''
    const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(6)
    for (const row of rows) expect(row.split('|').at(-2), row).toMatch(/\d/u)
  })

  test.each(['en', 'zh'] as const)(
    'the serving diagram adds up to the budget along its path (%s)',
    (language) => {
      const serving = problem[language].diagrams[1] ?? ''
      const path = ['CAM', 'PRE', 'BB', 'BEV', 'HEADS', 'TRK']
      const milliseconds = millisecondsByNode(serving)
      expect(path.map((node) => milliseconds.get(node))).toEqual([20, 15, 10, 15, 5, 15])
      for (const [index, node] of path.entries())
        expect(serving).toMatch(
          new RegExp(`${node}(\\["[^"]*"\\])? -->(\\|[^|]*\\|)? ${path[index + 1] ?? 'PLAN'}`, 'u'),
        )
      expect(serving).toMatch(/TRK -->\|[^|]*80 ms[^|]*100 ms[^|]*\| PLAN/u)
    },
  )

  test('the emergency brake depends on nothing of the network, and monitoring can slow cars down', () => {
    const [training = '', serving = ''] = en.diagrams
    expect([...serving.matchAll(/^\s*(\w+) .*\bAEB\b/gmu)].map(([, from]) => from)).toEqual(['CAM', 'RAD'])
    expect(serving).toMatch(/MON -\.->\|lower speed[^|]*\| PLAN/u)
    expect(serving).toMatch(/REG -->\|OTA 1-10-100 %\| BB/u)
    expect(training).toMatch(/CHK -\.->\|labels\| SET/u)
    expect(training, 'audits never become training data').not.toMatch(/(AUDIT|REF|SEAL)\b.*(SET|TRAIN)\b/u)
  })
})
