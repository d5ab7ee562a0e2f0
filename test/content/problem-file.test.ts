import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadTemplate } from '../../src/content/load.ts'
import { describeMistake } from '../../src/content/mistakes.ts'
import { PROBLEM_FILE_MAX_BYTES, readProblemFile } from '../../src/content/problem-file.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'

const t = loadTexts().in('en')

const template = loadTemplate(new URL('../../content/', import.meta.url)).en
const chinese = readFileSync(new URL('../../content/template/zh.md', import.meta.url), 'utf8')

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (content: Uint8Array | string) =>
  readProblemFile(typeof content === 'string' ? bytes(content) : content, 'mine.md')
const mistakesOf = (content: Uint8Array | string): readonly string[] => {
  const found = read(content)
  if (found.kind !== 'mistakes') throw new Error(`mistakes expected, but it is ${found.kind}`)
  return found.mistakes.map((mistake) => `${mistake.line}: ${describeMistake(t, mistake)}`)
}
/** The template with other front matter. */
const withMatter = (matter: string) => template.replace(/^---\n.*?\n---\n/su, `---\n${matter}\n---\n`)
const lineOf = (text: string) => template.slice(0, template.indexOf(text)).split('\n').length

describe('a file that somebody hands in', () => {
  test('is a problem, kept as it was sent', () => {
    for (const source of [template, chinese, template.replaceAll('\n', '\r\n')]) {
      const found = read(source)
      expect(found).toMatchObject({ kind: 'problem', source })
      if (found.kind === 'problem') expect(found.problem.facts).toHaveLength(12)
    }
    expect(read(`\uFEFF${template}`).kind).toBe('problem')
  })

  test.each([
    ['ZIP', [0x50, 0x4b, 0x03, 0x04, 0x14]],
    ['PNG', [0x89, 0x50, 0x4e, 0x47, 0x0d]],
    ['JPEG', [0xff, 0xd8, 0xff, 0xe0]],
    ['GIF', [...bytes('GIF89a')]],
    ['PDF', [...bytes('%PDF-1.7')]],
  ])('is no %s, whatever its name says', (found, first) => {
    expect(read(new Uint8Array([...first, 0, 1, 2]))).toEqual({ kind: 'other', found })
  })

  test('is not empty, and not large', () => {
    expect(read('')).toEqual({ kind: 'empty' })
    expect(read('\uFEFF \n\n')).toEqual({ kind: 'empty' })
    expect(read(new Uint8Array(PROBLEM_FILE_MAX_BYTES + 1).fill(0x61))).toEqual({ kind: 'large' })
    expect(read(`${template}${'x'.repeat(PROBLEM_FILE_MAX_BYTES - bytes(template).length)}`).kind).toBe(
      'problem',
    )
  })

  test.each([
    ['title: Delivery Time Promise', 'title: Delivery #1 promise'],
    ['  - quantiles', '  - quantiles #p90'],
    ['    topic: Traffic', '    topic: Traffic # now'],
    ['    - Walk me through the 150 ms.', '    - Walk me through the 150 ms #slowly.'],
    ['brief: >-\n  We deliver food', 'brief: We deliver #1 food'],
  ])('asks for quotation marks where a # cuts a text: %s', (before, after) => {
    const hint =
      'quotation marks expected around a text with a space and # in it, none found; a comment stands on a line of its own'
    expect(mistakesOf(template.replace(before, after))).toEqual([`${lineOf(before)}: ${hint}`])
  })

  test('may have comments on lines of their own, # within words, and # in quotation marks', () => {
    expect(read(template.replace('title: Delivery Time Promise', 'title: "Delivery #1 promise"')).kind).toBe(
      'problem',
    )
    const commented = template.replace('title: ', '# a comment\ntitle: C# and ')
    expect(read(commented).kind).toBe('problem')
    expect(read(template.replace('minute: 3\n', 'minute: 3 # early\n')).kind).toBe('problem')
  })

  test.each([
    ['graph', 'graph LR'],
    ['any case', 'Flowchart LR'],
    ['front matter', '---\ntitle: Serving\n---\nflowchart LR'],
    ['directives and comments', "%%{init: {'theme': 'dark'}}%%\n%% mine\nflowchart LR"],
  ])('has diagrams as mocks draw them: %s', (_, header) => {
    const source = template.replaceAll('```mermaid\nflowchart LR', `\`\`\`mermaid\n${header}`)
    const found = read(source)
    expect(source).not.toBe(template)
    expect(found).toMatchObject({ kind: 'problem' })
    if (found.kind === 'problem')
      expect(found.problem.diagrams.some((each) => each.startsWith(header))).toBe(true)
  })

  test('is UTF-8: other encodings are named', () => {
    expect(mistakesOf(Buffer.from(chinese, 'utf16le'))).toEqual([
      '1: text in UTF-8 expected, UTF-16 found: save the file as UTF-8',
    ])
    const latin = Buffer.from(template.replace('late for fewer', 'café'), 'latin1')
    expect(mistakesOf(latin)).toEqual([
      `${lineOf('oneLiner')}: text in UTF-8 expected, Windows-1252 found: save the file as UTF-8`,
    ])
    const odd = Buffer.concat([bytes('---\ntitle: '), new Uint8Array([0xc3, 0x28, 0xa0, 0xa1, 0xac, 0xff])])
    expect(mistakesOf(odd)).toEqual(['2: text in UTF-8 expected, other bytes found: save the file as UTF-8'])
    const gbk = Buffer.concat([bytes('---\ntitle: '), new Uint8Array([0xcc, 0xe2, 0xc4, 0xbf, 0xb5, 0xc4])])
    expect(mistakesOf(gbk)).toEqual(['2: text in UTF-8 expected, GBK found: save the file as UTF-8'])
  })

  test('names each mistake with its line, those of both parts', () => {
    const text = template
      .replace('stage: monitoring\n    topic: Last incident', 'stage: monitor\n    topic: Last incident')
      .replace('## 5. Model', '## 6. Model')
    const line = lineOf('topic: Last incident') - 1
    const body = lineOf('## 5. Model')
    expect(mistakesOf(text)).toEqual([
      expect.stringMatching(new RegExp(`^${line}: facts\\[11\\]\\.stage: requirements, .* "monitor" found$`)),
      `${body}: body: section ## 5. expected, ## 6. Model found`,
    ])
  })

  test('begins with front matter that ends', () => {
    expect(mistakesOf('# A problem\n')).toEqual([
      '1: a line --- expected before everything else, # A problem found',
    ])
    expect(mistakesOf('---\ntitle: x\n')).toEqual(['1: front matter is never closed by a line ---'])
  })
})

