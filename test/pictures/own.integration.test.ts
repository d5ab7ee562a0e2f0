import { beforeAll, describe, expect, it } from 'vitest'
import { draw } from '../../src/pictures/flowchart/draw.ts'
import { legibility } from '../../src/pictures/flowchart/legibility.ts'
import type { Layout } from '../../src/pictures/flowchart/place.ts'
import { crossingsIn, faultsIn, struckOut } from './geometry.ts'
import { laidOut } from './laid-out.ts'
import { ownDiagrams } from './own.ts'

const diagrams = ownDiagrams()

describe('our own flowcharts', () => {
  it('are those of six designs, the references, the template and eight skeletons, in two languages', () => {
    expect(diagrams.length).toBeGreaterThanOrEqual(2 * (6 * 2 + 8 + 2 + 8))
  })

  describe.each(diagrams.map(({ name, source }) => [name, source] as const))('%s', (_, source) => {
    let laid: Layout
    beforeAll(async () => {
      laid = await laidOut(source)
    })

    it('is no ribbon, and a phone shows its words', () => {
      const { width, height } = laid
      expect(width / height).toBeGreaterThan(0.4)
      expect(width / height).toBeLessThan(4.2)
      // The largest of them has sixteen boxes and thirty arrows.
      expect(legibility(laid)).toBeGreaterThan(0.3)
      expect(width).toBeLessThan(1150)
    })

    it('has no word under a line, and few lines that cross', () => {
      expect([...faultsIn(laid), ...struckOut(laid)]).toEqual([])
      expect(crossingsIn(laid)).toBeLessThanOrEqual(5)
    })

    it('shows as loops what is said to come back', () => {
      const said = laid.edges.filter(
        ({ edge }) => edge.line === 'dotted' && /^(?:feedback|retrain|反馈|触发重训)/u.test(edge.label),
      )
      for (const { edge, back } of said) expect([edge.label, back]).toEqual([edge.label, true])
      // Lines and their words in the colour of what runs back.
      const backs = laid.edges.filter(({ back, edge }) => back && edge.line !== 'invisible')
      expect(draw(laid).match(/fill="none" stroke="#b45309"/gu) ?? []).toHaveLength(backs.length)
    })
  })
})
