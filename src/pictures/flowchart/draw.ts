import { escapeUTF8 } from 'entities/escape'
import { MAIN_FONT } from '../text/fonts.ts'
import { baseline, type Label } from '../text/label.ts'
import type { Box, Point } from './geometry.ts'
import type { LineStyle, Look, Tip } from './graph.ts'
import { outline, strokes } from './outline.ts'
import type { Layout, PlacedEdge, PlacedGroup, PlacedNode, SlotName } from './place.ts'
import type { Shape } from './shapes.ts'

/** Calm colours that read on paper. The picture has its own light background, for dark and light chats alike. */
const COLOURS = {
  ground: '#f8fafc',
  frame: '#dbe2ea',
  ink: '#0f172a',
  quiet: '#475569',
  edge: '#5b6b80',
  /** Edges that run back, such as feedback: darker and warm, so that the colour-blind see the difference too. */
  back: '#b45309',
  backText: '#92400e',
  groups: ['#eef2f7', '#e4eaf2'],
  groupBorder: '#c3cedb',
} as const

type Paint = Readonly<{ fill: string; stroke: string }>
const PLAIN: Paint = { fill: '#ffffff', stroke: '#64748b' }
const STORE: Paint = { fill: '#e6f0fb', stroke: '#3b71b5' }
const DECISION: Paint = { fill: '#fdf3d8', stroke: '#b07a16' }
const END: Paint = { fill: '#e5f5ec', stroke: '#388459' }
const STEP: Paint = { fill: '#f1ebfb', stroke: '#7656b3' }
const SIGN: Paint = { fill: '#475569', stroke: '#475569' }
/** Kinds of boxes differ in colour as well as in shape. */
const PAINTS: Readonly<Partial<Record<Shape, Paint>>> = {
  cylinder: STORE,
  diamond: DECISION,
  stadium: END,
  circle: END,
  doubleCircle: END,
  hexagon: STEP,
  subroutine: STEP,
  text: { fill: 'none', stroke: 'none' },
  dot: SIGN,
  bar: SIGN,
}

const FONT = `font-family="${MAIN_FONT}"`
const BEND = 8
const ARROW = 10
/** Long enough to be seen when a picture is shown at half its size. */
const DOTTED = [5, 4]

/** The picture of a chart, as SVG. */
export function draw(layout: Layout): string {
  const { width, height, title, groups, nodes, edges } = layout
  const shown = edges.filter(({ edge }) => edge.line !== 'invisible')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ${FONT}>`,
    `<rect width="${width}" height="${height}" fill="${COLOURS.ground}"/><rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" fill="none" stroke="${COLOURS.frame}"/>`,
    ...groups.toSorted((a, b) => a.depth - b.depth).map(drawGroup),
    ...shown.map(drawEdge),
    ...groups.map(drawGroupTitle),
    ...shown.map(drawEdgeLabel),
    ...nodes.map(drawNode),
    ...(title ? [bold(title, COLOURS.ink, 'start')] : []),
    '</svg>',
  ].join('\n')
}

function groupFill({ group, depth }: PlacedGroup): string {
  return group.look.fill ?? COLOURS.groups[depth % 2] ?? COLOURS.ground
}

function drawGroup(placed: PlacedGroup): string {
  const { box, group } = placed
  const style = attributes(group.look, { fill: groupFill(placed), stroke: COLOURS.groupBorder }, 1)
  return `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}" rx="8" ${style}/>`
}

/** With a background, since edges may run behind it. */
function drawGroupTitle(placed: PlacedGroup): string {
  const { text, group } = placed
  if (text.label.lines.length === 0) return ''
  return ground(text.box, 3, groupFill(placed)) + bold(text, group.look.color ?? COLOURS.quiet, 'start')
}

function drawNode({ node, box, text }: PlacedNode): string {
  const paint = PAINTS[node.shape] ?? PLAIN
  const style = attributes(node.look, paint, 1.4)
  const border =
    node.shape === 'rect'
      ? `<rect x="${n(box.x)}" y="${n(box.y)}" width="${n(box.width)}" height="${n(box.height)}" rx="5" ${style}/>`
      : `<path d="${path(outline(node.shape, box))}Z" stroke-linejoin="round" ${style}/>`
  const inner = attributes({ ...node.look, fill: 'none' }, paint, 1.4)
  const lines = strokes(node.shape, box).map((line) => `<path d="${path(line)}" ${inner}/>`)
  return border + lines.join('') + write(text.label, text.box, node.look.color ?? COLOURS.ink, 'middle')
}

