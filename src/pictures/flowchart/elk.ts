import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs'
import elkjs from 'elkjs/lib/elk.bundled.js'
import type { Label } from '../text/label.ts'
import type { Box, Point } from './geometry.ts'
import type { Direction, Edge } from './graph.ts'
import { type Level, type Levels, levelsOf, OUTSIDE } from './levels.ts'
import type { Measured } from './measure.ts'

const elk = new elkjs.default()

const ROOT = 'root'

/** https://eclipse.dev/elk/reference/options.html */
const OPTIONS: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
  // Nodes are passed in the order of the flow, so that ELK reverses exactly the edges that run against it.
  'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.feedbackEdges': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
  'elk.randomSeed': '1',
}

const SPACING: LayoutOptions = {
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '6',
  'elk.spacing.labelNode': '8',
  'elk.spacing.nodeSelfLoop': '16',
  'elk.spacing.componentComponent': '30',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
}

/** The padding between a group's border and its content. */
const PADDING = 14
/** The padding around an edge's label. */
const AROUND_LABEL = { width: 12, height: 6 } as const
/**
 * ELK lays a label out as a layer of its own, with the space of a node before and after it. This much is taken off
 * again: less than half of the gap that keeps lines away from layers.
 */
const GIVEN_BACK = 12
const LABEL_OPTIONS: LayoutOptions = { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' }

/** Positions as ELK gives them, from the upper left corner of the whole diagram. */
export type Positions = Readonly<{
  width: number
  height: number
  /** Nodes and groups, by id. */
  boxes: ReadonlyMap<string, Box>
  /** Bend points of edges and the boxes of their labels, by edge id. */
  edges: ReadonlyMap<string, readonly Point[]>
  labels: ReadonlyMap<string, Box>
}>

/** Wraps the layers as text wraps: into several columns, each continued at the top of the next. */
const FOLDED: LayoutOptions = {
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  'elk.layered.wrapping.additionalEdgeSpacing': '0',
  'elk.aspectRatio': '1',
}

/** Lays a diagram out in layers. A diagram without groups may be folded. */
export function layOut(measured: Measured, folded = false): Promise<Positions> {
  const { graph } = measured
  return layLevel(OUTSIDE, graph.direction, measured, levelsOf(graph), folded ? FOLDED : {})
}

/**
 * Lays out a group's content, nested groups included. A group with a direction of its own is laid out first and alone,
 * since ELK uses one direction per run.
 */
async function layLevel(
  level: Level,
  direction: Direction,
  measured: Measured,
  levels: Levels,
  more: LayoutOptions = {},
): Promise<Positions> {
  const alone = new Map<string, Positions>()
  const layAlone = async (outer: Level): Promise<void> => {
    for (const id of levels.membersOf(outer).filter((member) => levels.groups.has(member))) {
      const own = levels.ownDirection(id)
      if (own === undefined) await layAlone(id)
      else alone.set(id, await layLevel(id, own, measured, levels))
    }
  }
  await layAlone(level)
  const graph = toElk(level, direction, measured, levels, alone)
  const positions = positionsIn(await elk.layout(graph, { layoutOptions: more }))
  return [...alone].reduce(
    (all, [id, inner]) => together(all, inner, topOf(measured.groups.get(id)), all.boxes.get(id)),
    positions,
  )
}

function toElk(
  level: Level,
  direction: Direction,
  measured: Measured,
  levels: Levels,
  alone: ReadonlyMap<string, Positions>,
): ElkNode {
  const across = direction === 'RIGHT' || direction === 'LEFT'
  const edgesIn = (of: Level) =>
    levels.edgesIn(of).map((edge) => edgeFor(edge, measured.edges.get(edge.id), across))
  const nodeFor = (id: string): ElkNode => {
    if (!levels.groups.has(id)) {
      const { width = 0, height = 0 } = measured.nodes.get(id) ?? {}
      return { id: prefixed(id), width, height, layoutOptions: { 'elk.alignment': 'CENTER' } }
    }
    const title = measured.groups.get(id)
    const top = topOf(title)
    const least = (title?.width ?? 0) + 2 * PADDING
    const inner = alone.get(id)
    const children = inner ? [] : levels.membersOf(id).map(nodeFor)
    if (children.length === 0)
      return {
        id: prefixed(id),
        width: Math.max(least, (inner?.width ?? 44) + 2 * PADDING),
        height: top + (inner ? inner.height + PADDING : 20),
      }
    return {
      id: prefixed(id),
      children,
      edges: edgesIn(id),
      layoutOptions: {
        ...SPACING,
        'elk.padding': `[top=${top},left=${PADDING},bottom=${PADDING},right=${PADDING}]`,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        // ELK turns charts that run down on their side, but not the least size of the groups in them.
        'elk.nodeSize.minimum': across ? `(${least},${top})` : `(${top},${least})`,
      },
    }
  }
  return {
    id: ROOT,
    children: levels.membersOf(level).map(nodeFor),
    edges: edgesIn(level),
    layoutOptions: {
      ...OPTIONS,
      ...SPACING,
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      'elk.direction': direction,
    },
  }
}

function edgeFor({ id, from, to }: Edge, label: Label | undefined, across: boolean): ElkExtendedEdge {
  const edge = { id, sources: [prefixed(from)], targets: [prefixed(to)] }
  if (!label) return edge
  const width = label.width + AROUND_LABEL.width - (across ? GIVEN_BACK : 0)
  const height = label.height + AROUND_LABEL.height - (across ? 0 : GIVEN_BACK)
  return { ...edge, labels: [{ text: id, width, height, layoutOptions: LABEL_OPTIONS }] }
}

/** The room above a group's content, for its title. */
function topOf(title: Label | undefined): number {
  return title && title.lines.length > 0 ? title.height + 20 : PADDING
}

/** The ids come from the text; the prefix keeps them apart from our own. */
function prefixed(id: string): string {
  return `:${id}`
}

function positionsIn(root: ElkNode): Positions {
  const boxes = new Map<string, Box>()
  const edges = new Map<string, readonly Point[]>()
  const labels = new Map<string, Box>()
  const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({ x, y, width, height })
  const collect = (node: ElkNode) => {
    if (node.id !== ROOT) boxes.set(node.id.slice(1), boxOf(node))
    for (const { id, sections = [], labels: [label] = [] } of node.edges ?? []) {
      edges.set(
        id,
        sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
          startPoint,
          ...bendPoints,
          endPoint,
        ]),
      )
      if (label) labels.set(id, boxOf(label))
    }
    for (const child of node.children ?? []) collect(child)
  }
  collect(root)
  return { width: root.width ?? 0, height: root.height ?? 0, boxes, edges, labels }
}

/** Centres a group that was laid out alone in the box that was reserved for it. */
function together(outer: Positions, inner: Positions, top: number, box: Box | undefined): Positions {
  if (!box) return outer
  const dx = box.x + (box.width - inner.width) / 2
  const dy = box.y + top
  const moved = <P extends Point>(point: P): P => ({ ...point, x: point.x + dx, y: point.y + dy })
  return {
    ...outer,
    boxes: new Map([...outer.boxes, ...[...inner.boxes].map(([id, at]) => [id, moved(at)] as const)]),
    edges: new Map([...outer.edges, ...[...inner.edges].map(([id, line]) => [id, line.map(moved)] as const)]),
    labels: new Map([...outer.labels, ...[...inner.labels].map(([id, at]) => [id, moved(at)] as const)]),
  }
}
