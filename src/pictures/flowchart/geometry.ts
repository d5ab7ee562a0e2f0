export type Point = Readonly<{ x: number; y: number }>
/** A box with its upper left corner. */
export type Box = Readonly<{ x: number; y: number; width: number; height: number }>

/** Part of an ellipse, as points; angles in degrees, clockwise from the right. */
export function arc(centre: Point, rx: number, ry: number, from: number, to: number): readonly Point[] {
  const steps = 16
  return Array.from({ length: steps + 1 }, (_, step) => {
    const angle = ((from + ((to - from) * step) / steps) * Math.PI) / 180
    return { x: centre.x + rx * Math.cos(angle), y: centre.y + ry * Math.sin(angle) }
  })
}

/** The sides of a polygon. */
function sides(polygon: readonly Point[]): readonly (readonly [Point, Point])[] {
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length]
    return next ? [[point, next] as const] : []
  })
}

/**
 * The first point at which the line from `from` through `to`, continued beyond `to`, meets a polygon; `to` itself where
 * it never does.
 */
export function meet(from: Point, to: Point, polygon: readonly Point[]): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (length === 0) return to
  const dx = (to.x - from.x) / length
  const dy = (to.y - from.y) / length
  let nearest = Number.POSITIVE_INFINITY
  for (const [a, b] of sides(polygon)) {
    const ex = b.x - a.x
    const ey = b.y - a.y
    const cross = dx * ey - dy * ex
    if (Math.abs(cross) < 1e-9) continue
    const along = ((a.x - to.x) * ey - (a.y - to.y) * ex) / cross
    const share = ((a.x - to.x) * dy - (a.y - to.y) * dx) / cross
    if (share >= -1e-9 && share <= 1 + 1e-9 && along >= -0.5) nearest = Math.min(nearest, along)
  }
  return Number.isFinite(nearest) ? { x: to.x + dx * nearest, y: to.y + dy * nearest } : to
}

/** Whether a point is inside of a convex or hollowed polygon. */
export function inside(point: Point, polygon: readonly Point[]): boolean {
  let odd = false
  for (const [a, b] of sides(polygon))
    if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x)
      odd = !odd
  return odd
}

/** Whether a line of horizontal and vertical segments crosses a box. */
export function runsThrough(line: readonly Point[], { x, y, width, height }: Box): boolean {
  return line.slice(1).some((to, index) => {
    const from = line[index] ?? to
    return (
      Math.max(from.x, to.x) > x &&
      Math.min(from.x, to.x) < x + width &&
      Math.max(from.y, to.y) > y &&
      Math.min(from.y, to.y) < y + height
    )
  })
}

export function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  )
}
