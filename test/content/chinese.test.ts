import { describe, expect, test } from 'vitest'
import { type ChineseLine, chineseLines } from './wording.ts'

const lines = chineseLines(new URL('../../content/', import.meta.url))

/** Decimals that begin with their point: .95 for 0.95. A range (1..4) or a file's ending is none. */
function bareDecimals(text: string): readonly string[] {
  return text.match(/(?<![\p{L}\p{N}.\]/])\.\d+/gu) ?? []
}

/** Counts in the English millions and billions, where Chinese says 万 and 亿. Formulas keep them, as do names of models (8B). */
function englishCounts(text: string): readonly string[] {
  const prose = text.replace(/`[^`]*`/gu, '')
  return (
    prose.match(
      /(?<![\p{L}\p{N}.,])\d[\d,]*(?:\.\d+)? ?[MB](?![\p{L}\p{N}])(?!\s*(?:模型|参数|左右以内))/gu,
    ) ?? []
  )
}

const found = (reader: (text: string) => readonly string[], of: readonly ChineseLine[] = lines) =>
  of.flatMap(({ where, text }) => reader(text).map((match) => `${where}: ${match}`))

describe('Chinese figures', () => {
  test('decimals have their zero, in content, rubric and catalogues', () => {
    for (const part of ['locales/zh.json', 'locales/zh-TW.json', 'problems/', 'references/', 'rubric.yaml'])
      expect(lines.some(({ where }) => where.startsWith(part))).toBe(true)
    expect(found(bareDecimals)).toEqual([])
  })

  test('prose counts in 万 and 亿', () => {
    const markdown = lines.filter(({ where }) => where.includes('zh.md'))
    expect(markdown.length).toBeGreaterThan(1000)
    expect(found(englishCounts, markdown)).toEqual([])
  })

  test.each([
    ['精确率高于 .95', ['.95']],
    ['精确率高于 0.95', []],
    ['`p × .3`', ['.3']],
    ['见 zh.md', []],
  ])('bare decimals of “%s”: %j', (text, expected) => {
    expect(bareDecimals(text)).toEqual(expected)
  })

  test.each([
    ['月活 2 B，日活 800 M', ['2 B', '800 M']],
    ['月活 20 亿，每天 `250,000 × 86,400 = 21.6 B` 个', []],
    ['开源 8B 模型，8 B 参数，12 MB', []],
  ])('English counts of “%s”: %j', (text, expected) => {
    expect(englishCounts(text)).toEqual(expected)
  })
})
