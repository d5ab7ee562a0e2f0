import { describe, expect, test } from 'vitest'
import { content } from '../support/content.ts'

describe('framework', () => {
  test('seven stages and the buffer fill 45 minutes as planned', () => {
    expect(content.stages.map(({ id, minutes }) => [id, minutes])).toEqual([
      ['requirements', 5],
      ['metrics', 3],
      ['data', 7],
      ['features', 5],
      ['model', 8],
      ['serving', 8],
      ['monitoring', 5],
      ['buffer', 4],
    ])
    expect(content.stages.reduce((sum, { minutes }) => sum + minutes, 0)).toBe(45)
  })

  test('stages follow one another on the clock without gaps', () => {
    expect(content.stages.map(({ from, to }) => [from, to])).toEqual([
      [0, 5],
      [5, 8],
      [8, 15],
      [15, 20],
      [20, 28],
      [28, 36],
      [36, 41],
      [41, 45],
    ])
  })

  test('monitoring leads back to data and to the model', () => {
    expect(content.loops.map(({ from, to }) => `${from} -> ${to}`)).toEqual([
      'monitoring -> data',
      'monitoring -> model',
    ])
  })
})

describe('rubric', () => {
  const { criteria, levels, signals, antiPatterns } = content.rubric

  test('one criterion a stage without the buffer, and three across all', () => {
    expect(criteria.map(({ id }) => id)).toEqual([
      ...content.stages.map(({ id }) => id).filter((id) => id !== 'buffer'),
      'problem-ownership',
      'trade-offs',
      'communication',
    ])
    for (const { id, stage } of criteria.slice(0, 7)) expect(stage).toBe(id)
    for (const { stage } of criteria.slice(7)) expect(stage).toBeNull()
  })

  test('levels map to a hire recommendation and to their emoji', () => {
    expect(levels.map(({ emoji, recommendation }) => [emoji, recommendation])).toEqual([
      ['1️⃣', 'no-hire'],
      ['2️⃣', 'lean-no-hire'],
      ['3️⃣', 'hire'],
      ['4️⃣', 'strong-hire'],
    ])
  })

  test.each(['en', 'zh'] as const)('short anchors fit a select option and differ (%s)', (language) => {
    const shorts = criteria.flatMap((criterion) => criterion.levels.map(({ short }) => short[language]))
    for (const short of shorts) expect(short.length, short).toBeLessThanOrEqual(75)
    expect(new Set(shorts).size).toBe(40)
  })

  test('five signals and three anti-patterns, told apart by emoji', () => {
    expect(signals).toHaveLength(5)
    expect(antiPatterns).toHaveLength(3)
    const emoji = [...levels, ...signals, ...antiPatterns].map((entry) => entry.emoji)
    expect(new Set(emoji).size).toBe(12)
  })
})

test('Chinese texts are Chinese, English ones are not', () => {
  const pairs: { en: string; zh: string }[] = []
  const collect = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    if ('en' in value && 'zh' in value) pairs.push(value as { en: string; zh: string })
    else for (const inner of Object.values(value)) collect(inner)
  }
  collect([content.stages, content.loops, content.rubric])
  expect(pairs.length).toBeGreaterThan(150)
  for (const { en, zh } of pairs) {
    expect(zh, en).toMatch(/\p{Script=Han}/u)
    expect(en).not.toMatch(/\p{Script=Han}/u)
    expect(zh, 'ASCII punctuation beside Chinese').not.toMatch(/\p{Script=Han}[,:;?!]|[,:;?!]\p{Script=Han}/u)
  }
})
