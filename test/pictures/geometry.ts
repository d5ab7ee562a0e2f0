import { type Box, inside, runsThrough } from '../../src/pictures/flowchart/geometry.ts'
import { outline } from '../../src/pictures/flowchart/outline.ts'
import type { Layout } from '../../src/pictures/flowchart/place.ts'

/** The faults of a layout, in words; empty where there are none. */
export function faultsIn(layout: Layout): readonly string[] {
  return [
    ...labelFaults(layout),
    ...overlaps(layout),
    ...lineFaults(layout),
    ...titleFaults(layout),
    ...groupFaults(layout),
  ]
}

/** Which lines run through the labels of others. */
export function struckOut({ edges }: Layout): readonly string[] {
  const texts = edges.flatMap(({ edge, text }) =>
    text ? [{ id: edge.id, what: edge.label, box: text.box }] : [],
  )
  return edges.flatMap(({ edge, points }) =>
    texts
      .filter(({ id, box }) => id !== edge.id && runsThrough(points, box))
      .map(({ what }) => `${edge.from} to ${edge.to} runs through ${what}`),
  )
}

/** Which lines run through the titles of groups. */
function titleFaults({ edges, groups }: Layout): readonly string[] {
  return edges.flatMap(({ edge, points }) =>
    groups
      .filter(({ text }) => text.label.lines.length > 0 && runsThrough(points, text.box))
      .map(({ group }) => `${edge.from} to ${edge.to} runs through the title of ${group.id}`),
  )
}

/** How often lines of different arrows cross, where they don't meet in a node. */
export function crossingsIn({ edges }: Layout): number {
  const stretches = edges.flatMap(({ edge, points }) =>
    points.slice(1).map((to, index) => ({ edge, from: points[index] ?? to, to })),
  )
  const level = stretches.filter(({ from, to }) => Math.abs(from.y - to.y) < 0.5)
  const upright = stretches.filter(({ from, to }) => Math.abs(from.x - to.x) < 0.5)
  const between = (at: number, one: number, other: number) =>
    at > Math.min(one, other) + 0.5 && at < Math.max(one, other) - 0.5
  return level.flatMap((one) =>
    upright.filter(
      (other) =>
        other.edge !== one.edge &&
        between(other.from.x, one.from.x, one.to.x) &&
        between(one.from.y, other.from.y, other.to.y),
    ),
  ).length
}

function labelFaults({ nodes, width, height }: Layout): readonly string[] {
  return nodes.flatMap(({ node, box, text }) => {
    const border = outline(node.shape, box)
    return [
      ...(text.label.lines.length > 0 && !cornersOf(text.box).every((corner) => inside(corner, border))
        ? [`the label of ${node.id} is not inside`]
        : []),
      ...(text.label.size < 12 ? [`the text of ${node.id} is too small`] : []),
      ...(within(box, { x: 0, y: 0, width, height }) ? [] : [`${node.id} is not in the picture`]),
    ]
  })
}

function overlaps({ nodes, edges, groups, title }: Layout): readonly string[] {
  const boxes = [
    ...nodes.map(({ node, box }) => ({ what: `node ${node.id}`, box })),
    ...edges.flatMap(({ edge, text }) => (text ? [{ what: `label ${edge.label}`, box: text.box }] : [])),
    ...groups.flatMap(({ group, text }) =>
      group.label === '' ? [] : [{ what: `title ${group.id}`, box: text.box }],
    ),
    ...(title ? [{ what: 'the title', box: title.box }] : []),
  ]
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .flatMap((other) => (meet(one.box, other.box) ? [`${one.what} overlaps ${other.what}`] : [])),
  )
}

function lineFaults({ nodes, edges, width, height }: Layout): readonly string[] {
  const picture = { x: 0, y: 0, width, height }
  return edges.flatMap(({ edge, points, text }) => {
    const name = `${edge.from} to ${edge.to}`
    const others = nodes.filter(({ node }) => node.id !== edge.from && node.id !== edge.to)
    const stretches = points.slice(1).map((to, index) => {
      const from = points[index] ?? to
      return {
        x: Math.min(from.x, to.x),
        y: Math.min(from.y, to.y),
        width: Math.abs(to.x - from.x),
        height: Math.abs(to.y - from.y),
      }
    })
    return [
      ...(points.length < 2 ? [`${name} has no line`] : []),
      ...(edge.label !== '' && !text ? [`the label of ${name} has no place`] : []),
      ...(text && text.label.size < 12 ? [`the label of ${name} is too small`] : []),
      ...(stretches.every((stretch) => within(stretch, picture)) ? [] : [`${name} leaves the picture`]),
      ...others.flatMap(({ node, box }) =>
        stretches.some((stretch) => meet(stretch, box)) ? [`${name} runs through ${node.id}`] : [],
      ),
    ]
  })
}

function groupFaults({ nodes, groups }: Layout): readonly string[] {
  const boxes = new Map(groups.map(({ group, box }) => [group.id, box]))
  const members = [
    ...nodes.map(({ node, box }) => ({ id: node.id, parent: node.parent, box })),
    ...groups.map(({ group, box }) => ({ id: group.id, parent: group.parent, box })),
  ]
  return [
    ...members.flatMap(({ id, parent, box }) => {
      const outer = boxes.get(parent ?? '')
      return outer && !within(box, outer) ? [`${id} is not in ${parent}`] : []
    }),
    ...groups.flatMap(({ group, box, text }) => [
      ...(group.label !== '' && !within(text.box, box) ? [`the title of ${group.id} is not in it`] : []),
      ...members
        .filter(({ id, parent }) => parent === group.parent && id !== group.id)
        .flatMap((other) => (meet(box, other.box) ? [`${group.id} overlaps ${other.id}`] : [])),
    ]),
  ]
}

function cornersOf({ x, y, width, height }: Box) {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ]
}

/** Half a pixel may be shared: numbers are rounded. */
function meet(one: Box, other: Box): boolean {
  const shared = 0.5
  return (
    one.x + one.width - other.x > shared &&
    other.x + other.width - one.x > shared &&
    one.y + one.height - other.y > shared &&
    other.y + other.height - one.y > shared
  )
}

function within(box: Box, outer: Box): boolean {
  return (
    box.x >= outer.x - 0.5 &&
    box.y >= outer.y - 0.5 &&
    box.x + box.width <= outer.x + outer.width + 0.5 &&
    box.y + box.height <= outer.y + outer.height + 0.5
  )
}
