import type { EChartsCoreOption } from 'echarts/core'
import { drawable } from '../text/widths.ts'
import type { MinutesChart } from './spec.ts'
import {
  AMBER,
  AMBER_TEXT,
  AXIS_TEXT,
  BLUE,
  BOTTOM,
  GRID,
  INK,
  LEGEND,
  NAME_TEXT,
  QUIET,
  rowNames,
  TITLE,
  TOP,
} from './theme.ts'

const ROW = 36
/** Room for the numbers beside the longest bar. */
const RIGHT = 84

type ChartOption = Readonly<{ option: EChartsCoreOption; height: number; alt: string }>

/** Horizontal bars: minutes within the plan in one colour, beyond it in another, the plan as an outline. */
export function minutesOption(spec: MinutesChart, width: number): ChartOption {
  const { stages } = spec
  const rows = rowNames(
    stages.map(({ name }) => name),
    ROW,
  )
  const words = {
    used: drawable(spec.words.used),
    over: drawable(spec.words.over),
    planned: drawable(spec.words.planned),
  }
  const unit = drawable(spec.words.minutes)
  const left = rows.width + 30
  const bar = { type: 'bar', barWidth: 16, silent: true } as const
  return {
    height: TOP + stages.length * rows.height + BOTTOM,
    alt: `${spec.title}: ${stages.map(({ name, used, planned }) => `${name} ${short(used)}/${short(planned)}`).join('; ')} ${spec.words.minutes}`,
    option: {
      animation: false,
      title: { ...TITLE, text: drawable(spec.title) },
      legend: { ...LEGEND, data: [words.used, words.over, words.planned] },
      grid: {
        left,
        right: RIGHT,
        top: TOP,
        height: stages.length * rows.height,
        width: width - left - RIGHT,
      },
      yAxis: [
        {
          type: 'category',
          inverse: true,
          data: rows.names,
          axisLine: { lineStyle: { color: QUIET } },
          axisTick: { show: false },
          axisLabel: { ...NAME_TEXT, margin: 12 },
        },
        // ECharts puts bars of one axis side by side; on an axis of their own the outlines lie around the others.
        { type: 'category', inverse: true, data: rows.names, show: false },
      ],
      xAxis: {
        type: 'value',
        name: unit,
        nameLocation: 'middle',
        nameGap: 26,
        nameTextStyle: AXIS_TEXT,
        axisLabel: AXIS_TEXT,
        splitLine: { lineStyle: { color: GRID } },
      },
      series: [
        {
          ...bar,
          name: words.used,
          stack: 'used',
          itemStyle: { color: BLUE },
          data: stages.map(({ used, planned }) => Math.min(used, planned)),
        },
        {
          ...bar,
          name: words.over,
          stack: 'used',
          itemStyle: { color: AMBER },
          data: stages.map(({ used, planned }) => Math.max(0, used - planned)),
        },
        {
          ...bar,
          name: words.planned,
          barWidth: 26,
          yAxisIndex: 1,
          itemStyle: { color: 'rgba(255,255,255,0)', borderColor: QUIET, borderWidth: 1.4, borderRadius: 3 },
          data: stages.map(({ planned }) => planned),
        },
        {
          // Shows the numbers at the end of the longer bar.
          type: 'scatter',
          symbolSize: 0,
          itemStyle: { opacity: 1 },
          silent: true,
          data: stages.map(({ used, planned }, row) => ({
            value: [Math.max(used, planned), row],
            label: {
              show: true,
              position: 'right',
              distance: 8,
              formatter: `${short(used)} / ${short(planned)}`,
              fontFamily: NAME_TEXT.fontFamily,
              fontSize: 13,
              color: used > planned ? AMBER_TEXT : INK,
            },
          })),
        },
      ],
    },
  }
}

function short(minutes: number): string {
  return String(Math.round(minutes * 10) / 10)
}
