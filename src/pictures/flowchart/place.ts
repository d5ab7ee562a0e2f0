import { type Label, layLabel } from '../text/label.ts'
import { arrange, type Room } from './arrange.ts'
import { type Box, meet, type Point } from './geometry.ts'
import type { Direction, Edge, Graph, Group, Node } from './graph.ts'
import { levelsOf } from './levels.ts'
import { type Measured, TEXT } from './measure.ts'
import { flowOrder } from './order.ts'
import { outline } from './outline.ts'
import { labelCentre } from './shapes.ts'
import { placeTitles } from './titles.ts'

const TITLE_WIDTH = 900
const MARGIN = 16

/** A label and its position. */
export type SlotName = Readonly<{ label: Label; box: Box }>
export type PlacedNode = Readonly<{ node: Node; box: Box; text: SlotName }>
export type PlacedGroup = Readonly<{ group: Group; box: Box; depth: number; text: SlotName }>
/** `back`: it runs against the flow, as feedback does. */
export type PlacedEdge = Readonly<{ edge: Edge; points: readonly Point[]; back: boolean; text?: SlotName }>

/** A flowchart after layout, in logical pixels. */
export type Layout = Readonly<{
  /** How much wider groups have to be for their titles. */
  missing: Room
  width: number
  height: number
  title?: SlotName
  groups: readonly PlacedGroup[]
  nodes: readonly PlacedNode[]
  edges: readonly PlacedEdge[]
}>

type Options = Readonly<{
  /** More room beside the content of groups. */
  room?: Room
  /** The ratio of height to width from which a part is folded: its layers then stand in columns side by side. */
  foldFrom?: number
}>

/** Lays a diagram out in its own direction. Only diagrams without groups may be folded. */
export async function place(
  measured: Measured,
  { room = new Map(), foldFrom }: Options = {},
): Promise<Layout> {
  const { graph } = measured
  const positions = await arrange(measured, room, foldFrom)
  const { width, height, boxes, edges, labels } = positions
  const titles = placeTitles(measured, positions)
  const title =
    graph.title === ''
      ? undefined
      : layLabel(graph.title, Math.max(width, Math.min(TITLE_WIDTH, 360)), TEXT.title)
  const top = MARGIN + (title ? title.height + 16 : 0)
  const moved = (box: Box): Box => ({ ...box, x: box.x + MARGIN, y: box.y + top })
  const boxOf = (id: string): Box => moved(boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 })
  const { around, directionIn } = levelsOf(graph)
  const parents = new Map(graph.groups.map(({ id, parent }) => [id, parent]))
  // In a folded diagram, edges to the next column run up as well.
  const leadsBack = foldFrom ? against(graph) : () => false
  const outlines = new Map(graph.nodes.map(({ id, shape }) => [id, outline(shape, boxOf(id))]))
  return {
    missing: titles.missing,
    width: Math.ceil(Math.max(width, title?.width ?? 0) + 2 * MARGIN),
    height: Math.ceil(height + top + MARGIN),
    ...(title && {
      title: { label: title, box: { x: MARGIN, y: MARGIN, width: title.width, height: title.height } },
    }),
    groups: graph.groups.map((group) => {
      const box = boxOf(group.id)
      const label = measured.groups.get(group.id) ?? layLabel('', 0, TEXT.group)
      const at = moved(titles.boxes.get(group.id) ?? box)
      return { group, box, depth: depthOf(group.id, parents), text: { label, box: at } }
    }),
    nodes: graph.nodes.map((node) => {
      const box = boxOf(node.id)
      const label = measured.nodes.get(node.id)?.label ?? layLabel('', 0, TEXT.node)
      return { node, box, text: { label, box: centred(labelCentre(node.shape, box), label) } }
    }),
    edges: graph.edges.map((edge) => {
      const points = (edges.get(edge.id) ?? []).map(({ x, y }) => ({ x: x + MARGIN, y: y + top }))
      const label = measured.edges.get(edge.id)
      const box = labels.get(edge.id)
      return {
        edge,
        points: touching(points, outlines.get(edge.from), outlines.get(edge.to)),
        back:
          edge.from !== edge.to &&
          (foldFrom ? leadsBack(edge) : runsBack(points, directionIn(around(edge.from, edge.to)))),
        ...(label && box && { text: { label, box: centred(middle(moved(box)), label) } }),
      }
    }),
  }
}

/** ELK ends edges at the box around a shape; their ends are moved to its border. */
function touching(
  points: readonly Point[],
  from?: readonly Point[],
  to?: readonly Point[],
): readonly Point[] {
  const ended = [...points]
  const [first, second] = ended
  const [last, before] = [ended.at(-1), ended.at(-2)]
  if (from && first && second) ended[0] = meet(second, first, from)
  if (to && last && before) ended[ended.length - 1] = meet(before, last, to)
  return ended
}

/** Marks the edges that run against the flow. */
function against({ nodes, edges }: Graph): (edge: Edge) => boolean {
  const ids = nodes.map(({ id }) => id)
  const position = new Map(flowOrder(ids, edges).map((id, index) => [id, index]))
  return ({ from, to }) => (position.get(to) ?? 0) < (position.get(from) ?? 0)
}

function runsBack(points: readonly Point[], direction: Direction): boolean {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return false
  switch (direction) {
    case 'RIGHT':
      return last.x < first.x
    case 'LEFT':
      return last.x > first.x
    case 'DOWN':
      return last.y < first.y
    case 'UP':
      return last.y > first.y
    default:
      return direction satisfies never
  }
}

function depthOf(id: string, parents: ReadonlyMap<string, string | undefined>): number {
  const parent = parents.get(id)
  return parent === undefined ? 0 : 1 + depthOf(parent, parents)
}

function centred({ x, y }: Point, { width, height }: Label): Box {
  return { x: x - width / 2, y: y - height / 2, width, height }
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
