import type { Box, Point } from './geometry.ts'
import { filling } from './legibility.ts'

export type Size = Readonly<{ width: number; height: number }>
/** A part of a diagram without an edge to others. */
export type Piece = Size & Readonly<{ isNode: boolean }>
/** Sizes with their places, from the upper left corner. */
type Packed = Size & Readonly<{ boxes: readonly Box[]; even: boolean }>

const BETWEEN_NODES = 22
const BETWEEN_PARTS = 30
/** The number of parts up to which all widths are tried that a row of consecutive parts may have. */
const FEW = 12
/** The factor on the worth of rows with different numbers of parts. */
const UNEVEN = 0.9

/**
 * Packs parts about as wide as high, in the order in which they are passed: from left to right, then down. Consecutive
 * nodes become a grid; larger parts stand in rows, where lower ones share a column beside a high one.
 * @param frame what is around the packed parts
 * @param calm the ratio of width to height, or the reverse, up to which a shape is preferred to all others
 */
export function pack(
  pieces: readonly Piece[],
  frame: Size,
  calm: number,
): Size & Readonly<{ at: readonly Point[] }> {
  const runs = runsOf(pieces)
  const widest = Math.max(...runs.map((run) => (run[0]?.isNode ? run.length : 1)))
  const tries = Array.from({ length: widest }, (_, index) => index + 1).flatMap((columns) => {
    const parts = runs.map((run) => (run[0]?.isNode ? grid(run, columns) : alone(run)))
    return widthsOf(parts).map((width) => rows(parts, width))
  })
  const outer = ({ width, height }: Size) => ({ width: width + frame.width, height: height + frame.height })
  const isCalm = (packed: Packed) => ratio(outer(packed)) <= calm
  const worth = (packed: Packed) => filling(outer(packed)) * (packed.even ? 1 : UNEVEN)
  const roomier = (one: Packed, other: Packed) =>
    isCalm(one) === isCalm(other) ? worth(one) > worth(other) + 1e-6 : isCalm(one)
  const { width, height, boxes } = tries.reduce((best, other) => (roomier(other, best) ? other : best))
  return { width, height, at: boxes.map(({ x, y }) => ({ x, y })) }
}

function ratio({ width, height }: Size): number {
  return Math.max(width / height, height / width)
}

/** Consecutive nodes together, and each other part by itself. */
function runsOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const runs: Piece[][] = []
  for (const piece of pieces) {
    const last = runs.at(-1)
    if (piece.isNode && last?.[0]?.isNode) last.push(piece)
    else runs.push([piece])
  }
  return runs
}

function alone(pieces: readonly Piece[]): Packed {
  const [{ width, height } = { width: 0, height: 0 }] = pieces
  return { width, height, even: true, boxes: [{ x: 0, y: 0, width, height }] }
}

/** Nodes in rows and columns, each in the middle of its cell. */
function grid(nodes: readonly Size[], columns: number): Packed {
  const across = spread(columns, (column) =>
    nodes.filter((_, index) => index % columns === column).map(({ width }) => width),
  )
  const down = spread(Math.ceil(nodes.length / columns), (row) =>
    nodes.slice(row * columns, (row + 1) * columns).map(({ height }) => height),
  )
  return {
    width: across.length,
    height: down.length,
    even: nodes.length % columns === 0,
    boxes: nodes.map(({ width, height }, index) => {
      const [column, row] = [index % columns, Math.floor(index / columns)]
      const [cell, line] = [across.cells[column], down.cells[row]]
      return {
        x: (cell?.start ?? 0) + ((cell?.size ?? width) - width) / 2,
        y: (line?.start ?? 0) + ((line?.size ?? height) - height) / 2,
        width,
        height,
      }
    }),
  }
}

/** Cells one after the other, each as large as its largest content. */
function spread(count: number, sizesIn: (cell: number) => readonly number[]) {
  let start = 0
  const cells = Array.from({ length: count }, (_, index) => {
    const cell = { start, size: Math.max(0, ...sizesIn(index)) }
    start += cell.size + BETWEEN_NODES
    return cell
  })
  return { cells, length: Math.max(0, start - BETWEEN_NODES) }
}

/** The widths of rows that are worth a try. */
function widthsOf(parts: readonly Size[]): readonly number[] {
  const sums = parts.flatMap((_, from) => {
    let width = 0
    return parts.slice(from).map((part, index) => {
      width += part.width + (index > 0 ? BETWEEN_PARTS : 0)
      return width
    })
  })
  const least = Math.max(...parts.map(({ width }) => width))
  const most = Math.max(...sums)
  const widths =
    parts.length <= FEW
      ? sums.filter((width) => width >= least)
      : Array.from({ length: 2 * FEW }, (_, step) => least + ((most - least) * step) / (2 * FEW - 1))
  return [...new Set(widths)]
}

/** Parts in rows of at most this width. A part that fits below the one before it shares its column. */
function rows(parts: readonly Packed[], most: number): Packed {
  let row = { x: 0, y: 0, height: 0 }
  let column = { width: 0, height: 0 }
  const columns = [0]
  const boxes = parts.flatMap((part, index) => {
    const stacked = column.height + BETWEEN_PARTS + part.height
    const x = index === 0 ? 0 : row.x + column.width + BETWEEN_PARTS
    if (stacked <= row.height && row.x + part.width <= most) {
      column = { width: Math.max(column.width, part.width), height: stacked }
    } else if (x + part.width <= most + 0.01) {
      row = { ...row, x, height: Math.max(row.height, part.height) }
      column = part
      columns.push((columns.pop() ?? 0) + 1)
    } else {
      row = { x: 0, y: row.y + row.height + BETWEEN_PARTS, height: part.height }
      column = part
      columns.push(1)
    }
    const y = row.y + column.height - part.height
    return part.boxes.map((box) => ({ ...box, x: box.x + row.x, y: box.y + y }))
  })
  return {
    width: Math.max(0, ...boxes.map(({ x, width }) => x + width)),
    height: row.y + row.height,
    even: parts.every(({ even }) => even) && new Set(columns).size === 1,
    boxes,
  }
}
