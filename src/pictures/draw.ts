import { drawChart } from './charts/draw.ts'
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
    return job.kind === 'diagram' ? await drawDiagram(job.source) : await drawChart(job.spec)
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
  const png = await toPng(draw(laid), scaleFor(laid.width, laid.height))
  return { ...png, alt: describeChart(chart.graph) }
}
