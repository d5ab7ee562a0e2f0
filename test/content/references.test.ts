import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { calculations } from './calculation.ts'

/** Read here as plain files: what these tests hold is the text, whichever way /learn loads it. */
const FOLDER = new URL('../../content/references/', import.meta.url)

/** A page with its heading must fit a Discord message of 2,000; diagrams are sent as pictures. */
const PAGE = 1500

type Section = Readonly<{ title: string; body: string; prose: string; diagrams: readonly string[] }>
type Reference = Readonly<{ matter: unknown; body: string; sections: readonly Section[] }>

function read(slug: string, language: 'en' | 'zh'): Reference {
  const text = readFileSync(new URL(`${slug}/${language}.md`, FOLDER), 'utf8')
  const [, matter, body] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/u.exec(text) ?? []
  if (matter === undefined || body === undefined) throw new Error(`${slug}/${language}.md: no front matter`)
  const sections = body.split(/^## /mu).slice(1).map(section)
  return { matter: parse(matter), body, sections }
}

function section(text: string): Section {
  const [title = '', ...lines] = text.split('\n')
  const body = lines.join('\n').trim()
  const fence = /```mermaid\n([\s\S]*?)```/gu
  const diagrams = [...body.matchAll(fence)].map(([, diagram = '']) => diagram)
  return { title, body, prose: body.replace(fence, '').trim(), diagrams }
}

const slugs = readdirSync(FOLDER).sort()
const references = slugs.map((slug) => ({ slug, en: read(slug, 'en'), zh: read(slug, 'zh') }))

/** A text's numbers in order of size, whichever way the language groups them: 200 million is 2 亿. */
function numbers(text: string): readonly number[] {
  const scale: Readonly<Record<string, number>> = {
    million: 1e6,
    M: 1e6,
    billion: 1e9,
    B: 1e9,
    万: 1e4,
    亿: 1e8,
  }
  return [...text.matchAll(/(\d[\d,]*(?:\.\d+)?)\s*(million|billion|[MB]\b|万|亿)?/gu)]
    .map(([, digits = '', unit = '']) => Number(digits.replaceAll(',', '')) * (scale[unit] ?? 1))
    .sort((a, b) => a - b)
}

/** What kind of line each is; of a table's row also the number of its cells. */
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

/** Formulas begin with a letter, calculations with a figure, `$` or a bracket. */
function figures(body: string): string {
  return [...body.matchAll(/`[^`\n]*`/gu)].map(([code]) => code).filter((code) => /^`[\d$(]/u.test(code)).join(' ')
}

describe.each(references)('$slug', ({ en, zh }) => {
  test.each([
    ['en', en],
    ['zh', zh],
  ] as const)('has its order, a title and one line about it (%s)', (_, { matter }) => {
    expect(matter).toEqual({
      order: expect.any(Number),
      title: expect.stringMatching(/^[^:：]{2,60}$/u),
      oneLiner: expect.stringMatching(/^.{10,100}$/u),
    })
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
    expect(calculations(figures(body)).filter(({ holds }) => !holds)).toEqual([])
  })

  test('shows the same calculations and formulas in both languages', () => {
    const codes = ({ body }: Reference) => [...body.matchAll(/`[^`\n]*[=≈][^`\n]*`/gu)].map(([code]) => code)
    expect(codes(zh)).toEqual(codes(en))
  })

  test('draws flowcharts only', () => {
    for (const diagram of en.sections.flatMap(({ diagrams }) => diagrams)) expect(diagram).toMatch(/^flowchart (TD|LR)\n/u)
  })

  test('Chinese stands with Chinese punctuation and no blanks of English', () => {
    const lines = `${JSON.stringify(zh.matter)}\n${zh.body}`.split('\n').map((line) => line.replace(/`[^`]*`/gu, '`x`'))
    const wrong = lines.filter(
      (line) =>
        /\p{Script=Han}[,:;?!]|[,:;?!]\p{Script=Han}|\(\p{Script=Han}|\p{Script=Han}\)/u.test(line) ||
        /[\p{Script=Han}，。；：？！、”）] +\p{Script=Han}/u.test(line) ||
        /\d %/u.test(line),
    )
    expect(wrong).toEqual([])
  })
})
