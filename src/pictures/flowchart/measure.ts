import { type Label, layLabel } from '../text/label.ts'
import { type Graph, isAcross } from './graph.ts'
import { levelsOf, OUTSIDE } from './levels.ts'
import { labelWidth, type Shape, sizeFor } from './shapes.ts'

/** Text sizes. At the smallest scale at which a picture is drawn the smallest text still has 12 pixels. */
export const TEXT = { title: 18, group: 13.5, node: 14, edge: 12.5 } as const

const EDGE_LABEL_WIDTH = 120

/** The measured texts of a graph. */
export type Measured = Readonly<{
  graph: Graph
  nodes: ReadonlyMap<string, Readonly<{ label: Label; width: number; height: number }>>
  groups: ReadonlyMap<string, Label>
  edges: ReadonlyMap<string, Label>
}>

/** Shapes that grow where many edges meet them, so that the arrow tips stay apart. */
const STRETCHED: ReadonlySet<Shape> = new Set(['rect', 'round', 'subroutine', 'cylinder'])
const PER_EDGE = 13

/** Wraps and measures all texts of a graph, and sizes its nodes. */
export function measure(graph: Graph): Measured {
  const leaving = counted(graph.edges.map(({ from }) => from))
  const arriving = counted(graph.edges.map(({ to }) => to))
  const { directionIn } = levelsOf(graph)
  return {
    graph,
    nodes: new Map(
      graph.nodes.map(({ id, label, shape, parent }) => {
        const laid = layLabel(label, labelWidth(shape), TEXT.node)
        const { width, height } = sizeFor(shape, laid)
        const least = STRETCHED.has(shape)
          ? Math.max(leaving.get(id) ?? 0, arriving.get(id) ?? 0) * PER_EDGE
          : 0
        const across = isAcross(directionIn(parent ?? OUTSIDE))
        return [
          id,
          {
            label: laid,
            width: Math.max(width, across ? 0 : least),
            height: Math.max(height, across ? least : 0),
          },
        ]
      }),
    ),
    groups: new Map(graph.groups.map(({ id, label }) => [id, layLabel(label, 280, TEXT.group)])),
    edges: new Map(
      graph.edges
        .filter(({ label }) => label !== '')
        .map(({ id, label }) => [id, layLabel(label, EDGE_LABEL_WIDTH, TEXT.edge)]),
    ),
  }
}

function counted(ids: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(ids, (id) => id)].map(([id, all]) => [id, all.length]))
}
