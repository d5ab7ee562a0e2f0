import type { Box, Point } from './geometry.ts'

export type Shape =
  | 'rect'
  | 'round'
  | 'stadium'
  | 'subroutine'
  | 'cylinder'
  | 'circle'
  | 'doubleCircle'
  | 'diamond'
  | 'hexagon'
  | 'leanRight'
  | 'leanLeft'
  | 'trapezoid'
  | 'invTrapezoid'
  | 'odd'
  | 'text'
  | 'document'
  | 'stack'
  | 'delay'
  | 'dot'
  | 'ring'
  | 'bar'

/** Mermaid's shape names, by the shape that is drawn. All others are drawn as boxes. */
const NAMES: Readonly<Record<Exclude<Shape, 'rect'>, string>> = {
  round: 'round rounded roundedRect event cloud bang person',
  stadium: 'stadium terminal pill ellipse',
  subroutine:
    'subroutine fr-rect subprocess subproc framed-rectangle lin-rect lined-rectangle lined-process lin-proc shaded-process div-rect div-proc divided-rectangle divided-process',
  cylinder:
    'cylinder cyl db database h-cyl das horizontal-cylinder lin-cyl disk lined-cylinder datastore data-store bucket bow-rect stored-data bow-tie-rectangle',
  circle: 'circle circ cross-circ summary crossed-circle',
  doubleCircle: 'doublecircle dbl-circ double-circle',
  diamond: 'diamond diam decision question',
  hexagon: 'hexagon hex prepare',
  leanRight: 'lean_right lean-r lean-right in-out',
  leanLeft: 'lean_left lean-l lean-left out-in',
  trapezoid:
    'trapezoid trap-b priority trapezoid-bottom tri extract triangle sl-rect manual-input sloped-rectangle',
  invTrapezoid:
    'inv_trapezoid trap-t manual trapezoid-top inv-trapezoid flip-tri manual-file flipped-triangle',
  odd: 'odd rect_left_inv_arrow',
  text: 'text brace comment brace-l brace-r braces',
  document:
    'doc document lin-doc lined-document tag-doc tagged-document flag paper-tape docs documents st-doc stacked-document',
  stack: 'st-rect procs processes stacked-rectangle',
  delay: 'delay half-rounded-rectangle curv-trap curved-trapezoid display',
  dot: 'sm-circ start small-circle stateStart f-circ junction filled-circle',
  ring: 'fr-circ stop framed-circle stateEnd',
  bar: 'fork join forkJoin',
}

const BY_NAME: ReadonlyMap<string, Shape> = new Map(
  Object.entries(NAMES).flatMap(([shape, names]) => names.split(' ').map((name) => [name, shape as Shape])),
)

export function shapeCalled(name: string | undefined): Shape {
  return BY_NAME.get(name ?? '') ?? 'rect'
}

type Size = Readonly<{ width: number; height: number }>

/** The bulge of a cylinder's lid. */
export const RIM = 6
/** The offset between the sheets of a stack. */
export const STACK = 5

/** Shapes without a label in Mermaid. */
export function isSign(shape: Shape): boolean {
  return shape === 'dot' || shape === 'ring' || shape === 'bar'
}

/** The maximum line width of a label; slanted shapes grow fast with it. */
export function labelWidth(shape: Shape): number {
  if (shape === 'diamond') return 130
  return shape === 'circle' || shape === 'doubleCircle' ? 110 : 160
}

/** The size at which a label fits into a shape, with air around it. */
export function sizeFor(shape: Shape, label: Size): Size {
  const width = Math.max(label.width, 24)
  const { height } = label
  const tall = height + 16
  switch (shape) {
    case 'rect':
    case 'round':
      return { width: width + 24, height: tall }
    case 'text':
      return { width: width + 12, height: height + 12 }
    case 'stadium':
    case 'delay':
      return { width: width + 14 + tall * 0.6, height: tall }
    case 'subroutine':
      return { width: width + 40, height: tall }
    case 'cylinder':
      return { width: width + 24, height: tall + 2 * RIM }
    case 'circle':
      return square(Math.hypot(width, height) + 18)
    case 'doubleCircle':
      return square(Math.hypot(width, height) + 28)
    case 'diamond': {
      // A box of this size touches the sides when width / W + height / H = 1; twice as wide as high looks calm.
      const [w, h] = [width + 10, height + 8]
      return { width: w + 2 * h, height: h + w / 2 }
    }
    case 'hexagon':
      return { width: width + 20 + tall * 0.5, height: tall }
    case 'leanRight':
    case 'leanLeft':
    case 'trapezoid':
    case 'invTrapezoid':
      return { width: width + 20 + 2 * slant(tall), height: tall }
    case 'odd':
      return { width: width + 26 + slant(tall), height: tall }
    case 'document':
      return { width: width + 24, height: tall + RIM }
    case 'stack':
      return { width: width + 24 + 2 * STACK, height: tall + 2 * STACK }
    case 'dot':
      return square(16)
    case 'ring':
      return square(20)
    case 'bar':
      return { width: 64, height: 8 }
    default:
      return shape satisfies never
  }
}

/** The centre of the label. */
export function labelCentre(shape: Shape, box: Box): Point {
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2
  switch (shape) {
    case 'cylinder':
      return { x, y: y + RIM }
    case 'odd':
      return { x: x + slant(box.height) / 2, y }
    case 'delay':
      return { x: x - box.height * 0.15, y }
    case 'document':
      return { x, y: y - RIM / 2 }
    case 'stack':
      return { x: x - STACK, y: y + STACK }
    default:
      return { x, y }
  }
}

function square(side: number): Size {
  return { width: side, height: side }
}

/** The horizontal offset of a slanted side. */
export function slant(height: number): number {
  return height / 3
}
