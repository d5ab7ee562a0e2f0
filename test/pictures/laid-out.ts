import { readDiagram } from '../../src/pictures/flowchart/diagram.ts'
import type { Graph } from '../../src/pictures/flowchart/graph.ts'
import { layout } from '../../src/pictures/flowchart/layout.ts'
import type { Layout } from '../../src/pictures/flowchart/place.ts'

/** The graph of a flowchart that has no mistake. */
export async function graphOf(source: string): Promise<Graph> {
  const chart = await readDiagram(source)
  if (!('graph' in chart)) throw new Error(`no chart: ${JSON.stringify(chart)}`)
  return chart.graph
}

export async function laidOut(source: string): Promise<Layout> {
  return layout(await graphOf(source))
}
