import { describe, expect, test } from 'vitest'
import { content } from '../support/content.ts'
import { calculations } from './calculation.ts'
import { numbers } from './numbers.ts'

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(texts) : []
}

/** A diagram without its words. */
function skeleton(diagram: string): string {
  return diagram.replace(/"[^"]*"/gu, '""').replace(/\|[^|]*\|/gu, '||')
}

describe.each([...content.problems])('%s', (_, problem) => {
  const { en, zh } = problem

  test.each(['en', 'zh'] as const)('discusses each of them in the worked design (%s)', (language) => {
    const { body, mustDiscuss } = problem[language]
    for (const topic of mustDiscuss) expect(body.toLowerCase()).toContain(topic.toLowerCase())
  })

  test('says the same numbers in both languages, text by text', () => {
    const { body: enBody, diagrams: enDiagrams, ...enKit } = en
    const { body: zhBody, diagrams: zhDiagrams, ...zhKit } = zh
    const pairs = texts(enKit).map((text, index) => [text, texts(zhKit)[index] ?? ''] as const)
    for (const [english, chinese] of pairs) expect.soft(numbers(chinese), english).toEqual(numbers(english))
    const [enParagraphs, zhParagraphs] = [enBody.split('\n'), zhBody.split('\n')]
    expect(zhParagraphs.length).toBe(enParagraphs.length)
    for (const [index, line] of enParagraphs.entries())
      expect.soft(numbers(zhParagraphs[index] ?? ''), line).toEqual(numbers(line))
    expect(zhDiagrams.map(skeleton)).toEqual(enDiagrams.map(skeleton))
  })

  test('Chinese stands with Chinese punctuation', () => {
    for (const text of texts(zh))
      expect(text).not.toMatch(
        /\p{Script=Han}[,:;?!]|[,:;?!]\p{Script=Han}|\(\p{Script=Han}|\p{Script=Han}\)/u,
      )
  })

  test('Chinese has no blank between sentences, as folded YAML would leave', () => {
    for (const text of texts(zh))
      expect(text).not.toMatch(/[\p{Script=Han}，。；：？！、”）] +\p{Script=Han}/u)
  })

  test('Chinese writes a percentage without a blank', () => {
    for (const text of texts(zh)) expect(text).not.toMatch(/\d %/u)
  })

  test.each(['en', 'zh'] as const)('has a title that may follow a colon (%s)', (language) => {
    expect(problem[language].title).not.toMatch(/[:：]/u)
  })

  test('dates curveballs in order', () => {
    const minutes = en.curveballs.map(({ minute }) => minute)
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
  })

  test.each(['en', 'zh'] as const)('calculates right (%s)', (language) => {
    const all = calculations(problem[language].body)
    expect(all.length).toBeGreaterThanOrEqual(10)
    expect(all.filter(({ holds }) => !holds)).toEqual([])
    expect(all.map(({ text }) => text).sort()).toEqual(
      calculations(en.body)
        .map(({ text }) => text)
        .sort(),
    )
  })

  test('one diagram shows data and training, one serving with its latencies and feedback', () => {
    const [training = '', serving = ''] = en.diagrams
    expect(training).toMatch(/label/iu)
    expect(serving).toMatch(/\d ms/u)
    expect(serving).toMatch(/-\.->\|[^|]*feedback/u)
    expect(serving).toMatch(/-\.->\|[^|]*retrain/u)
  })
})

describe('fraud-detection', () => {
  const problem = content.problems.get('fraud-detection')

  test.each(['en', 'zh'] as const)('turns odds into the probabilities it names (%s)', (language) => {
    const body = problem?.[language].body ?? ''
    const pairs = [...body.matchAll(/[=≈] (0\.\d+)`[^`\n]{0,10}p ≈ ([\d.]+) ?%/gu)]
    expect(pairs).toHaveLength(4)
    for (const [text, odds, percent] of pairs) {
      const digits = percent?.split('.')[1]?.length ?? 0
      expect(((100 * Number(odds)) / (1 + Number(odds))).toFixed(digits), text).toBe(percent)
    }
  })

  test.each([
    ['latency budget', '10 + 2 + 10 + 5 = 27 ms'],
    ['base-rate precision', '850 / (850 + 999) ≈ 46%'],
    ['cost threshold', '50 / (50 + 500) ≈ 9.1%'],
    ['payments a day', '3,000 × 86,400 = 259.2 M'],
    ['share of the volume at stake', '$129.6 M / $18,144 M ≈ 0.71%'],
    ['daily loss that remains at target', '259.2 × $124,950 ≈ $32.4 M'],
    ['work of the sequence encoder a second', '1 M × 2 × 50 × 10,000 = 1,000 B'],
    ['price of an hour on the fallback', '10.8 × $324,800 ≈ $3,508,000'],
  ])('shows its %s', (_, calculation) => {
    expect(calculations(problem?.en.body ?? '').map(({ text }) => text)).toContain(calculation)
  })

  test.each(['en', 'zh'] as const)('gives each metric a number as its target (%s)', (language) => {
    const section = problem?.[language].body.split(/^## /mu)[2] ?? ''
    const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
    expect(rows).toHaveLength(5)
    for (const row of rows) expect(row.split('|').at(-2), row).toMatch(/\d/u)
  })

  test('looks velocity and graph up in parallel, and releases a random share of blocks', () => {
    const serving = problem?.en.diagrams[1] ?? ''
    for (const arrow of ['DEC --> VEL', 'DEC --> HOPS', 'VEL --> ENS', 'HOPS --> ENS'])
      expect(serving).toContain(arrow)
    expect(serving).toMatch(/POL -\.->\|0\.5 % random release\| ALLOW/u)
  })
})
