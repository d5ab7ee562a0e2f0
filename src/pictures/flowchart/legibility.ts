import { type Graph, isAcross } from './graph.ts'
import { measure } from './measure.ts'
import { flowOrder } from './order.ts'

type Size = Readonly<{ width: number; height: number }>

/**
 * The areas in which a picture is seen before it is opened, in CSS pixels: Discord's preview on a computer (Slack's is
 * smaller, with the same proportions), and a phone's screen without the app's own bars.
 */
const PREVIEW: Size = { width: 550, height: 350 }
const PHONE: Size = { width: 360, height: 600 }

/** The gap between two consecutive boxes. */
const GAP = 30

/** The mean scale at which a picture is shown in both previews: 1 where nothing is shrunk. */
export function legibility(picture: Size): number {
  return Math.sqrt(shown(picture, PREVIEW) * shown(picture, PHONE))
}

function shown(picture: Size, room: Size): number {
  return Math.min(1, fitting(picture, room))
}

/** The mean scale at which a picture would fill both previews. Unlike `legibility` it compares small pictures too. */
export function filling(picture: Size): number {
  return Math.sqrt(fitting(picture, PREVIEW) * fitting(picture, PHONE))
}

function fitting(picture: Size, room: Size): number {
  return Math.min(room.width / picture.width, room.height / picture.height)
}

/**
 * An upper bound of a diagram's legibility, since its longest path has to fit; undefined where groups have directions
 * of their own.
 */
export function atBest(graph: Graph): number {
  if (graph.groups.some(({ direction }) => direction)) return 1
  const length = longestWay(graph)
  return legibility(isAcross(graph.direction) ? { width: length, height: 1 } : { width: 1, height: length })
}

function longestWay(graph: Graph): number {
  const { nodes, edges } = measure(graph)
  const side = isAcross(graph.direction) ? 'width' : 'height'
  const order = flowOrder(
    graph.nodes.map(({ id }) => id),
    graph.edges,
  )
  const position = new Map(order.map((id, index) => [id, index]))
  const leaving = Map.groupBy(graph.edges, ({ from }) => from)
  const reach = new Map<string, number>()
  for (const id of order) {
    const end = (reach.get(id) ?? 0) + (nodes.get(id)?.[side] ?? 0)
    reach.set(id, end)
    for (const { id: edge, to } of leaving.get(id) ?? [])
      if ((position.get(to) ?? 0) > (position.get(id) ?? 0))
        reach.set(to, Math.max(reach.get(to) ?? 0, end + GAP + (edges.get(edge)?.[side] ?? 0)))
  }
  return Math.max(1, ...reach.values())
}
