import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pack } from '../../src/pictures/flowchart/pack.ts'

const NO_FRAME = { width: 0, height: 0 }
const node = (width: number, height = 36) => ({ width, height, isNode: true })
const part = (width: number, height: number) => ({ width, height, isNode: false })
const nodes = (count: number) => Array.from({ length: count }, () => node(80))

const piece = fc.record({
  width: fc.integer({ min: 20, max: 600 }),
  height: fc.integer({ min: 20, max: 600 }),
  isNode: fc.boolean(),
})
const loose = fc.record({
  width: fc.integer({ min: 60, max: 180 }),
  height: fc.integer({ min: 36, max: 58 }),
  isNode: fc.constant(true),
})

describe('packed parts', () => {
  it.each([
    { what: 'two nodes stand below each other', pieces: nodes(2), rows: [1, 1] },
    { what: 'five nodes stand in two columns', pieces: nodes(5), rows: [2, 2, 1] },
    { what: 'six nodes stand in two columns', pieces: nodes(6), rows: [2, 2, 2] },
    { what: 'twelve nodes stand in three columns', pieces: nodes(12), rows: [3, 3, 3, 3] },
    { what: 'three towers stand side by side', pieces: [1, 2, 3].map(() => part(120, 250)), rows: [3] },
    {
      what: 'three wide parts stand below each other',
      pieces: [1, 2, 3].map(() => part(400, 90)),
      rows: [1, 1, 1],
    },
    { what: 'four squares stand in two rows', pieces: [1, 2, 3, 4].map(() => part(200, 200)), rows: [2, 2] },
  ])('$what', ({ pieces, rows }) => {
    const { at } = pack(pieces, NO_FRAME, 2)
    const tops = at.map(({ y }) => y)
    expect([...Map.groupBy(tops, (y) => y).values()].map((row) => row.length)).toEqual(rows)
  })

  it('that are low share a column beside a high one', () => {
    const { at } = pack([part(200, 500), part(150, 150), part(150, 150), part(150, 140)], NO_FRAME, 2)
    expect(at.map(({ x }) => x)).toEqual([0, 230, 230, 230])
    expect(at.map(({ y }) => y)).toEqual([0, 0, 180, 360])
  })

  it('are a grid of nodes beside a chart', () => {
    const { at } = pack([part(200, 330), ...nodes(10)], NO_FRAME, 2)
    expect(new Set(at.map(({ x }) => x))).toEqual(new Set([0, 230, 332]))
  })

  it('never overlap, leave their room or change their order', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 20 }), (pieces) => {
        const { at, width, height } = pack(pieces, NO_FRAME, 2)
        const boxes = pieces.map((size, index) => ({
          ...size,
          ...(at[index] ?? { x: Number.NaN, y: Number.NaN }),
        }))
        for (const [index, box] of boxes.entries()) {
          expect(box.x).toBeGreaterThanOrEqual(0)
          expect(box.y).toBeGreaterThanOrEqual(0)
          expect(box.x + box.width).toBeLessThanOrEqual(width + 0.01)
          expect(box.y + box.height).toBeLessThanOrEqual(height + 0.01)
          // What comes later stands to the right or below.
          for (const later of boxes.slice(index + 1))
            expect(later.x >= box.x + box.width || later.y >= box.y + box.height).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('of nodes are at most twice as wide as high, or as high as wide', () => {
    fc.assert(
      fc.property(fc.array(loose, { minLength: 4, maxLength: 40 }), (pieces) => {
        const { width, height } = pack(pieces, { width: 28, height: 28 }, 2)
        const ratio = (width + 28) / (height + 28)
        expect(Math.max(ratio, 1 / ratio)).toBeLessThanOrEqual(2)
      }),
      { numRuns: 60 },
    )
  })
})
