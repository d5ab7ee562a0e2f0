import type { Box, Point } from './geometry.ts'
import { type Direction, isAcross } from './graph.ts'

export type Side = 'NORTH' | 'SOUTH' | 'WEST' | 'EAST'
/** The sides on which edges arrive and leave. */
export const FLOW: Readonly<Record<Direction, Readonly<{ arrive: Side; leave: Side }>>> = {
  RIGHT: { arrive: 'WEST', leave: 'EAST' },
  LEFT: { arrive: 'EAST', leave: 'WEST' },
  DOWN: { arrive: 'NORTH', leave: 'SOUTH' },
  UP: { arrive: 'SOUTH', leave: 'NORTH' },
}

/** The place where an edge passes the border, and whether it leaves there. */
export type Port = Readonly<{ side: Side; at: Point; leaves: boolean }>

/** Positions from the upper left corner of what was laid out: the whole diagram, or a part of it. */
export type Positions = Readonly<{
  width: number
  height: number
  /** Nodes and groups, by id. */
  boxes: ReadonlyMap<string, Box>
  /** Bend points of edges and the boxes of their labels, by edge id. */
  edges: ReadonlyMap<string, readonly Point[]>
  labels: ReadonlyMap<string, Box>
  /** The passages of edges whose other end is outside, by edge id. */
  ports: ReadonlyMap<string, Port>
}>

export const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 }

type Size = Pick<Box, 'width' | 'height'>

/** Room without anything in it. */
export function empty({ width, height }: Size): Positions {
  return { width, height, boxes: new Map(), edges: new Map(), labels: new Map(), ports: new Map() }
}

/** One node without anything around it. */
export function single(id: string, { width, height }: Size): Positions {
  return { ...empty({ width, height }), boxes: new Map([[id, { x: 0, y: 0, width, height }]]) }
}

function moved({ boxes, edges, labels, ports, ...size }: Positions, { x: dx, y: dy }: Point): Positions {
  const by = <P extends Point>(point: P): P => ({ ...point, x: point.x + dx, y: point.y + dy })
  return {
    ...size,
    boxes: mapped(boxes, by),
    edges: mapped(edges, (line) => line.map(by)),
    labels: mapped(labels, by),
    ports: mapped(ports, (port) => ({ ...port, at: by(port.at) })),
  }
}

/** Moves a part to its place in the whole. Edges that pass the part's border become one line. */
export function together(whole: Positions, part: Positions, at: Point): Positions {
  const { boxes, edges, labels, ports } = moved(part, at)
  const lines = new Map(whole.edges)
  for (const [id, line] of edges) {
    const outer = lines.get(id) ?? []
    lines.set(id, ports.get(id)?.leaves === false ? joined(outer, line) : joined(line, outer))
  }
  return {
    ...whole,
    boxes: new Map([...whole.boxes, ...boxes]),
    edges: lines,
    labels: new Map([...whole.labels, ...labels]),
  }
}

const BETWEEN = 30

/** Parts in one line, so that edges in a direction lead to each of them: beside or below each other. */
export function sideBySide(parts: readonly Positions[], direction: Direction): Positions {
  const down = isAcross(direction)
  const sum = (of: readonly number[]) => of.reduce((all, each) => all + each, 0) + BETWEEN * (of.length - 1)
  const width = down ? Math.max(...parts.map((part) => part.width)) : sum(parts.map((part) => part.width))
  const height = down ? sum(parts.map((part) => part.height)) : Math.max(...parts.map((part) => part.height))
  let at = 0
  return parts.reduce((all, part) => {
    const place = down ? { x: (width - part.width) / 2, y: at } : { x: at, y: (height - part.height) / 2 }
    at += (down ? part.height : part.width) + BETWEEN
    return together(all, part, place)
  }, empty({ width, height }))
}

/** A group's padding, and the least width that its title needs. */
export type Frame = Readonly<{ top: number; left: number; right: number; bottom: number; least: number }>

/** Draws a group's box around its content. Edges are lengthened to the box's border. */
export function framed(
  id: string,
  content: Positions,
  { top, left, right, bottom, least }: Frame,
): Positions {
  const width = Math.max(least, content.width + left + right)
  const height = content.height + top + bottom
  const spare = width - content.width - left - right
  const { boxes, edges, labels, ports } = moved(content, { x: left + spare / 2, y: top })
  const passages = mapped(ports, (port) => ({ ...port, at: onBorder(port, { width, height }) }))
  return {
    width,
    height,
    boxes: new Map([[id, { x: 0, y: 0, width, height }], ...boxes]),
    edges: new Map(
      [...edges].map(([edge, line]) => {
        const port = passages.get(edge)
        if (!port) return [edge, line]
        return [edge, port.leaves ? joined(line, [port.at]) : joined([port.at], line)]
      }),
    ),
    labels,
    ports: passages,
  }
}

function onBorder({ side, at }: Port, { width, height }: Size): Point {
  switch (side) {
    case 'NORTH':
      return { ...at, y: 0 }
    case 'SOUTH':
      return { ...at, y: height }
    case 'WEST':
      return { ...at, x: 0 }
    case 'EAST':
      return { ...at, x: width }
    default:
      return side satisfies never
  }
}

/** Joins two lines, without the points between which neither turns. */
function joined(one: readonly Point[], other: readonly Point[]): readonly Point[] {
  const points: Point[] = []
  for (const point of [...one, ...other]) {
    const [before, last] = [points.at(-2), points.at(-1)]
    if (last && near(last.x, point.x) && near(last.y, point.y)) continue
    const straight =
      before &&
      last &&
      ((near(before.x, last.x) && near(last.x, point.x)) || (near(before.y, last.y) && near(last.y, point.y)))
    if (straight) points.pop()
    points.push(point)
  }
  return points
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) < 0.01
}

function mapped<K, V, W>(map: ReadonlyMap<K, V>, by: (value: V) => W): ReadonlyMap<K, W> {
  return new Map([...map].map(([key, value]) => [key, by(value)]))
}
