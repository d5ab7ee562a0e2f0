import { describe, expect, it } from 'vitest'
import { chartSvg, drawChart } from '../../src/pictures/charts/draw.ts'
import type { ChartSpec, LevelsChart, MinutesChart } from '../../src/pictures/charts/spec.ts'
import { AMBER, BLUE, VIOLET } from '../../src/pictures/charts/theme.ts'
import { widthOf } from '../../src/pictures/text/widths.ts'

const MINUTES: Readonly<Record<'en' | 'zh', MinutesChart>> = {
  en: {
    kind: 'minutes',
    title: 'Time used against plan',
    words: { used: 'Used', over: 'Over plan', planned: 'Planned', minutes: 'min' },
    stages: [
      { name: 'Requirements', used: 6.5, planned: 5 },
      { name: 'Monitoring and iteration, with experiments <and more>', used: 2, planned: 8 },
      { name: 'Serving', used: 0, planned: 8 },
    ],
  },
  zh: {
    kind: 'minutes',
    title: '用时与计划',
    words: { used: '已用', over: '超出', planned: '计划', minutes: '分钟' },
    stages: [
      { name: '需求澄清', used: 6.5, planned: 5 },
      { name: '监控与迭代', used: 2, planned: 8 },
    ],
  },
}

const LEVELS: Readonly<Record<'en' | 'zh', LevelsChart>> = {
  en: {
    kind: 'levels',
    title: 'Levels by criterion',
    words: { median: 'Median', range: 'Range of votes', self: 'Own view' },
    levels: ['Below', 'Senior', 'Strong', 'Staff'],
    criteria: [
      { name: 'Problem framing', votes: { median: 2, low: 1, high: 3, n: 10 }, self: 4 },
      { name: 'Data and labels', votes: { median: 3.5, low: 3, high: 4, n: 2 } },
      { name: 'Communication', self: 1 },
    ],
  },
  zh: {
    kind: 'levels',
    title: '各维度等级',
    words: { median: '中位数', range: '范围', self: '自评' },
    levels: ['欠缺', '合格', '资深', 'Staff'],
    criteria: [{ name: '问题界定', votes: { median: 2, low: 1, high: 3 }, self: 4 }],
  },
}

type Text = Readonly<{ text: string; size: number; left: number; right: number; y: number }>

/** The texts of a chart with the room that they take. */
function textsIn(svg: string): readonly Text[] {
  const found = svg.matchAll(
    /<text[^>]*text-anchor="(\w+)" style="font-size:([\d.]+)px[^>]*?(?: x="([-\d.]+)")?(?: y="([-\d.]+)")? transform="translate\(([\d.]+) ([\d.]+)\)"[^>]*>([^<]*)</gu,
  )
  return [...found].map(([, anchor, size, dx = '0', dy = '0', x, y, escaped = '']) => {
    const text = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    const width = widthOf(text, Number(size))
    const at = Number(x) + Number(dx)
    const left = anchor === 'end' ? at - width : anchor === 'middle' ? at - width / 2 : at
    return { text, size: Number(size), left, right: left + width, y: Number(y) + Number(dy) }
  })
}

/** The widths of bars of a colour, from the top. */
function barsIn(svg: string, colour: string): readonly number[] {
  const bars = svg.matchAll(
    new RegExp(`<path d="M[\\d.]+ [\\d.]+l([\\d.]+) 0l0 16[^>]*fill="${colour}"`, 'gu'),
  )
  return [...bars].map(([, width]) => Number(width))
}

/** Where signs of a colour stand. */
function signsIn(svg: string, colour: string): readonly Readonly<{ x: number; y: number }>[] {
  const signs = svg.matchAll(
    new RegExp(
      `matrix\\([\\d.]+,0,0,[\\d.]+,([\\d.]+),([\\d.]+)\\)"[^>]*"${colour}"[^>]*ssr_type="chart"`,
      'gu',
    ),
  )
  return [...signs].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
}

