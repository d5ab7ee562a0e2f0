import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { draw } from '../../src/pictures/flowchart/draw.ts'
import type { Graph } from '../../src/pictures/flowchart/graph.ts'
import { layout } from '../../src/pictures/flowchart/layout.ts'
import type { Layout } from '../../src/pictures/flowchart/place.ts'
import { scaleFor, toPng } from '../../src/pictures/png.ts'
import { faultsIn, struckOut } from './geometry.ts'
import { CORPUS } from './judged.ts'
import { graphOf, laidOut } from './laid-out.ts'
import { flowchart } from './random.ts'

const files = readdirSync(CORPUS).map((file): [string, string] => [
  file,
  readFileSync(new URL(file, CORPUS), 'utf8'),
])
describe('flowcharts as people write them', () => {
  describe.each(files)('%s', (_, source) => {
    let graph: Graph
    let laid: Layout
    beforeAll(async () => {
      graph = await graphOf(source)
      laid = await layout(graph)
    })

    it('is drawn with all its boxes, groups and arrows', () => {
      const ids = (all: readonly Readonly<{ id: string }>[]) => all.map(({ id }) => id)
      expect(ids(laid.nodes.map(({ node }) => node))).toEqual(ids(graph.nodes))
      expect(ids(laid.groups.map(({ group }) => group))).toEqual(ids(graph.groups))
      expect(ids(laid.edges.map(({ edge }) => edge))).toEqual(ids(graph.edges))
    })

    it('has every label inside its node, nothing that overlaps, and no text below 12 px', () => {
      expect(faultsIn(laid)).toEqual([])
      expect(scaleFor(laid.width, laid.height)).toBeGreaterThanOrEqual(1)
    })

    it('becomes a PNG with all its words', () => {
      const svg = draw(laid)
      const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text)
      const lines = [
        ...laid.nodes.flatMap(({ text }) => text.label.lines),
        ...laid.groups.flatMap(({ text }) => text.label.lines),
        ...laid.edges
          .filter(({ edge }) => edge.line !== 'invisible')
          .flatMap(({ text }) => text?.label.lines ?? []),
      ]
      expect(words.length).toBe(lines.length + (laid.title?.label.lines.length ?? 0))
      const { png, width } = toPng(svg, scaleFor(laid.width, laid.height))
      expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
      expect(width).toBe(laid.width * 2)
    })
  })
})

describe('flowcharts of all sorts', () => {
  it('are laid out without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(flowchart, async (source) => {
        expect(faultsIn(await laidOut(source))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('loops', () => {
  const placed = async (source: string) => {
    const { nodes, edges } = await laidOut(source)
    return { at: new Map(nodes.map(({ node, box }) => [node.id, box])), edges }
  }

  it('run back against the flow, and the rest follows it', async () => {
    const { at, edges } = await placed('flowchart TD\nA --> B --> C --> D\nD -.->|again| B')
    const down = ['A', 'B', 'C', 'D'].map((id) => at.get(id)?.y ?? 0)
    expect(down).toEqual(down.toSorted((a, b) => a - b))
    const back = edges.find(({ edge }) => edge.label === 'again')
    expect(back?.points.at(-1)?.y).toBeLessThan(back?.points[0]?.y ?? 0)
    expect(edges.filter((edge) => edge.back)).toEqual([back])
  })

  it.each(['LR', 'RL', 'TD', 'BT'])('are told from the rest in charts to %s', async (direction) => {
    const { edges } = await laidOut(`flowchart ${direction}\nA --> B --> C\nC -.-> A\nB --> B`)
    expect(edges.map(({ back }) => back)).toEqual([false, false, true, false])
  })

  it('are no reason for a source to stand below what it feeds, though it is written later', async () => {
    const { at } = await placed('flowchart TD\nA --> B --> C\nX --> B')
    expect(at.get('X')?.y).toBeLessThan(at.get('B')?.y ?? 0)
  })
})

describe('long charts', () => {
  const long = fc
    .record({
      steps: fc.integer({ min: 6, max: 20 }),
      more: fc.array(
        fc.record({ from: fc.nat(19), to: fc.nat(19), arrow: fc.constantFrom('-->', '-.->|back|') }),
        { maxLength: 5 },
      ),
      text: fc.constantFrom('', '|a label|'),
    })
    .map(({ steps, more, text }) => {
      const ways = more.map(({ from, to, arrow }) => `s${from % steps} ${arrow} s${to % steps}`)
      const way = Array.from({ length: steps }, (_, at) => `s${at}[Step ${at}]`).join(` -->${text} `)
      return ['flowchart TD', way, ...ways].join('\n')
    })

  it('are laid out without a fault, folded or not', async () => {
    const folds: boolean[] = []
    await fc.assert(
      fc.asyncProperty(long, async (source) => {
        const laid = await laidOut(source)
        expect(faultsIn(laid)).toEqual([])
        expect(struckOut(laid)).toEqual([])
        folds.push(laid.width * 2 > laid.height)
      }),
      { numRuns: 15, seed: 1 },
    )
    expect(folds).toContain(true)
    expect(folds).toContain(false)
  })

  it('with very many boxes run the way that is likely to be plainer', async () => {
    const source = (direction: string) =>
      `flowchart ${direction}\n${Array.from({ length: 60 }, (_, i) => `n${i} --> n${i + 20}`).join('\n')}\n${Array.from({ length: 10 }, (_, i) => `n${i} --> n${i + 1}`).join('\n')}`
    for (const direction of ['LR', 'TD']) {
      const laid = await laidOut(source(direction))
      expect(faultsIn(laid)).toEqual([])
      expect(laid.width).toBeLessThan(2500)
    }
  })

  it('are folded into columns instead of a ribbon, and what goes on in the next column is no loop', async () => {
    const { width, height, edges } = await laidOut(`flowchart TD\n${chain}`)
    expect(width / height).toBeGreaterThan(0.5)
    expect(edges.filter(({ back }) => back)).toEqual([])
    expect(edges.some(({ points }) => (points.at(-1)?.y ?? 0) < (points[0]?.y ?? 0))).toBe(true)
  })

  const chain = Array.from({ length: 14 }, (_, index) => `n${index}[Step number ${index} of many]`).join(
    ' --> ',
  )

  it('to the right are turned, so that a phone shows them', async () => {
    const { width, height } = await laidOut(`flowchart LR\n${chain}`)
    expect(width).toBeLessThan(700)
    expect(height).toBeLessThan(700)
  })

  it('are turned as soon as a preview of 550 pixels would shrink them much', async () => {
    const { width, height } = await layout(
      await graphOf(
        'flowchart LR\nA[Source of events] -->|clicks| B[Ingestion] --> C[Checks of all] --> D[Store of all]',
      ),
    )
    expect(height).toBeGreaterThan(width)
    const wide = await layout(
      await graphOf(
        `flowchart TD\nA --> ${Array.from({ length: 16 }, (_, i) => `b${i}[Leaf ${i}]`).join(' & ')}`,
      ),
    )
    expect(wide.height).toBeGreaterThan(wide.width)
  })

  it('are left as asked where they are narrow enough', async () => {
    const { width, height } = await laidOut('flowchart LR\nA --> B --> C')
    expect(width).toBeGreaterThan(height)
  })
})
