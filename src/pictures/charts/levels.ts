import type { CustomSeriesRenderItem } from 'echarts'
import type { EChartsCoreOption } from 'echarts/core'
import { drawable } from '../text/widths.ts'
import type { LevelsChart } from './spec.ts'
import { AXIS_TEXT, BLUE, GRID, LEGEND, NAME_TEXT, QUIET, rowNames, TITLE, VIOLET } from './theme.ts'

const TOP = 96
const WHISKER = '#a9c4e4'
/** The candidate's own level stands below the line of the votes. */
const APART = 14

type Drawing = Readonly<{ option: EChartsCoreOption; height: number; alt: string }>

/** A dot for the median, a whisker from the lowest to the highest vote, the candidate's own level apart. */
export function levelsOption(spec: LevelsChart, width: number): Drawing {
  const { criteria } = spec
  const rows = rowNames(criteria.map(({ name }) => name))
  const words = {
    median: drawable(spec.words.median),
    range: drawable(spec.words.range),
    self: drawable(spec.words.self),
  }
  const levels = spec.levels.map(drawable)
  const left = rows.width + 40
  const votes = criteria.flatMap(({ votes: given }, row) => (given ? [{ ...given, row }] : []))
  return {
    height: TOP + criteria.length * rows.height + 52,
    alt: `${spec.title}: ${criteria.map((criterion) => describe(criterion, spec.words.self)).join('; ')}`,
    option: {
      animation: false,
      title: { ...TITLE, text: drawable(spec.title) },
      legend: {
        ...LEGEND,
        data: [
          { name: words.median, icon: 'circle' },
          { name: words.range, icon: 'roundRect' },
          { name: words.self, icon: 'diamond' },
        ],
      },
      grid: { left, right: 60, top: TOP, height: criteria.length * rows.height, width: width - left - 60 },
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
          formatter: (at: number) => (Number.isInteger(at) ? `${at} ${levels[at - 1] ?? ''}` : ''),
        },
        splitLine: { show: false },
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
          data: votes.map(({ low, high, row }) => [low, high, row]),
        },
        {
          type: 'scatter',
          name: words.median,
          silent: true,
          symbolSize: 15,
          itemStyle: { color: BLUE, opacity: 1 },
          data: votes.map(({ median, row }) => [median, row]),
        },
        {
          type: 'scatter',
          name: words.self,
          silent: true,
          symbol: 'diamond',
          symbolSize: 14,
          symbolOffset: [0, APART],
          itemStyle: { color: '#ffffff', borderColor: VIOLET, borderWidth: 2, opacity: 1 },
          data: criteria.flatMap(({ self }, row) => (self === undefined ? [] : [[self, row]])),
        },
      ],
    },
  }
}

/** A line with ends, as long as the votes lie apart. */
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
  const given = votes ? `${votes.median} (${votes.low}–${votes.high})` : '—'
  return self === undefined ? `${name} ${given}` : `${name} ${given}, ${selfWord} ${self}`
}
