import type { CustomSeriesRenderItem } from 'echarts'
import type { EChartsCoreOption } from 'echarts/core'
import { layLabel } from '../text/label.ts'
import { drawable } from '../text/widths.ts'
import type { LevelsChart } from './spec.ts'
import {
  AXIS_TEXT,
  BLUE,
  BOTTOM,
  GRID,
  LEGEND,
  NAME_TEXT,
  QUIET,
  rowNames,
  TITLE,
  TOP,
  VIOLET,
} from './theme.ts'

const WHISKER = '#7ea3d1'
const ROW = 32
/** The row's height where it also shows the candidate's own level. */
const ROW_WITH_SELF = 40
/** Room for the number of voters. */
const RIGHT = 58
/** The candidate's own level is drawn below the line of the votes. */
const APART = 13

type ChartOption = Readonly<{ option: EChartsCoreOption; height: number; alt: string }>

/** A dot for the median, a whisker from the lowest to the highest vote, the candidate's own level apart. */
export function levelsOption(spec: LevelsChart, width: number): ChartOption {
  const { criteria } = spec
  const own = criteria.flatMap(({ self }, row) => (self === undefined ? [] : [[self, row]]))
  const rows = rowNames(
    criteria.map(({ name }) => name),
    own.length > 0 ? ROW_WITH_SELF : ROW,
  )
  const words = {
    median: drawable(spec.words.median),
    range: drawable(spec.words.range),
    self: drawable(spec.words.self),
  }
  const left = rows.width + 30
  const plot = width - left - RIGHT
  const levels = spec.levels.map((name) => layLabel(name, plot / 4 - 6, AXIS_TEXT.fontSize).lines.join('\n'))
  const votes = criteria.flatMap(({ votes: given }, row) => (given ? [{ ...given, row }] : []))
  return {
    height: TOP + criteria.length * rows.height + BOTTOM + lines(levels) * AXIS_LINE,
    alt: `${spec.title}: ${criteria.map((criterion) => describe(criterion, spec.words.self)).join('; ')}`,
    option: {
      animation: false,
      title: { ...TITLE, text: drawable(spec.title) },
      legend: {
        ...LEGEND,
        data: [
          ...(votes.length > 0
            ? [
                { name: words.median, icon: 'circle' },
                { name: words.range, icon: 'roundRect' },
              ]
            : []),
          ...(own.length > 0 ? [{ name: words.self, icon: 'diamond' }] : []),
        ],
      },
      grid: { left, right: RIGHT, top: TOP, height: criteria.length * rows.height, width: plot },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.names,
        axisLine: { lineStyle: { color: QUIET } },
        axisTick: { show: false },
        axisLabel: { ...NAME_TEXT, margin: 12 },
        splitLine: { show: true, lineStyle: { color: GRID, type: [3, 4] } },
      },
      xAxis: {
        type: 'value',
        min: 0.5,
        max: 4.5,
        interval: 0.5,
        axisLabel: {
          ...AXIS_TEXT,
          lineHeight: AXIS_LINE,
          formatter: (at: number) => (Number.isInteger(at) ? `${at}\n${levels[at - 1] ?? ''}` : ''),
        },
        // One grid line per level.
        splitLine: { show: true, lineStyle: { color: ['rgba(0,0,0,0)', GRID] } },
        axisTick: { show: false },
      },
      series: [
        {
          type: 'custom',
          name: words.range,
          itemStyle: { color: WHISKER },
          silent: true,
          renderItem: whisker,
          encode: { x: [0, 1], y: 2 },
          data: votes.flatMap(({ low, high, row }) => (low < high ? [[low, high, row]] : [])),
        },
        {
          type: 'scatter',
          name: words.median,
          silent: true,
          symbolSize: 14,
          itemStyle: { color: BLUE, opacity: 1 },
          data: votes.map(({ median, row }) => [median, row]),
        },
        {
          type: 'scatter',
          name: words.self,
          silent: true,
          symbol: 'diamond',
          symbolSize: 12,
          symbolOffset: [0, APART],
          itemStyle: { color: '#ffffff', borderColor: VIOLET, borderWidth: 2, opacity: 1 },
          data: own,
        },
        {
          // Shows the number of voters beside the plot.
          type: 'scatter',
          symbolSize: 0,
          silent: true,
          itemStyle: { opacity: 1 },
          data: votes.flatMap(({ n, row }) =>
            n === undefined
              ? []
              : [
                  {
                    value: [4.5, row],
                    label: {
                      ...AXIS_TEXT,
                      show: true,
                      position: 'right',
                      distance: 6,
                      formatter: `n = ${n}`,
                    },
                  },
                ],
          ),
        },
      ],
    },
  }
}

const AXIS_LINE = 16

function lines(texts: readonly string[]): number {
  return Math.max(...texts.map((text) => text.split('\n').length))
}

/** A line with ends, from the lowest to the highest vote. */
const whisker: CustomSeriesRenderItem = (_, api) => {
  const [lowX = 0, y = 0] = api.coord([api.value(0), api.value(2)])
  const [highX = 0] = api.coord([api.value(1), api.value(2)])
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line' as const,
    shape: { x1, y1, x2, y2 },
    style: { stroke: WHISKER, lineWidth: 4, lineCap: 'round' as const },
  })
  return {
    type: 'group',
    children: [line(lowX, y, highX, y), line(lowX, y - 7, lowX, y + 7), line(highX, y - 7, highX, y + 7)],
  }
}

function describe({ name, votes, self }: LevelsChart['criteria'][number], selfWord: string): string {
  const counted = votes?.n === undefined ? '' : `, n = ${votes.n}`
  const given = votes ? `${votes.median} (${votes.low}–${votes.high}${counted})` : '—'
  return self === undefined ? `${name} ${given}` : `${name} ${given}, ${selfWord} ${self}`
}
