import { describe, expect, it } from 'vitest'
import {
  inlineMarkdown,
  markdown,
  safeHref,
  type Writer,
} from '../../../../src/platforms/playground/page/markdown.ts'
import { INJECTIONS } from '../../../support/injection-corpus.ts'
import { drawn, outline } from './tree.ts'

const writer: Writer = { time: (at, style) => `<time ${at} ${style}>`, user: (id) => `<user ${id}>` }
const draw = (text: string) => markdown(text, writer)

/** All that a text may become. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  p: ['class'],
  a: ['href', 'target', 'rel', 'title'],
  ul: [],
  ol: ['start'],
  li: [],
  table: [],
  thead: [],
  tbody: [],
  tr: [],
  th: ['class', 'scope'],
  td: ['class', 'scope'],
  div: ['class', 'tabIndex'],
  span: ['class'],
  pre: ['tabIndex'],
  code: [],
  blockquote: [],
  hr: [],
  br: [],
  strong: [],
  em: [],
  del: [],
}

describe('markdown', () => {
  it.each([
    ['one\ntwo', 'p(onebr()two)'],
    ['one\n\ntwo', 'p(one)p(two)'],
    ['**a** _b_ ~~c~~ `d`', 'p(strong(a) em(b) del(c) code(d))'],
    ['# Big\ntext', 'p(Big)p(text)'],
    ['- a\n  - b\n- c', 'ul(li(aul(li(b)))li(c))'],
    ['3. a\n4. b', 'ol(li(a)li(b))'],
    ['- [x] done', 'ul(li(☑ done))'],
    ['> said\n> so', 'blockquote(p(saidbr()so))'],
    ['```mermaid\na --> b\n```', 'div(span(mermaid)pre(code(a --> b)))'],
    ['| a | b |\n|---|--:|\n| 1 | 2 |', 'div(table(thead(tr(th(a)th(b)))tbody(tr(td(1)td(2)))))'],
    ['<b>bold</b>', 'p(<b>bold</b>)'],
    ['<div>\nx\n</div>', 'p(<div>br()xbr()</div>)'],
    ['---', 'hr()'],
    ['a \\* b', 'p(a * b)'],
  ])('draws %j', (text, expected) => {
    expect(outline(draw(text))).toBe(expected)
  })

  it('writes moments and people, but not in code', () => {
    const text = 'ends ⟦time 1000 relative⟧, says **⟦user ben⟧** `⟦user ben⟧`\n\n```\n⟦time 1 clock⟧\n```'
    expect(outline(draw(text))).toBe(
      'p(ends <time 1000 relative>, says strong(<user ben>) code(⟦user ben⟧))div(pre(code(⟦time 1 clock⟧)))',
    )
  })

  it('shows a time that no calendar knows as it was typed', () => {
    expect(outline(draw('⟦time 999999999999999 clock⟧'))).toBe('p(<time 999999999999999 clock>)')
    expect(outline(draw('⟦time 9999999999999999 clock⟧'))).toBe('p(⟦time 9999999999999999 clock⟧)')
  })

  it('draws one line without paragraphs', () => {
    expect(outline(inlineMarkdown('# no **heading**', writer))).toBe('# no strong(heading)')
  })

  it('links to the web and to mail only, and tells nobody where one came from', () => {
    const [link] = drawn(draw('[a](https://example.com/x "t")')).elements.filter(({ type }) => type === 'a')
    expect(link?.props).toEqual({
      href: 'https://example.com/x',
      target: '_blank',
      rel: 'noopener noreferrer',
      title: 't',
    })
    expect(outline(draw('![a cat](https://example.com/cat.png)'))).toBe('p(a(a cat))')
    expect(drawn(draw('[a](javascript:alert(1))')).text).toBe('[a](javascript:alert(1))')
  })

  it.each([
    ['https://example.com', 'https://example.com/'],
    ['http://example.com/a?b=c#d', 'http://example.com/a?b=c#d'],
    ['mailto:ana@example.com', 'mailto:ana@example.com'],
    ['javascript:alert(1)', undefined],
    [' javascript:alert(1)', undefined],
    ['java\nscript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['blob:https://example.com/x', undefined],
    ['file:///etc/passwd', undefined],
    ['//example.com', undefined],
    ['/playground/api/say', undefined],
    ['', undefined],
  ])('judges the address %j', (href, expected) => {
    expect(safeHref(href)).toBe(expected)
  })

  it('has at least forty attempts to break out to withstand', () => {
    expect(INJECTIONS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(INJECTIONS).size).toBe(INJECTIONS.length)
  })

  it.each(INJECTIONS)('makes nothing but its own elements of %j', (text) => {
    for (const { elements } of [drawn(draw(text)), drawn(inlineMarkdown(text, writer))])
      for (const { type, props } of elements) {
        expect(ALLOWED, type).toHaveProperty(type)
        expect(ALLOWED[type]).toEqual(expect.arrayContaining(Object.keys(props)))
        if (type === 'a') expect(String(props.href)).toMatch(/^(?:https?:|mailto:)/u)
        if (props.class !== undefined) expect(String(props.class)).toMatch(/^[a-z0-9 -]*$/u)
      }
  })

  it.each(['> ', '>', '- ', '* ', '1. ', '> - '])(
    'draws no more than some of %j within each other',
    (mark) => {
      // The library takes the square of their number.
      const { elements, text } = drawn(draw(`${mark.repeat(1500)}x`))
      expect(elements.length).toBeLessThan(60)
      expect(text.endsWith('x')).toBe(true)
    },
  )

  it('leaves code as it is, however deep its marks are', () => {
    const code = `${'> '.repeat(40)}x`
    expect(drawn(draw(`\`\`\`\n${code}\n\`\`\``)).text).toContain(code)
  })

  it('draws a long text by its paragraphs, and a long paragraph as it was written', () => {
    const paragraph = `**bold** ${'word '.repeat(100)}`.trim()
    const long = `**not bold** ${'word '.repeat(1000)}`.trim()
    const { elements, text } = drawn(
      draw([...Array.from({ length: 20 }, () => paragraph), long].join('\n\n')),
    )
    expect(elements.filter(({ type }) => type === 'strong')).toHaveLength(20)
    expect(text).toContain(long)
  })
})
