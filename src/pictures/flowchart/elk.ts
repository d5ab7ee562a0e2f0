import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from 'elkjs'
import elkjs from 'elkjs/lib/elk.bundled.js'
import type { Label } from '../text/label.ts'
import type { Box, Point } from './geometry.ts'
import { type Direction, isAcross } from './graph.ts'
import { FLOW, type Frame, NOWHERE, type Port, type Positions } from './positions.ts'

const elk = new elkjs.default()

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

/** The padding around an edge's label. */
const AROUND_LABEL = { width: 12, height: 6 } as const
/**
 * ELK lays a label out as a layer of its own, with the space of a node before and after it. This much is taken off
 * again: less than half of the gap that keeps lines away from layers.
 */
const GIVEN_BACK = 12
const LABEL_OPTIONS: LayoutOptions = { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' }

/** Wraps the layers as text wraps: into several columns, each continued at the top of the next. */
const FOLDED: LayoutOptions = {
  'elk.layered.wrapping.strategy': 'MULTI_EDGE',
  'elk.layered.wrapping.additionalEdgeSpacing': '0',
  'elk.aspectRatio': '1',
}

/** A box without content that ELK sees. Edges may end at its ports, which stay where they are. */
export function leaf(
  id: string,
  { width, height }: Pick<Box, 'width' | 'height'>,
  ports: ReadonlyMap<string, Port> = new Map(),
): ElkNode {
  return {
    id,
    width,
    height,
    ...(ports.size > 0 && {
      ports: [...ports].map(
        ([name, { side, at }]): ElkPort => ({
          id: name,
          ...at,
          width: 0,
          height: 0,
          layoutOptions: { 'elk.port.side': side },
        }),
      ),
    }),
    layoutOptions: {
      'elk.alignment': 'CENTER',
      ...(ports.size > 0 && { 'elk.portConstraints': 'FIXED_POS' }),
    },
  }
}

/** A group whose content is laid out together with what is around it. */
export function compound(
  id: string,
  children: readonly ElkNode[],
  edges: ElkExtendedEdge[],
  { top, left, right, bottom, least }: Frame,
  direction: Direction,
): ElkNode {
  return {
    id,
    children: [...children],
    edges,
    layoutOptions: {
      ...SPACING,
      'elk.padding': `[top=${top},left=${left},bottom=${bottom},right=${right}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      // ELK turns charts that run down on their side, but not the least size of the groups in them.
      'elk.nodeSize.minimum': isAcross(direction) ? `(${least},${top})` : `(${top},${least})`,
    },
  }
}

export function link(
  id: string,
  from: string,
  to: string,
  label: Label | undefined,
  direction: Direction,
): ElkExtendedEdge {
  const edge = { id, sources: [from], targets: [to] }
  if (!label) return edge
  const across = isAcross(direction)
  const width = label.width + AROUND_LABEL.width - (across ? GIVEN_BACK : 0)
  const height = label.height + AROUND_LABEL.height - (across ? 0 : GIVEN_BACK)
  return { ...edge, labels: [{ text: id, width, height, layoutOptions: LABEL_OPTIONS }] }
}

type Run = Readonly<{
  direction: Direction
  children: readonly ElkNode[]
  edges: readonly ElkExtendedEdge[]
  /** The edges that pass the border, and whether they leave. Their other end is the id from `passage`. */
  passages: ReadonlyMap<string, boolean>
  folded?: boolean
}>

/** The id of the place at which an edge passes the border of what is laid out. */
export function passage(edge: string): string {
  return `passage ${edge}`
}

/**
 * Lays boxes out in layers. Edges that pass the border begin or end in a layer of their own, since ELK fails on ports of
 * what has nothing around it: https://github.com/kieler/elkjs/issues/18
 */
export async function layered(run: Run): Promise<Positions> {
  const { direction, children, edges, passages, folded = false } = run
  const gates = (leave: boolean, constraint: string) =>
    [...passages]
      .filter(([, leaves]) => leaves === leave)
      .map(([edge]) => ({
        ...leaf(passage(edge), { width: 0, height: 0 }),
        layoutOptions: { 'elk.layered.layering.layerConstraint': constraint },
      }))
  const root: ElkNode = {
    id: 'root',
    children: [...gates(false, 'FIRST_SEPARATE'), ...children, ...gates(true, 'LAST_SEPARATE')],
    edges: [...edges],
    layoutOptions: {
      ...OPTIONS,
      ...SPACING,
      'elk.padding': '[top=0,left=0,bottom=0,right=0]',
      'elk.direction': direction,
    },
  }
  // ELK writes into what it is given.
  const laid = await elk.layout(structuredClone(root), { layoutOptions: folded ? FOLDED : {} })
  const positions = positionsIn(laid)
  const portFor = ([edge, leaves]: readonly [string, boolean]): [string, Port] => {
    const at = positions.boxes.get(passage(edge)) ?? NOWHERE
    return [edge, { side: FLOW[direction][leaves ? 'leave' : 'arrive'], leaves, at }]
  }
  return { ...positions, ports: new Map([...passages].map(portFor)) }
}

function positionsIn(root: ElkNode): Omit<Positions, 'ports'> {
  const boxes = new Map<string, Box>()
  const edges = new Map<string, readonly Point[]>()
  const labels = new Map<string, Box>()
  const boxOf = ({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box => ({ x, y, width, height })
  const collect = (node: ElkNode) => {
    boxes.set(node.id, boxOf(node))
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
