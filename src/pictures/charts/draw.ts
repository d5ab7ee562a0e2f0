import { BarChart, CustomChart, ScatterChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components'
import { init, setPlatformAPI, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import type { Picture } from '../job.ts'
import { toPng } from '../png.ts'
import { readable } from '../text/label.ts'
import { widthOf } from '../text/widths.ts'
import { levelsOption } from './levels.ts'
import { minutesOption } from './minutes.ts'
import type { ChartSpec } from './spec.ts'

use([BarChart, CustomChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer])
// ECharts guesses text widths where there is no page; these are the bundled font's.
setPlatformAPI({
  measureText: (text, font) => ({
    width: widthOf(text, Number.parseFloat(/([\d.]{1,9})px/u.exec(font ?? '')?.[1] ?? '12')),
  }),
})

/** The width at which chats show a picture, so that its texts are hardly shrunk. */
const WIDTH = 560
const SCALE = 2

export function drawChart(spec: ChartSpec): Picture {
  const { svg, alt } = chartSvg(spec)
  return { ...toPng(svg, SCALE), alt: readable(alt) }
}

/** A chart as SVG, and its text alternative. */
export function chartSvg(spec: ChartSpec): Readonly<{ svg: string; alt: string }> {
  const { option, height, alt } =
    spec.kind === 'minutes' ? minutesOption(spec, WIDTH) : levelsOption(spec, WIDTH)
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height })
  try {
    chart.setOption(option)
    return { svg: framed(chart.renderToSVGString(), WIDTH, height), alt }
  } finally {
    chart.dispose()
  }
}

/** The same light background and border as diagrams. */
function framed(svg: string, width: number, height: number): string {
  const frame = `<rect width="${width}" height="${height}" fill="#f8fafc"/><rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" fill="none" stroke="#dbe2ea"/>`
  return svg.replace(/(<svg[^>]*>)/u, `$1${frame}`)
}