const WIDTHS: Readonly<Record<LineStyle, number>> = { solid: 1.6, dotted: 1.6, thick: 3.2, invisible: 0 }

function drawEdge({ edge, points, back }: PlacedEdge): string {
  const [first, second] = points
  const [last, before] = [points.at(-1), points.at(-2)]
  if (!first || !second || !last || !before) return ''
  const stroke = edge.look.stroke ?? (back ? COLOURS.back : COLOURS.edge)
  const width = edge.look.strokeWidth ?? WIDTHS[edge.line]
  const dash = edge.look.dash ?? (edge.line === 'dotted' ? DOTTED : [])
  const line = [...points]
  line[0] = shortened(second, first, edge.start)
  line[line.length - 1] = shortened(before, last, edge.end)
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : ''
  return (
    `<path d="${bent(line)}" fill="none" stroke="${stroke}" stroke-width="${width}"${dashes}/>` +
    tip(edge.start, second, first, stroke) +
    tip(edge.end, before, last, stroke)
  )
}

function drawEdgeLabel({ text, back }: PlacedEdge): string {
  if (!text) return ''
  const colour = back ? COLOURS.backText : COLOURS.quiet
  return ground(text.box, 4, COLOURS.ground) + write(text.label, text.box, colour, 'middle')
}

function ground({ x, y, width, height }: Box, margin: number, fill: string): string {
  return `<rect x="${n(x - margin)}" y="${n(y - margin / 2)}" width="${n(width + 2 * margin)}" height="${n(height + margin)}" rx="4" fill="${fill}"/>`
}

function attributes(look: Look, paint: Paint, width: number): string {
  const dash = look.dash ? ` stroke-dasharray="${look.dash.join(' ')}"` : ''
  return `fill="${look.fill ?? paint.fill}" stroke="${look.stroke ?? paint.stroke}" stroke-width="${look.strokeWidth ?? width}"${dash}`
}

function bold(text: SlotName, colour: string, anchor: 'start' | 'middle'): string {
  // Only one weight is bundled; an outline makes it bolder.
  return `<g stroke="${colour}" stroke-width=".45">${write(text.label, text.box, colour, anchor)}</g>`
}

function write(label: Label, box: Box, colour: string, anchor: 'start' | 'middle'): string {
  const x = anchor === 'start' ? box.x : box.x + box.width / 2
  return label.lines
    .map(
      (line, index) =>
        `<text x="${n(x)}" y="${n(box.y + baseline(label, index))}" font-size="${label.size}" fill="${colour}" text-anchor="${anchor}">${escapeUTF8(line)}</text>`,
    )
    .join('')
}

/** The end of a line, pulled back so that the line does not show beyond its arrow tip. */
function shortened(from: Point, to: Point, end: Tip): Point {
  return end === 'arrow' ? towards(to, from, ARROW - 2) : end === 'circle' ? towards(to, from, 7) : to
}

function tip(kind: Tip, from: Point, to: Point, colour: string): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  if (kind === 'none' || length === 0) return ''
  const turn = n((Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI)
  const at = `transform="translate(${n(to.x)} ${n(to.y)}) rotate(${turn})"`
  switch (kind) {
    case 'arrow':
      return `<path d="M0 0L${-ARROW} -5L${-ARROW} 5Z" ${at} fill="${colour}"/>`
    case 'circle':
      return `<circle cx="-4" cy="0" r="4" ${at} fill="${colour}"/>`
    case 'cross':
      return `<path d="M-10 -4.5L-1 4.5M-10 4.5L-1 -4.5" ${at} stroke="${colour}" stroke-width="1.8"/>`
    default:
      return kind satisfies never
  }
}

/** A line with rounded corners. */
function bent(points: readonly Point[]): string {
  const parts = points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]]
    if (!before) return `M${n(point.x)} ${n(point.y)}`
    if (!after) return `L${n(point.x)} ${n(point.y)}`
    const reach = Math.min(BEND, distance(point, before) / 2, distance(point, after) / 2)
    const [start, end] = [towards(point, before, reach), towards(point, after, reach)]
    return `L${n(start.x)} ${n(start.y)}Q${n(point.x)} ${n(point.y)} ${n(end.x)} ${n(end.y)}`
  })
  return parts.join('')
}

function path(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('')
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to)
  const share = length === 0 ? 0 : Math.min(1, by / length)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

/** Rounds numbers: a hundredth of a pixel is invisible. */
function n(value: number): number {
  return Math.round(value * 100) / 100
}
