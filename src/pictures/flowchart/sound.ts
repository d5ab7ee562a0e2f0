import { overlap, type Point, runsThrough } from './geometry.ts'
import type { Layout } from './place.ts'

/**
 * Whether all lines and labels of a layout are in order. ELK's folding breaks some: in about half of random diagrams with
 * loops and labels an arrow has no line, a slanted line, or a misplaced label.
 */
export function sound({ nodes, edges }: Layout): boolean {
  const texts = edges.flatMap(({ edge, text }) => (text ? [{ id: edge.id, box: text.box }] : []))
  return edges.every(({ edge, points, text }) => {
    const others = nodes.filter(({ node }) => node.id !== edge.from && node.id !== edge.to)
    return (
      points.length > 1 &&
      points.slice(1).every((to, index) => isStraight(points[index] ?? to, to)) &&
      others.every(({ box }) => !runsThrough(points, box)) &&
      texts.every(({ id, box }) => runsThrough(points, box) === (id === edge.id)) &&
      (!text || nodes.every(({ box }) => !overlap(box, text.box)))
    )
  })
}

function isStraight(from: Point, to: Point): boolean {
  return Math.abs(from.x - to.x) < 0.5 || Math.abs(from.y - to.y) < 0.5
}
