import { hold } from '../limits.ts'
import { type Label, layLabel } from '../text/label.ts'
import { layOut } from './elk.ts'
import { type Box, meet, type Point, runsThrough } from './geometry.ts'
import type { Direction, Edge, Graph, Group, Node } from './graph.ts'
import { measure, TEXT } from './measure.ts'
import { flowOrder } from './order.ts'
import { outline } from './outline.ts'
import { labelCentre } from './shapes.ts'

const TITLE_WIDTH = 900
const MARGIN = 24
/** Where a chart gets wider than this, it is looked at whether it is narrower when it runs the other way. */
const COMFORTABLE = 1100
/** So much narrower it has to be to run another way than asked. */
const NARROWER = 0.8
/** Between two boxes, one after the other. */
const GAP = 44

/** A text and where it stands. */
export type Placed = Readonly<{ label: Label; box: Box }>
export type PlacedNode = Readonly<{ node: Node; box: Box; text: Placed }>
export type PlacedGroup = Readonly<{ group: Group; box: Box; depth: number; text: Placed }>
export type PlacedEdge = Readonly<{ edge: Edge; points: readonly Point[]; text?: Placed }>

/** A flowchart in which everything has its place, in logical pixels. */
export type Layout = Readonly<{
  width: number
  height: number
  title?: Placed
  groups: readonly PlacedGroup[]
  nodes: readonly PlacedNode[]
  edges: readonly PlacedEdge[]
}>

/**
 * Gives everything in a chart its place. A chart that would be too wide to be read on a phone runs the other way (down
 * instead of right) where that makes it narrower.
 * @throws TooMuch where even so the picture would be larger than is drawn
 */
export async function layout(graph: Graph): Promise<Layout> {
  const chosen = await comfortable(graph)
  hold('width', chosen.width)
  hold('height', chosen.height)
  hold('area', chosen.width * chosen.height)
  return chosen
}

async function comfortable(graph: Graph): Promise<Layout> {
  // Layout is half of all the time: where it is plain that the chart would be too wide, only the other way is tried.
  const guess = widthAcross(graph)
  if (guess > COMFORTABLE) {
    const turned = await place(turn(graph))
    if (turned.width < guess * NARROWER) return turned
  }
  const asked = await place(graph)
  if (asked.width <= COMFORTABLE || guess > COMFORTABLE) return asked
  const turned = await place(turn(graph))
  return turned.width < asked.width * NARROWER ? turned : asked
}

/** The least width of a chart that runs right or left: that of the longest way through it. Nothing for others. */
function widthAcross(graph: Graph): number {
  if (graph.direction === 'DOWN' || graph.direction === 'UP') return 0
  const { nodes, edges } = measure(graph)
  const ids = graph.nodes.map(({ id }) => id)
  const order = flowOrder(ids, graph.edges)
  const position = new Map(order.map((id, index) => [id, index]))
  const leaving = Map.groupBy(graph.edges, ({ from }) => from)
  const reach = new Map<string, number>()
  for (const id of order) {
    const end = (reach.get(id) ?? 0) + (nodes.get(id)?.width ?? 0)
    reach.set(id, end)
    for (const { id: edge, to } of leaving.get(id) ?? [])
      if ((position.get(to) ?? 0) > (position.get(id) ?? 0))
        reach.set(to, Math.max(reach.get(to) ?? 0, end + GAP + (edges.get(edge)?.width ?? 0)))
  }
  return Math.max(0, ...reach.values())
}

async function place(graph: Graph): Promise<Layout> {
  const measured = measure(graph)
  const { width, height, boxes, edges, labels } = await layOut(measured)
  const title =
    graph.title === ''
      ? undefined
      : layLabel(graph.title, Math.max(width, Math.min(TITLE_WIDTH, 360)), TEXT.title)
  const top = MARGIN + (title ? title.height + 16 : 0)
  const moved = (box: Box): Box => ({ ...box, x: box.x + MARGIN, y: box.y + top })
  const boxOf = (id: string): Box => moved(boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 })
  const parents = new Map(graph.groups.map(({ id, parent }) => [id, parent]))
  const lines = [...edges.values()].map((line) => line.map(({ x, y }) => ({ x: x + MARGIN, y: y + top })))
  const outlines = new Map(graph.nodes.map(({ id, shape }) => [id, outline(shape, boxOf(id))]))
  return {
    width: Math.ceil(Math.max(width, title?.width ?? 0) + 2 * MARGIN),
    height: Math.ceil(height + top + MARGIN),
    ...(title && {
      title: { label: title, box: { x: MARGIN, y: MARGIN, width: title.width, height: title.height } },
    }),
    groups: graph.groups.map((group) => {
      const box = boxOf(group.id)
      const label = measured.groups.get(group.id) ?? layLabel('', 0, TEXT.group)
      return {
        group,
        box,
        depth: depthOf(group.id, parents),
        text: { label, box: titleBox(label, box, lines) },
      }
    }),
    nodes: graph.nodes.map((node) => {
      const box = boxOf(node.id)
      const label = measured.nodes.get(node.id)?.label ?? layLabel('', 0, TEXT.node)
      return { node, box, text: { label, box: around(labelCentre(node.shape, box), label) } }
    }),
    edges: graph.edges.map((edge) => {
      const points = (edges.get(edge.id) ?? []).map(({ x, y }) => ({ x: x + MARGIN, y: y + top }))
      const label = measured.edges.get(edge.id)
      const box = labels.get(edge.id)
      return {
        edge,
        points: touching(points, outlines.get(edge.from), outlines.get(edge.to)),
        ...(label && box && { text: { label, box: around(middle(moved(box)), label) } }),
      }
    }),
  }
}

/** Edges arrive at the box around a shape; their ends are moved on to its border. */
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

function depthOf(id: string, parents: ReadonlyMap<string, string | undefined>): number {
  const parent = parents.get(id)
  return parent === undefined ? 0 : 1 + depthOf(parent, parents)
}

const TURNED: Readonly<Record<Direction, Direction>> = {
  RIGHT: 'DOWN',
  LEFT: 'DOWN',
  DOWN: 'RIGHT',
  UP: 'RIGHT',
}

function turn(graph: Graph): Graph {
  return {
    ...graph,
    direction: TURNED[graph.direction],
    groups: graph.groups.map((group) =>
      group.direction ? { ...group, direction: TURNED[group.direction] } : group,
    ),
  }
}

/** In the upper left corner of its group, or in the right one where an edge runs through the left one only. */
function titleBox(label: Label, box: Box, lines: readonly (readonly Point[])[]): Box {
  const { width, height } = label
  const left = { x: box.x + 14, y: box.y + 10, width, height }
  const right = { ...left, x: box.x + box.width - 14 - width }
  const crossed = (title: Box) => lines.some((line) => runsThrough(line, title))
  return right.x > left.x && crossed(left) && !crossed(right) ? right : left
}

function around({ x, y }: Point, { width, height }: Label): Box {
  return { x: x - width / 2, y: y - height / 2, width, height }
}

function middle({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}
