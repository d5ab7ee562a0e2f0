import { arc, type Box, type Point } from './geometry.ts'
import { RIM, type Shape, STACK, slant } from './shapes.ts'

/** The border of a shape, as a polygon. Edges end there. */
export function outline(shape: Shape, box: Box): readonly Point[] {
  const { x, y, width, height } = box
  const [right, bottom] = [x + width, y + height]
  const centre = { x: x + width / 2, y: y + height / 2 }
  const s = slant(height)
  const corner = (px: number, py: number): Point => ({ x: px, y: py })
  switch (shape) {
    case 'rect':
    case 'text':
    case 'subroutine':
    case 'bar':
      return [corner(x, y), corner(right, y), corner(right, bottom), corner(x, bottom)]
    case 'round':
      return rounded(box, 10)
    case 'stadium':
      return rounded(box, height / 2)
    case 'delay':
      return [
        corner(x, y),
        ...arc({ x: right - height / 2, y: centre.y }, height / 2, height / 2, -90, 90),
        corner(x, bottom),
      ]
    case 'cylinder':
      return [
        ...arc({ x: centre.x, y: y + RIM }, width / 2, RIM, 180, 360),
        ...arc({ x: centre.x, y: bottom - RIM }, width / 2, RIM, 0, 180),
      ]
    case 'circle':
    case 'doubleCircle':
    case 'dot':
    case 'ring':
      return [...arc(centre, width / 2, height / 2, 0, 180), ...arc(centre, width / 2, height / 2, 180, 360)]
    case 'diamond':
      return [corner(centre.x, y), corner(right, centre.y), corner(centre.x, bottom), corner(x, centre.y)]
    case 'hexagon': {
      const cut = height / 4
      return [
        corner(x + cut, y),
        corner(right - cut, y),
        corner(right, centre.y),
        corner(right - cut, bottom),
        corner(x + cut, bottom),
        corner(x, centre.y),
      ]
    }
    case 'leanRight':
      return [corner(x + s, y), corner(right, y), corner(right - s, bottom), corner(x, bottom)]
    case 'leanLeft':
      return [corner(x, y), corner(right - s, y), corner(right, bottom), corner(x + s, bottom)]
    case 'trapezoid':
      return [corner(x + s, y), corner(right - s, y), corner(right, bottom), corner(x, bottom)]
    case 'invTrapezoid':
      return [corner(x, y), corner(right, y), corner(right - s, bottom), corner(x + s, bottom)]
    case 'odd':
      return [
        corner(x, y),
        corner(right, y),
        corner(right, bottom),
        corner(x, bottom),
        corner(x + s, centre.y),
      ]
    case 'document':
      return [corner(x, y), corner(right, y), ...wave(box)]
    case 'stack':
      return [
        ...[0, 1, 2].flatMap((step) => [
          corner(x + step * STACK, y + (2 - step) * STACK + (step > 0 ? STACK : 0)),
          corner(x + step * STACK, y + (2 - step) * STACK),
        ]),
        ...[0, 1, 2].flatMap((step) => [
          corner(right - step * STACK, step === 0 ? y : bottom - (3 - step) * STACK),
          corner(right - step * STACK, bottom - (2 - step) * STACK),
        ]),
        corner(x, bottom),
      ]
    default:
      return shape satisfies never
  }
}

/** Lines inside a shape, besides its border. */
export function strokes(shape: Shape, box: Box): readonly (readonly Point[])[] {
  const { x, y, width, height } = box
  const [right, bottom] = [x + width, y + height]
  const centre = { x: x + width / 2, y: y + height / 2 }
  switch (shape) {
    case 'subroutine':
      return [x + 8, right - 8].map((at) => [
        { x: at, y },
        { x: at, y: bottom },
      ])
    case 'cylinder':
      return [arc({ x: centre.x, y: y + RIM }, width / 2, RIM, 180, 0)]
    case 'doubleCircle':
      return [
        arc(centre, width / 2 - 5, height / 2 - 5, 0, 180),
        arc(centre, width / 2 - 5, height / 2 - 5, 180, 360),
      ]
    case 'ring':
      return [arc(centre, 3, 3, 0, 180), arc(centre, 3, 3, 180, 360)]
    case 'stack':
      return [1, 2].map((step) => [
        { x: x + step * STACK, y: y + (3 - step) * STACK },
        { x: right - (3 - step) * STACK, y: y + (3 - step) * STACK },
        { x: right - (3 - step) * STACK, y: bottom - step * STACK },
      ])
    default:
      return []
  }
}

function rounded({ x, y, width, height }: Box, radius: number): readonly Point[] {
  const [left, right, top, bottom] = [x + radius, x + width - radius, y + radius, y + height - radius]
  return [
    ...arc({ x: left, y: top }, radius, radius, 180, 270),
    ...arc({ x: right, y: top }, radius, radius, 270, 360),
    ...arc({ x: right, y: bottom }, radius, radius, 0, 90),
    ...arc({ x: left, y: bottom }, radius, radius, 90, 180),
  ]
}

/** The lower border of a sheet of paper, from right to left. */
function wave({ x, y, width, height }: Box): readonly Point[] {
  const steps = 24
  return Array.from({ length: steps + 1 }, (_, step) => {
    const share = step / steps
    return { x: x + width * (1 - share), y: y + height - RIM / 2 + Math.sin(share * 2 * Math.PI) * (RIM / 2) }
  })
}
