import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadContent } from '../../src/content/load.ts'
import { ContentError, locateMistake } from '../../src/content/mistakes.ts'
import { PAGE_LIMIT } from '../../src/content/reference.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { copySmallContent } from './small-content.ts'

const SAMPLE = fileURLToPath(new URL('./sample-reference/', import.meta.url))
const EN = 'references/click-log/en.md'
const ZH = 'references/click-log/zh.md'

const t = loadTexts().in('en')

let dir: string

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'loopmate-references-')), 'content')
  copySmallContent(dir)
  cpSync(SAMPLE, join(dir, 'references/click-log'), { recursive: true })
})

afterEach(() => {
  rmSync(join(dir, '..'), { recursive: true })
})

function mistakes(): readonly string[] {
  try {
    loadContent(dir)
    return []
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    return error.mistakes.map((mistake) => locateMistake(t, mistake))
  }
}

function change(file: string, edit: (text: string) => string): void {
  const path = join(dir, file)
  const before = readFileSync(path, 'utf8')
  const after = edit(before)
  expect(after, 'the edit must change something').not.toBe(before)
  writeFileSync(path, after)
}

const replace = (from: string | RegExp, to: string) => (text: string) => text.replace(from, to)

test('a reference is read with its pages, in its place', () => {
  const { references } = loadContent(dir)
  expect([...references.keys()].at(-1)).toBe('click-log')
  const { en, zh } = references.get('click-log') ?? {}
  expect(en?.pages.map(({ title }) => title)).toEqual([
    'Position bias',
    'Three corrections',
    'Where the log comes from',
  ])
  expect(zh?.pages[1]).toMatchObject({ title: '三种纠偏方法' })
  expect(en?.pages[2]?.markdown).toMatch(/^```mermaid\n[\s\S]+```\n\nThe dotted arrow/u)
})

test.each<[string, string, (text: string) => string, string]>([
  [
    'no front matter',
    EN,
    (text) => text.slice(4),
    '1: a line --- expected before everything else, order: 900 found',
  ],
  [
    'front matter that never ends',
    EN,
    replace('\n---\n', '\n'),
    '6: front matter is never closed by a line ---',
  ],
  ['no title', EN, replace(/^title: .*$/mu, 'title:'), '3: title: string expected, nothing found'],
  ['a mistyped key', ZH, replace('oneLiner', 'oneliner'), '4: oneliner: unknown key: did you mean oneLiner?'],
  [
    'an order that is none',
    EN,
    replace('order: 900', 'order: last'),
    '2: order: a number expected, "last" found',
  ],
  [
    'another order than in English',
    ZH,
    replace('order: 900', 'order: 901'),
    '2: order: 900 expected as in English, 901 found',
  ],
  [
    'no sections',
    EN,
    (text) => text.replaceAll(/^## /gmu, '### '),
    '7: body: a section ## expected first, text found',
  ],
  [
    'nothing below the front matter',
    EN,
    (text) => text.slice(0, text.indexOf('## ')),
    '5: body: at least 1 section ## expected, 0 found',
  ],
  [
    'a text before the first section',
    EN,
    replace('## Position', 'Once upon a time.\n\n## Position'),
    '7: body: a section ## expected first, text found',
  ],
  [
    'an empty section',
    EN,
    (text) => `${text}\n## More\n`,
    '33: body: a section with a text expected, an empty one found',
  ],
  [
    'two sections of one name',
    EN,
    replace('## Three corrections', '## Position bias'),
    '14: body: another section is called Position bias already',
  ],
  [
    'a title too long',
    EN,
    replace('## Position bias', `## ${'x'.repeat(61)}`),
    '7: body: a title of at most 60 characters expected, 61 found',
  ],
  [
    'a page too long',
    EN,
    replace('People click', `${'word '.repeat(PAGE_LIMIT / 5)}People click`),
    '7: body: a page of at most 3000 characters as drawn expected, 3',
  ],
  [
    'a row with a cell too many',
    EN,
    replace('| variance |', '| variance | too |'),
    '14: body: rows of 3 cells expected, one of 4 found',
  ],
  [
    'a row with a cell too few',
    ZH,
    replace('| 方差 |', '|'),
    '14: body: rows of 3 cells expected, one of 2 found',
  ],
  ['an endless code fence', EN, (text) => `${text}\n~~~\n`, '33: body: this code fence is never closed'],
  [
    'another kind of diagram',
    ZH,
    replace('flowchart LR', 'sequenceDiagram'),
    '25: body: a diagram beginning with flowchart expected, sequenceDiagram found',
  ],
  [
    'a section that English lacks',
    ZH,
    (text) => `${text}\n## 附录\n\n完。\n`,
    '7: body: 3 sections expected as in English, 4 found',
  ],
  [
    'a row that English lacks',
    ZH,
    replace('| 逆倾向', '| 别的 | 无 | 无 |\n| 逆倾向'),
    '14: body: section 三种纠偏方法, part 1: table of 3 × 3 expected as in English, table of 3 × 4 found',
  ],
  [
    'a point that English lacks',
    ZH,
    replace('- 每次', '- 还有。\n- 每次'),
    '7: body: section 位置偏差, part 2: list of 2 expected as in English, list of 3 found',
  ],
  [
    'a missing diagram',
    ZH,
    replace(/```mermaid[\s\S]+```/u, '见英文版。'),
    '22: body: section 日志从哪里来, part 1: diagram expected as in English, paragraph found',
  ],
  [
    'a paragraph that English lacks',
    ZH,
    (text) => `${text}\n又一段。\n`,
    '22: body: section 日志从哪里来, part 3: nothing expected as in English, paragraph found',
  ],
])('%s is named with its line', (_, file, edit, text) => {
  change(file, edit)
  const found = mistakes()
  expect(
    found.some((mistake) => mistake.startsWith(`content/${file}:${text}`)),
    found.join('\n'),
  ).toBe(true)
})

test('a language that is missing, and another encoding', () => {
  rmSync(join(dir, ZH))
  writeFileSync(join(dir, EN), Buffer.from('---\norder: 1\ntitle: caf\u00e9\n', 'latin1'))
  expect(mistakes()).toEqual([
    `content/${EN}:3: text in UTF-8 expected, Windows-1252 found: save the file as UTF-8`,
    `content/${ZH}:1: this file is expected, but missing`,
  ])
})

test('a reference that is called as the glossary is', () => {
  cpSync(join(dir, 'references/click-log'), join(dir, 'references/glossary'), { recursive: true })
  rmSync(join(dir, 'references/click-log'), { recursive: true })
  expect(mistakes()).toEqual(['content/references/glossary:1: the glossary has this name already'])
})

test('two references of one place, and one that is called as a problem is', () => {
  cpSync(SAMPLE, join(dir, 'references/fraud-detection'), { recursive: true })
  expect(mistakes()).toEqual([
    'content/references/fraud-detection/en.md:1: order: 900 is taken by click-log',
    'content/references/fraud-detection:1: a problem has this name already',
  ])
})

test('the glossary is read, and its mistakes are named', () => {
  const term = '  - { en: position bias, zh: 位置偏差, avoid: [位置偏置], note: Of clicks. }\n'
  writeFileSync(join(dir, 'glossary.yaml'), `terms:\n${term}`)
  expect(loadContent(dir).glossary.terms).toMatchObject([{ zh: '位置偏差', avoid: ['位置偏置'] }])
  writeFileSync(join(dir, 'glossary.yaml'), `terms:\n${term}  - { en: drift }\n`)
  expect(mistakes()).toEqual(['content/glossary.yaml:3: terms[1].zh: string expected, nothing found'])
})
