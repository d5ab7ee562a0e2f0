import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, lookOf } from '../../src/pictures/flowchart/look.ts'
import { flowOrder } from '../../src/pictures/flowchart/order.ts'
import { plainLabel } from '../../src/pictures/text/label.ts'
import { drawable, widthOf } from '../../src/pictures/text/widths.ts'
import { wrap } from '../../src/pictures/text/wrap.ts'

describe('lines', () => {
  const text = fc.array(
    fc.constantFrom('ranker', 'a', '特征', '平台', '，', ' ', ' ', '(', ')', '-', 'x'.repeat(40), '1,000'),
  )

  it('are never wider than asked, and nothing is lost or moved', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 300 }), (parts, width) => {
        const written = parts.join('')
        const lines = wrap(written, width, 14)
        // Punctuation that may not begin a line hangs on to its word.
        for (const line of lines) expect(widthOf(line, 14)).toBeLessThanOrEqual(width + 14 * 3)
        expect(lines.join('').replaceAll(' ', '')).toBe(written.replaceAll(' ', ''))
      }),
    )
  })

  it.each([
    ['Decision service, hard rules first', ['Decision service,', 'hard rules first']],
    ['特征平台负责离线与在线特征的一致性', ['特征平台负责离线与', '在线特征的一致性']],
    ['one\ntwo', ['one', 'two']],
    ['RealTimeFeatureAggregatorFactory', ['RealTimeFeature', 'AggregatorFactory']],
    ['决策服务，硬规则先行，2 ms', ['决策服务，', '硬规则先行，2 ms']],
    ['80 ms in all, 100 ms allowed', ['80 ms in all,', '100 ms allowed']],
    ['within a budget of 100 ms', ['within a budget', 'of 100 ms']],
    ['兜底：现有 400 条规则，2 ms', ['兜底：现有', '400 条规则，2 ms']],
  ])('of %j end between words and are about equally long', (written, lines) => {
    expect(wrap(written, 150, 14)).toEqual(lines)
  })

  it('never begin with a closing sign', () => {
    const lines = wrap('很长的一句话，很长的一句话，很长的一句话，很长的一句话。', 100, 14)
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(line).not.toMatch(/^[，。]/u)
  })
})

describe('drawable texts', () => {
  it.each([
    ['ﬁne', 'fine'],
    ['a\u200bb\u202ec\ufe0f', 'abc'],
    ['\u{10ffff}क', '□□'],
    ['क्ष', '□'],
  ])('%j is drawn as %j', (text, shown) => {
    expect(drawable(text)).toBe(shown)
  })
})

