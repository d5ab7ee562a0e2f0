import { describe, expect, test } from 'vitest'
import { content } from '../support/content.ts'
import { calculations } from './calculation.ts'

describe('content-moderation', () => {
  const problem = content.problems.get('content-moderation')
  const section = (language: 'en' | 'zh', number: number) =>
    problem?.[language].body.split(/^## /mu)[number] ?? ''

  test.each(['en', 'zh'] as const)('promises what it was asked for (%s)', (language) => {
    const [, , ...rows] = section(language, 2)
      .split('\n')
      .filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(6)
    for (const row of rows) expect(row.split('|').at(-2), row).toMatch(/\d/u)
    const targets = rows.map((row) => row.split('|').at(-2)?.replaceAll(' ', '') ?? '')
    expect(targets[0]).toMatch(/^>0?\.95/u)
    expect(targets[1]).toMatch(/^>0?\.90/u)
    expect(targets[4]).toMatch(/^<5%/u)
    expect(targets[5]).toMatch(/^<100ms\D+500ms\D+5s/u)
  })

  test.each([
    ['text', 100],
    ['image', 500],
    ['first frame', 5000],
  ])('the slack of %s is what its budget leaves', (path, promised) => {
    const row = section('en', 6)
      .split('\n')
      .find((line) => line.startsWith(`| ${path} |`))
    const [sum] = calculations(row ?? '')
    const slack = /([\d,]+) ms \|$/u.exec(row ?? '')?.[1]?.replaceAll(',', '')
    expect(Number(slack)).toBe(promised - (sum?.stated ?? Number.NaN))
    expect(Number(slack)).toBeGreaterThan(0)
  })

  test.each(['en', 'zh'] as const)("borders are where two actions' costs cross (%s)", (language) => {
    const [full = '', held = ''] = section(language, 5)
      .split('\n')
      .filter((line) => /^\|.*p < /u.test(line))
    const percents = (row: string) =>
      [...row.matchAll(/p [<>] ([\d.]+)/gu)].map(([, digits]) => Number(digits))
    const [harm, wrong, verdict, error] = [10, 4, 0.2, 0.08]
    for (const [row, passed, reach] of [
      [full, 0.3, 0],
      [held, 0.03, 0.2],
    ] as const) {
      const publish = (p: number) => p * harm
      const remove = (p: number) => (1 - p) * wrong
      const review = (p: number) =>
        verdict + p * harm * (passed + error * (1 - passed)) + (1 - p) * (error * wrong + reach)
      const [lower = 0, upper = 0] = percents(row).map((percent) => percent / 100)
      expect(review(lower - 0.001)).toBeGreaterThan(publish(lower - 0.001))
      expect(review(lower + 0.001)).toBeLessThan(publish(lower + 0.001))
      expect(review(upper - 0.006)).toBeLessThan(remove(upper - 0.006))
      expect(review(upper + 0.006)).toBeGreaterThan(remove(upper + 0.006))
    }
  })

  test("tiers take all of the reviewers, and a day's plan is all given away", () => {
    const people = [...section('en', 6).matchAll(/^\| [1-3] \| (\d+) /gmu)].map(([, count]) => Number(count))
    expect(people).toHaveLength(3)
    expect(people.reduce((sum, count) => sum + count, 0)).toBe(1000)
    expect(section('en', 6)).toContain('`350,000 − 200,000 − 60,000 − 20,000 − 20,000 − 42,000 = 8,000`')
  })

  test('published posts are sampled, appeals lead to people and back, and a breaker stops removals', () => {
    const [training = '', serving = ''] = problem?.en.diagrams ?? []
    expect(training).toMatch(/AUD\["[^"]*"\] -\.->\|unbiased labels[^|]*\| JOIN/u)
    expect(training).toMatch(/APP\["[^"]*"\] -\.->\|labels of false positives\| JOIN/u)
    expect(serving).toMatch(/PUB -\.->\|random audit[^|]*\| Q/u)
    expect(serving).toMatch(/REM -->\|appeal\| T2/u)
    expect(serving).toMatch(/T2 -->\|restore\| PUB/u)
    expect(serving).toMatch(/MON -\.->\|breaker at 2×\| POL/u)
    for (const tier of ['T1', 'T2', 'T3']) expect(serving).toContain(`${tier}["`)
  })
})
