import type { EChartsCoreOption } from 'echarts/core'
import { drawable } from '../text/widths.ts'
import type { MinutesChart } from './spec.ts'
import { AMBER, AXIS_TEXT, BLUE, GRID, INK, LEGEND, NAME_TEXT, QUIET, rowNames, TITLE } from './theme.ts'

const TOP = 96

type Drawing = Readonly<{ option: EChartsCoreOption; height: number; alt: string }>

/** Horizontal bars: used up to the plan in one colour, beyond it in another, the plan as an outline around them. */
export function minutesOption(spec: MinutesChart, width: number): Drawing {
  const { stages } = spec
  const rows = rowNames(stages.map(({ name }) => name))
  const words = {
    used: drawable(spec.words.used),
    over: drawable(spec.words.over),
    planned: drawable(spec.words.planned),
  }
  const unit = drawable(spec.words.minutes)
  const left = rows.width + 40
  const bar = { type: 'bar', barWidth: 16, silent: true } as const
  return {
    height: TOP + stages.length * rows.height + 52,
    alt: `${spec.title}: ${stages.map(({ name, used, planned }) => `${name} ${short(used)}/${short(planned)}`).join('; ')} ${spec.words.minutes}`,
    option: {
      animation: false,
      title: { ...TITLE, text: drawable(spec.title) },
      legend: { ...LEGEND, data: [words.used, words.over, words.planned] },
      grid: { left, right: 110, top: TOP, height: stages.length * rows.height, width: width - left - 110 },
      yAxis: [
        {
          type: 'category',
          inverse: true,
          data: rows.names,
          axisLine: { lineStyle: { color: QUIET } },
          axisTick: { show: false },
          axisLabel: { ...NAME_TEXT, margin: 12 },
        },
        // Bars of one axis stand side by side; the outlines stand around the others.
        { type: 'category', inverse: true, data: rows.names, show: false },
      ],
      xAxis: {
        type: 'value',
        name: unit,
        nameLocation: 'end',
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
          // Carries the numbers, at the end of whatever is longer.
          type: 'scatter',
          symbolSize: 0,
          itemStyle: { opacity: 1 },
          silent: true,
          data: stages.map(({ used, planned }, row) => ({
            value: [Math.max(used, planned), row],
            label: {
              show: true,
              position: 'right',
              distance: 10,
              formatter: `${short(used)} / ${short(planned)}`,
              fontFamily: NAME_TEXT.fontFamily,
              fontSize: 13,
              color: used > planned ? AMBER : INK,
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
