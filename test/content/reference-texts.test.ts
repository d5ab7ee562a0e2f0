import { describe, expect, test } from 'vitest'
import { numbers } from './numbers.ts'
import {
  inlineCodes,
  type ReferenceText,
  readReference,
  recomputed,
  referenceSlugs,
} from './reference-text.ts'

/** With its heading and its buttons a page stays one Discord message, tables stacked to lines. */
const PAGE = 1500

/** How many calculations a text shows at least, where it is made of them. */
const ARITHMETIC: Readonly<Record<string, number>> = { serving: 35, metrics: 28, 'staff-signals': 8 }

const references = referenceSlugs.map((slug) => ({
  slug,
  en: readReference(slug, 'en'),
  zh: readReference(slug, 'zh'),
}))

/** The kind of each line; for a table's row also the number of its cells. */
function outline(body: string): readonly string[] {
  return body.split('\n').map((line) => {
    if (line.startsWith('|')) return `row of ${line.split(/(?<!\\)\|/u).length - 2}`
    const [, mark] = /^(#{3} |- |\d+\. |```\w*)/u.exec(line) ?? []
    return mark ?? (line === '' ? '' : 'text')
  })
}

function skeleton(diagram: string): string {
  return diagram.replace(/"[^"]*"/gu, '""').replace(/\|[^|]*\|/gu, '||')
}

describe.each(references)('$slug', ({ slug, en, zh }) => {
  test('has a title that may follow a colon', () => {
    for (const { title } of [en, zh]) expect(title).not.toMatch(/[:：]/u)
    expect(zh.order).toBe(en.order)
  })

  test('has the same lines in both languages: headings, tables, lists, diagrams', () => {
    expect(zh.sections.length).toBe(en.sections.length)
    for (const [index, { title, body }] of en.sections.entries())
      expect.soft(outline(zh.sections[index]?.body ?? ''), title).toEqual(outline(body))
    expect(zh.sections.flatMap(({ diagrams }) => diagrams.map(skeleton))).toEqual(
      en.sections.flatMap(({ diagrams }) => diagrams.map(skeleton)),
    )
  })

  test('says the same numbers in both languages, line by line', () => {
    const chinese = zh.body.split('\n')
    for (const [index, line] of en.body.split('\n').entries())
      expect.soft(numbers(chinese[index] ?? ''), line).toEqual(numbers(line))
  })

  test.each([
    ['en', en],
    ['zh', zh],
  ] as const)('has pages that fit a message (%s)', (_, { sections }) => {
    const long = sections.filter(({ title, prose }) => title.length + prose.length > PAGE)
    expect(long.map(({ title, prose }) => `${title}: ${prose.length}`)).toEqual([])
    expect(sections.filter(({ prose }) => prose.length < 60).map(({ title }) => title)).toEqual([])
  })

  test.each([
    ['en', en],
    ['zh', zh],
  ] as const)('calculates right (%s)', (_, { body }) => {
    expect(recomputed(body).length).toBeGreaterThanOrEqual(ARITHMETIC[slug] ?? 1)
    expect(recomputed(body).filter(({ holds }) => !holds)).toEqual([])
  })

  test('shows the same calculations and formulas in both languages', () => {
    const equations = ({ body }: ReferenceText) => inlineCodes(body).filter((code) => /[=≈]/u.test(code))
    expect(equations(zh)).toEqual(equations(en))
  })

  test('draws flowcharts only', () => {
    for (const diagram of en.sections.flatMap(({ diagrams }) => diagrams))
      expect(diagram).toMatch(/^flowchart (TD|LR)\n/u)
  })

  test('Chinese stands with Chinese punctuation and no blanks of English', () => {
    const lines = `${zh.title}\n${zh.oneLiner}\n${zh.body}`
      .split('\n')
      .map((line) => line.replace(/`[^`]*`/gu, '`x`'))
    const wrong = lines.filter(
      (line) =>
        /\p{Script=Han}[,:;?!]|[,:;?!]\p{Script=Han}|\(\p{Script=Han}|\p{Script=Han}\)/u.test(line) ||
        /[\p{Script=Han}，。；：？！、”）] +\p{Script=Han}/u.test(line) ||
        /\d %/u.test(line),
    )
    expect(wrong).toEqual([])
  })
})
