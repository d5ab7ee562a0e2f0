import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MarkdownBlock, readBlocks } from '../../src/markdown/blocks.ts'
import { fencedText } from '../../src/markdown/fences.ts'
import { anyMarkdown } from './any-markdown.ts'

const said = (block: MarkdownBlock) =>
  block.kind === 'heading'
    ? `${block.kind} ${block.level} ${block.title}`
    : block.kind === 'fence'
      ? `${block.kind} ${block.language || '-'} ${fencedText(block)}`
      : `${block.kind} ${block.lines.map(({ text }) => text).join('\n')}`

const read = (text: string) => readBlocks(text).map(said)

describe('the blocks of a text', () => {
  test('cover all of it, in order, and code is verbatim', () => {
    fc.assert(
      fc.property(anyMarkdown, (text) => {
        const blocks = readBlocks(text)
        expect(blocks.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
        let line = 0
        for (const block of blocks) {
          expect(block.line).toBeGreaterThanOrEqual(line)
          line = block.line
          const lines = block.kind === 'heading' ? [] : block.kind === 'fence' ? block.content : block.lines
          for (const each of lines) expect(text.slice(block.start, block.end)).toContain(each.text)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('know their lines', () => {
    const text = '---\na: b\n---\n\n# One\r\ntext\n> ```\n> x\n> ```\n\n| a |\n|---|\n| b |\nTwo\n---\n'
    expect(readBlocks(text).map(({ kind, line }) => `${kind} ${line}`)).toEqual([
      'matter 1',
      'prose 4',
      'heading 5',
      'prose 6',
      'fence 7',
      'prose 10',
      'table 11',
      'heading 14',
    ])
  })

  test.each<[string, string, readonly string[]]>([
    ['nothing', '', []],
    ['a heading', '## Data', ['heading 2 Data']],
    ['closing marks', '## Data ##', ['heading 2 Data']],
    ['no space', '##Data', ['heading 2 Data']],
    ['no space after one mark', '#数据', ['heading 1 数据']],
    ['hashtags', '#data #model', ['prose #data #model']],
    ['a number', '#1 priority', ['prose #1 priority']],
    ['seven marks', '####### Data', ['prose ####### Data']],
    ['underlined', 'Data\n====\nx', ['heading 1 Data', 'prose x']],
    ['underlined by dashes', 'Data\n---', ['heading 2 Data']],
    ['a line below a sentence', 'I am done.\n---', ['prose I am done.\n---']],
    ['a line below a list', '- a\n---', ['prose - a\n---']],
    ['a bold line', '**Data**', ['heading 7 Data']],
    ['a bold line of Slack', '*Data*', ['heading 7 Data']],
    ['a bold line with its number', '2\\. **Metrics**', ['heading 7 2. Metrics']],
    ['a bold line with its colon', '**Data:**', ['heading 7 Data:']],
    ['an emoji before a bold line', '🎯 **Goals**', ['heading 7 Goals']],
    ["Slack's emoji before a bold line", ':dart: *Goals*', ['heading 7 Goals']],
    ['a bold item', '1. **Data**', ['heading 8 1. Data']],
    ['bold words', '**a** and **b**', ['prose **a** and **b**']],
    ['a bold word before a text', '**Data** first', ['prose **Data** first']],
    ['a toggle of Notion', '- ## Data', ['heading 2 Data']],
    ['inside of a toggle', '- ## Data\n    ### Labels', ['heading 2 Data', 'heading 3 Labels']],
    ['code by indentation', 'x\n\n    # data', ['prose x\n\n    # data']],
    ['a quoted heading', '> ## Data', ['prose > ## Data']],
    ['HTML', '<h2 id="x">Data</h2>', ['heading 2 Data']],
    ['an anchor', '## **1\\. Data** {#data}', ['heading 2 1. Data']],
    ["Word's anchor", '# []{#_Toc1 .anchor}Data', ['heading 1 Data']],
    ['full width', '## １．数据', ['heading 2 1.数据']],
    ['a heading in code', '```\n# x\n```', ['fence - # x']],
    ['a table', 'a | b\n--|--\n1 | 2\nx', ['table a | b\n--|--\n1 | 2', 'prose x']],
    ['front matter', '---\ntags: [a]\n---\nx', ['matter tags: [a]', 'prose x']],
    ['a rule first', '---\nx\n---', ['prose ---\nx\n---']],
    ['no end of front matter', '---\na: b\nx', ['prose ---\na: b\nx']],
    ['words around code', 'a ```x\ny``` b', ['prose a ', 'fence x y', 'prose  b']],
    [
      'words around code that is no language',
      'a ```x = 1\ny``` b',
      ['prose a ', 'fence - x = 1\ny', 'prose  b'],
    ],
    ['code whose line holds ticks', '```js\na ``` b\n```\nc', ['fence js a ``` b', 'prose c']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })
})