describe('labels', () => {
  it.each([
    ['Ingest<br/>Kafka<BR>7 days', 'Ingest\nKafka\n7 days'],
    ['one\\ntwo', 'one\ntwo'],
    ['<b>Bold</b> <i class="x">it</i>', 'Bold it'],
    ['Map<String, Int>', 'Map<String, Int>'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['&lt;b&gt; &amp; more', '<b> & more'],
    ['ﬂ°quot¶ßx ﬂ°°9829¶ß', '"x ♥'],
    ['p99 … ms', 'p99 … ms'],
    ['峰值 … QPS', '峰值 … QPS'],
    ['क्ष \u{10ffff}', 'क्ष \u{10ffff}'],
    ['👩🏽‍💻 1️⃣', '👩🏽‍💻 1️⃣'],
    ['a\u202eb\u0007c', 'abc'],
    ['\u200d \ufe0f', ''],
  ])('%j says %j', (raw, text) => {
    expect(plainLabel(raw, false)).toBe(text)
  })

  it('lose the marks of Markdown where they are Markdown', () => {
    expect(plainLabel('fa:fa-user Rider', false)).toBe('Rider')
    expect(plainLabel('EC2 fab:fa-aws <br> fas:fa-database', false)).toBe('EC2')
    expect(plainLabel('fa:fa-credit-card', false)).toBe('credit card')
    expect(plainLabel('The **cat** in *the* hat', true)).toBe('The cat in the hat')
    expect(plainLabel('2 * 3 * 4', true)).toBe('2 * 3 * 4')
    expect(plainLabel('a ** b ** c', false)).toBe('a ** b ** c')
  })
})

describe('looks', () => {
  it.each([
    [
      ['fill:#f96', 'stroke:#333', 'stroke-width:4px'],
      { fill: '#ff9966', stroke: '#333333', strokeWidth: 4 },
    ],
    [['fill:rebeccapurple'], { fill: '#663399', color: '#ffffff' }],
    [['stroke-dasharray: 5 5'], { dash: [5, 5] }],
    [['fill:#000000aa'], { fill: '#555555' }],
    [['fill:url(http://127.0.0.1/x)', 'stroke:red"/><image/>', 'filter:blur(9px)'], {}],
    [['stroke-width:9999px', 'stroke-dasharray:1e9'], { strokeWidth: 6 }],
    [['fill:none', 'fill:transparent'], { fill: '#ffffff' }],
  ])('%j', (said, look) => {
    expect(lookOf(said)).toMatchObject(look)
    expect(JSON.stringify(lookOf(said))).not.toMatch(/[<>()]|url|image/u)
  })

  it('leave every label readable, whatever is asked for', () => {
    const part = fc.integer({ min: 0, max: 255 })
    const colour = fc.tuple(part, part, part).map((parts) => `rgb(${parts.join(',')})`)
    fc.assert(
      fc.property(colour, colour, (fill, text) => {
        const look = lookOf([`fill:${fill}`, `color:${text}`])
        expect(contrast(look.color ?? '', look.fill ?? '')).toBeGreaterThanOrEqual(4.49)
      }),
    )
  })
})

describe('the order of the flow', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const ids = ['a', 'b', 'c', 'd', 'e', 'f']
  const link = fc.record({ from: id, to: id, line: fc.constantFrom('solid' as const, 'dotted' as const) })

  it('has what is dotted run back, where it closes a loop', () => {
    const solid = (from: string, to: string) => ({ from, to, line: 'solid' as const })
    const dotted = (from: string, to: string) => ({ from, to, line: 'dotted' as const })
    // Serving a, b, c; what is seen there is learned from in d and e, and comes back to b.
    const loop = [solid('a', 'b'), solid('b', 'c'), dotted('c', 'd'), solid('d', 'e'), solid('e', 'b')]
    expect(flowOrder(['a', 'b', 'c', 'd', 'e'], loop)).toEqual(['a', 'd', 'e', 'b', 'c'])
    // A fallback is dotted, too, and closes none.
    const fallback = [solid('a', 'c'), dotted('a', 'b'), solid('b', 'c')]
    expect(flowOrder(['c', 'b', 'a'], fallback)).toEqual(['a', 'b', 'c'])
  })

  it('has dotted ones run forward, unless they close a loop of the rest', () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 14 }), (links) => {
        const order = flowOrder(ids, links)
        const forward = links.filter(({ from, to }) => order.indexOf(from) < order.indexOf(to))
        for (const { from, to, line } of links)
          if (line === 'dotted' && from !== to && !forward.some((one) => one.from === from && one.to === to))
            expect(reaches(to, from, forward)).toBe(true)
      }),
    )
  })

  it('has everything once, and breaks nothing but loops', () => {
    fc.assert(
      fc.property(fc.array(link, { maxLength: 14 }), (links) => {
        const order = flowOrder(ids, links)
        expect(order.toSorted()).toEqual(ids)
        const back = links.filter(({ from, to }) => order.indexOf(from) > order.indexOf(to))
        for (const { from, to } of back) expect(reaches(to, from, links)).toBe(true)
      }),
    )
  })

  function reaches(
    from: string,
    to: string,
    links: readonly Readonly<{ from: string; to: string }>[],
  ): boolean {
    const seen = new Set([from])
    for (const at of seen) for (const link of links) if (link.from === at) seen.add(link.to)
    return seen.has(to)
  }
})