describe('a hostile file', () => {
  const keys = Array.from({ length: 13_000 }, (_, index) => `k${index.toString(36)}`)

  test('with keys that repeat is refused by the second one', () => {
    expect(mistakesOf(withMatter('title: a\nother: b\ntitle: c'))).toContain(
      '4: the key title stands twice, first in line 2',
    )
  })

  test.each([
    [
      'aliases that multiply',
      `a: &a [x, x]\n${[...'bcdefghijklm'].map((key, index) => `${key}: &${key} [${`*${'abcdefghijkl'[index]},`.repeat(9)}]`).join('\n')}`,
    ],
    ['nesting without an end', '['.repeat(39_000)],
    ['nesting in blocks', '- '.repeat(19_000)],
    ['an alias to itself', 'title: &a [*a]'],
    ['a tag of a language', 'title: !!js/function "() => 1"'],
    ['a prototype', '__proto__:\n  title: x'],
  ])('with %s is refused', (_, matter) => {
    const mistakes = mistakesOf(withMatter(matter))
    expect(mistakes.length).toBeGreaterThan(0)
    expect(mistakes.join()).not.toMatch(/call stack|attack/u)
    expect(Object.prototype).not.toHaveProperty('title')
  })

  test('with thousands of unknown keys is refused, each with its line', () => {
    const mistakes = mistakesOf(
      withMatter(
        keys
          .slice(0, 6000)
          .map((key) => `${key}:`)
          .join('\n'),
      ),
    )
    expect(mistakes).toContain(`5002: ${keys[5000]}: unknown key`)
  })

  test.each([
    ['as it is', (text: string) => text],
    ['after empty lines', (text: string) => `\n\n${text}`],
    ['with line ends of old Macs', (text: string) => text.replaceAll('\n', '\r')],
    ['with a blank behind the dashes', (text: string) => text.replaceAll('\n---\n', '\n---\u00A0\n')],
  ])('with too much front matter is refused before it is parsed, %s', (_, written) => {
    expect(mistakesOf(written(withMatter(keys.map((key) => `${key}:`).join('\n'))))).toEqual([
      expect.stringMatching(/^1: at most 40000 characters of front matter expected, \d+ found$/u),
    ])
  })

  // Read with a pattern that goes back and forth, each would take minutes.
  test.each([
    ['blanks', `\`\`\`${' '.repeat(150_000)}\``],
    ['tildes', `${'~'.repeat(150_000)}\``],
    ['backticks', `${'`'.repeat(150_000)} x`],
  ])('with a fence of many %s is read in one pass', (_, fence) => {
    const found = read(template.replace('## 2. Metrics\n', `${fence}\n## 2. Metrics\n`))
    expect(['mistakes', 'problem']).toContain(found.kind)
  })

  test('with lists and diagrams that no card could show is refused', () => {
    const probe = '    - What will you not build in the first version?\n'
    expect(mistakesOf(template.replace(probe, probe.repeat(9)))).toEqual([
      expect.stringMatching(/probes\.requirements: at most 8 expected, 11 found$/u),
    ])
    const diagram = (lines: string) => `\`\`\`mermaid\nflowchart LR\n${lines}\n\`\`\`\n`
    expect(mistakesOf(`${template}\n${diagram('  A --> B').repeat(5)}`)).toEqual([
      expect.stringContaining('body: at most 6 mermaid diagrams expected, 7 found'),
    ])
    expect(mistakesOf(`${template}\n${diagram('  A --> B\n'.repeat(500))}`)).toEqual([
      expect.stringContaining('body: at most 4000 characters in a diagram expected, 5014 found'),
    ])
    expect(mistakesOf(`${template}\n${diagram(`  A["${'x'.repeat(300)}"]`)}`)).toEqual([
      expect.stringContaining("body: at most 300 characters in a diagram's line expected, 307 found"),
    ])
  })
})
