import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutPictures } from '../../src/markdown/embedded.ts'
import { anyMarkdown } from './any-markdown.ts'

const DATA = `data:image/png;base64,${'iVBORw0KGgo'.repeat(9_000)}==`

describe('pictures embedded in a text', () => {
  test.each<[string, string, string, number]>([
    [
      'Google Docs',
      `## **1\\. Requirements**\n\n![][image1]\n\nx\n\n[image1]: <${DATA}>\n`,
      '## **1\\. Requirements**\n\n\n\nx\n\n',
      1,
    ],
    ['with words', `![The board][image1]\n\n[image1]: <${DATA}>`, 'The board\n\n', 1],
    ['two, one shown twice', `![][a] ![][b] ![a]\n[a]: ${DATA}\n[b]: ${DATA} "B"\n`, '  \n', 2],
    ['inline', `a ![](${DATA}) b ![board](${DATA} "title") c`, 'a  b board c', 2],
    ['a link', `[the board](${DATA})`, 'the board', 1],
    ['HTML', `<p><img width="9" src="${DATA}" alt="Board"/></p>`, '<p>Board</p>', 1],
    [
      'wrapped',
      `<img src="data:image/png;base64,${'A'.repeat(60)}\n${'B'.repeat(76)}\n${'C'.repeat(9)}=="> x`,
      ' x',
      1,
    ],
    [
      'indented and wrapped',
      `<img src="data:image/png;base64,${'A'.repeat(76)}\n  ${'B'.repeat(76)}\n  C=="> x`,
      ' x',
      1,
    ],
    ['of no type', `![](data:;base64,${'A'.repeat(90)})`, '', 1],
    ['another file', `[the board](data:application/pdf;base64,${'A'.repeat(90)})`, 'the board', 1],
    ['bare', `see ${DATA}`, 'see ', 1],
    ['in capitals', `![](${DATA.replace('data:image', 'DATA:IMAGE')})`, '', 1],
    ['in code', `\`\`\`html\n<img src="${DATA}">\n\`\`\`\n`, `\`\`\`html\n<img src="${DATA}">\n\`\`\`\n`, 0],
    ['in a quote', `> ![][image1]\n>\n> [image1]: <${DATA}>\n`, '> \n>\n', 1],
    ['none', 'a ![](https://example.org/a.png) ![][b]', 'a ![](https://example.org/a.png) ![][b]', 0],
  ])('%s', (_, text, kept, pictures) => {
    expect(withoutPictures(text)).toEqual({ text: kept, pictures })
  })

  test('leave nothing behind, and nothing else changes', () => {
    const around = fc.constantFrom(
      (at: string) => `![](${at})`,
      (at: string) => `<img src='${at}'>`,
      (at: string) => at,
    )
    fc.assert(
      fc.property(anyMarkdown, around, anyMarkdown, (before, wrap, after) => {
        const text = `${before}\n\n${wrap(DATA)}\n\n${after}`
        const { text: kept, pictures } = withoutPictures(text)
        if (pictures === 0) expect(kept).toBe(text)
        else expect(kept.length).toBeLessThanOrEqual(before.length + after.length + 40)
        expect(withoutPictures(kept)).toEqual({ text: kept, pictures: 0 })
      }),
    )
  })
})
