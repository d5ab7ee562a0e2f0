import type { Label } from '../text/label.ts'
import type { Room } from './arrange.ts'
import type { Box, Point } from './geometry.ts'
import { isAcross } from './graph.ts'
import { levelsOf } from './levels.ts'
import type { Measured } from './measure.ts'
import type { Positions } from './positions.ts'

/** The distance between a title and its group's border. */
const INDENT = { x: 12, y: 8 } as const
/** The least distance between a title and a line. */
const CLEAR = 8

type Titles = Readonly<{
  boxes: ReadonlyMap<string, Box>
  /** How much wider groups have to be, where a line runs through the title. */
  missing: Room
}>

/** Places the titles of groups: each in the first gap between the lines that cross the group's upper edge. */
export function placeTitles({ groups }: Measured, positions: Positions): Titles {
  const lines = [...positions.edges.values()]
  const boxes = new Map<string, Box>()
  const missing = new Map<string, Readonly<{ left: number; right: number }>>()
  for (const [id, label] of groups) {
    const group = positions.boxes.get(id)
    if (!group || label.lines.length === 0) continue
    const { box, left, right } = placeFor(label, group, lines)
    boxes.set(id, box)
    if (left > 0) missing.set(id, left <= right ? { left, right: 0 } : { left: 0, right })
  }
  return { boxes, missing }
}

/** Room with which no line can run through a title: its whole width, beside the content of groups that lines enter. */
export function roomForAll({ graph, groups }: Measured): Room {
  const { isOpen, directionIn } = levelsOf(graph)
  const entered = [...groups].filter(
    ([id, { lines }]) => lines.length > 0 && isOpen(id) && !isAcross(directionIn(id)),
  )
  return new Map(entered.map(([id, { width }]) => [id, { left: width + CLEAR, right: 0 }]))
}

/** A place for a title, and what is missing there on either side. */
function placeFor({ width, height }: Label, group: Box, lines: readonly (readonly Point[])[]) {
  const band = { x: group.x, y: group.y + INDENT.y, width: group.width, height }
  const crossed = lines.flatMap((line) => stretchesIn(line, band)).sort((a, b) => a.from - b.from)
  const [start, end] = [group.x + INDENT.x, group.x + group.width - INDENT.x]
  let x = start
  for (const { from, to } of crossed) {
    if (x + width + CLEAR <= from + 0.01) break
    x = Math.max(x, to + CLEAR)
  }
  if (x + width <= end + 0.01) return { box: { ...band, x, width }, left: 0, right: 0 }
  const left = start + width + CLEAR - Math.min(...crossed.map(({ from }) => from))
  const right = Math.max(...crossed.map(({ to }) => to)) + CLEAR + width - end
  return { box: { ...band, x: left <= right ? start : end - width, width }, left, right }
}

/** The horizontal extents of a line's segments within a box. */
function stretchesIn(line: readonly Point[], { x, y, width, height }: Box) {
  return line.slice(1).flatMap((to, index) => {
    const from = line[index] ?? to
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
    const meets =
      right > x && left < x + width && Math.max(from.y, to.y) > y && Math.min(from.y, to.y) < y + height
    return meets ? [{ from: left, to: right }] : []
  })
}
