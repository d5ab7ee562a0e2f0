import { type Box, overlap, type Point, runsThrough } from './geometry.ts'
import { type Direction, isAcross } from './graph.ts'
import type { Passage } from './levels.ts'
import { FLOW, type Port, type Positions, type Side } from './positions.ts'

/** The least distance of lines from boxes, labels and each other. */
const CLEAR = 8

/**
 * Leads edges straight out of a group, by the sides on which they come and go in the direction around it; undefined where
 * something is in the way.
 */
export function leadOut(
  group: Positions,
  passages: readonly Passage[],
  around: Direction,
): Positions | undefined {
  const ports = new Map<string, Port>()
  const edges = new Map(group.edges)
  for (const leaves of [true, false]) {
    const side = FLOW[around][leaves ? 'leave' : 'arrive']
    const here = passages.filter((passage) => passage.leaves === leaves)
    for (const [node, through] of Map.groupBy(here, (passage) => passage.node)) {
      const box = group.boxes.get(node)
      const step = ((box && (isAcross(around) ? box.height : box.width)) ?? 0) / (through.length + 1)
      if (!box || step < CLEAR) return undefined
      for (const [index, { edge }] of through.entries()) {
        const [from, to] = rayFrom(box, side, (index + 1) * step, group)
        if (!isFree(from, to, node, group)) return undefined
        edges.set(edge, leaves ? [from, to] : [to, from])
        ports.set(edge, { side, at: to, leaves })
      }
    }
  }
  return { ...group, edges, ports }
}

/** From a box's side straight to the border. */
function rayFrom({ x, y, width, height }: Box, side: Side, along: number, group: Positions): [Point, Point] {
  switch (side) {
    case 'NORTH':
      return [
        { x: x + along, y },
        { x: x + along, y: 0 },
      ]
    case 'SOUTH':
      return [
        { x: x + along, y: y + height },
        { x: x + along, y: group.height },
      ]
    case 'WEST':
      return [
        { x, y: y + along },
        { x: 0, y: y + along },
      ]
    case 'EAST':
      return [
        { x: x + width, y: y + along },
        { x: group.width, y: y + along },
      ]
    default:
      return side satisfies never
  }
}

function isFree(from: Point, to: Point, node: string, { boxes, labels, edges }: Positions): boolean {
  const ray = {
    x: Math.min(from.x, to.x) - CLEAR,
    y: Math.min(from.y, to.y) - CLEAR,
    width: Math.abs(from.x - to.x) + 2 * CLEAR,
    height: Math.abs(from.y - to.y) + 2 * CLEAR,
  }
  const inTheWay = [...boxes].flatMap(([id, box]) => (id === node ? [] : [box]))
  return (
    [...inTheWay, ...labels.values()].every((box) => !overlap(ray, box)) &&
    [...edges.values()].every((line) => !runsThrough(line, ray))
  )
}
