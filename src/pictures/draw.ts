import { describeChart } from './flowchart/alt.ts'
import { readChart } from './flowchart/chart.ts'
import { draw } from './flowchart/draw.ts'
import { layout } from './flowchart/layout.ts'
import type { Drawn, Job } from './job.ts'
import { TooMuch } from './limits.ts'
import { scaleFor, toPng } from './png.ts'

/** Draws, in the process that is there for it. */
export async function drawJob(job: Job): Promise<Drawn> {
  try {
    if (job.kind === 'diagram') return await drawDiagram(job.source)
    // ECharts takes as long to load as all else together, and most processes draw diagrams only.
    const { drawChart } = await import('./charts/draw.ts')
    return drawChart(job.spec)
  } catch (error) {
    if (error instanceof TooMuch) return { refused: error.bound }
    throw error
  }
}

/**
 * Draws a Mermaid flowchart.
 * @throws TooMuch
 */
async function drawDiagram(source: string): Promise<Drawn> {
  const chart = await readChart(source)
  if (!('graph' in chart)) return chart
  const laid = await layout(chart.graph)
  const png = toPng(draw(laid), scaleFor(laid.width, laid.height))
  return { ...png, alt: describeChart(chart.graph) }
}
