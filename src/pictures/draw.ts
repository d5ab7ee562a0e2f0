import { describeDiagram } from './flowchart/alt.ts'
import { readDiagram } from './flowchart/diagram.ts'
import { draw } from './flowchart/draw.ts'
import { layout } from './flowchart/layout.ts'
import type { DrawOutcome, Job } from './job.ts'
import { TooMuch } from './limits.ts'
import { scaleFor, toPng } from './png.ts'

/** Draws a picture. Runs in the drawing process. */
export async function drawJob(job: Job): Promise<DrawOutcome> {
  try {
    if (job.kind === 'diagram') return await drawDiagram(job.source)
    // Loading ECharts takes as long as all the rest, and most drawing processes draw only diagrams.
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
async function drawDiagram(source: string): Promise<DrawOutcome> {
  const chart = await readDiagram(source)
  if (!('graph' in chart)) return chart
  const laid = await layout(chart.graph)
  const png = toPng(draw(laid), scaleFor(laid.width, laid.height))
  return { ...png, alt: describeDiagram(chart.graph) }
}