describe.each<[string, ChartSpec]>([
  ['minutes in English', MINUTES.en],
  ['minutes in Chinese', MINUTES.zh],
  ['levels in English', LEVELS.en],
  ['levels in Chinese', LEVELS.zh],
])('the chart of %s', (_, spec) => {
  it('is a PNG at twice its size', () => {
    const { png, width, height } = drawChart(spec)
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG')
    expect([width, height % 2]).toEqual([1120, 0])
  })

  it('has all its words inside, in no less than 12 px, over nothing else', () => {
    const { svg } = chartSvg(spec)
    const texts = textsIn(svg)
    const rows = spec.kind === 'minutes' ? spec.stages : spec.criteria
    const said = texts.map(({ text }) => text).join(' ')
    for (const words of [spec.title, ...Object.values(spec.words), ...rows.map(({ name }) => name)])
      expect(said).toContain(words)
    for (const { text, size, left, right } of texts) {
      expect(size, text).toBeGreaterThanOrEqual(12)
      expect(left, text).toBeGreaterThanOrEqual(10)
      expect(right, text).toBeLessThanOrEqual(550)
    }
    const pairs = texts.flatMap((one, index) => texts.slice(index + 1).map((other) => [one, other] as const))
    const overlapping = pairs.filter(
      ([one, other]) =>
        Math.abs(one.y - other.y) < Math.min(one.size, other.size) * 0.9 &&
        one.left < other.right &&
        other.left < one.right,
    )
    expect(overlapping).toEqual([])
  })
})

describe('the chart of minutes', () => {
  it('shows what was used up to the plan, and beyond it', () => {
    const { svg, alt } = chartSvg(MINUTES.en)
    const [first = 0, second = 0, third] = barsIn(svg, BLUE)
    expect(first / second).toBeCloseTo(5 / 2, 1)
    expect(third).toBe(0)
    const [over = 0, ...others] = barsIn(svg, AMBER)
    expect(over / first).toBeCloseTo(1.5 / 5, 1)
    expect(others).toEqual([0, 0])
    expect(textsIn(svg).map(({ text }) => text)).toEqual(
      expect.arrayContaining(['6.5 / 5', '2 / 8', '0 / 8']),
    )
    expect(alt).toContain('Requirements 6.5/5')
  })
})

describe('the chart of levels', () => {
  it('has a dot at the median, a line over the range, and the own view below it', () => {
    const { svg, alt } = chartSvg(LEVELS.en)
    const level = (name: string) => {
      const { left = Number.NaN, right = Number.NaN } = textsIn(svg).find(({ text }) => text === name) ?? {}
      return (left + right) / 2
    }
    const dots = signsIn(svg, BLUE)
    expect(dots.map(({ x }) => Math.round(x))).toEqual([
      Math.round(level('Senior')),
      Math.round((level('Strong') + level('Staff')) / 2),
    ])
    const own = signsIn(svg, VIOLET)
    expect(own.map(({ x }) => Math.round(x))).toEqual([
      Math.round(level('Staff')),
      Math.round(level('Below')),
    ])
    expect(own[0]?.y).toBeGreaterThan((dots[0]?.y ?? 0) + 8)
    expect(level('1')).toBeCloseTo(level('Below'), 1)
    const [whisker] = svg.matchAll(/<path d="M([\d.]+) ([\d.]+)L([\d.]+) \2" fill="#000"/gu)
    expect([Number(whisker?.[1]), Number(whisker?.[3])].map(Math.round)).toEqual(
      [level('Below'), level('Strong')].map(Math.round),
    )
    expect(alt).toContain('Problem framing 2 (1–3, n = 10), Own view 4')
    expect(alt).toContain('Communication —, Own view 1')
  })
  it('says how many voted, in the line of what they voted on', () => {
    const texts = textsIn(chartSvg(LEVELS.en).svg)
    const lineOf = (wanted: string) => texts.find(({ text }) => text === wanted)?.y ?? Number.NaN
    expect(texts.filter(({ text }) => text.startsWith('n = '))).toHaveLength(2)
    expect(Math.abs(lineOf('n = 10') - lineOf('Problem framing'))).toBeLessThan(3)
    expect(Math.abs(lineOf('n = 2') - lineOf('Data and labels'))).toBeLessThan(3)
  })

  it('has no line where all agree, and explains only what it shows', () => {
    const spec: LevelsChart = {
      ...LEVELS.en,
      criteria: [{ name: 'Communication', votes: { median: 3, low: 3, high: 3, n: 5 } }],
    }
    const { svg } = chartSvg(spec)
    expect(svg).not.toMatch(/<path d="M([\d.]+) ([\d.]+)L[\d.]+ \2" fill="#000"/u)
    expect(textsIn(svg).map(({ text }) => text)).not.toContain('Own view')
    const alone = chartSvg({ ...spec, criteria: [{ name: 'Communication', self: 2 }] }).svg
    const said = textsIn(alone).map(({ text }) => text)
    expect(said).toContain('Own view')
    expect(said).not.toContain('Median')
    expect(said).not.toContain('Range of votes')
  })
})
