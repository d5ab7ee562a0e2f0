import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readChart } from '../../src/pictures/flowchart/chart.ts'
import { draw } from '../../src/pictures/flowchart/draw.ts'
import type { Graph } from '../../src/pictures/flowchart/graph.ts'
import { type Layout, layout } from '../../src/pictures/flowchart/layout.ts'
import { parse } from '../../src/pictures/flowchart/parser.ts'
import { scaleFor, toPng } from '../../src/pictures/png.ts'
import { faultsIn } from './geometry.ts'
import { flowchart } from './random.ts'

const CORPUS = new URL('corpus/', import.meta.url)
const CONTENT = new URL('../../content/problems/', import.meta.url)

const files = readdirSync(CORPUS).map((file): [string, string] => [
  file,
  readFileSync(new URL(file, CORPUS), 'utf8'),
])
const worked = readdirSync(CONTENT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .flatMap((file) => {
    const blocks = readFileSync(new URL(file, CONTENT), 'utf8').matchAll(/^```mermaid\n([\s\S]*?)^```/gmu)
    return [...blocks].map(([, source = ''], index): [string, string] => [`${file} ${index + 1}`, source])
  })

describe('flowcharts as people write them', () => {
  it('are sixty, and those of all worked designs', () => {
    expect(files.length).toBeGreaterThanOrEqual(60)
    expect(worked.length).toBeGreaterThanOrEqual(4)
  })

  describe.each([...files, ...worked])('%s', (_, source) => {
    let graph: Graph
    let laid: Layout
    beforeAll(async () => {
      graph = await graphOf(source)
      laid = await layout(graph)
    })

    it("has the nodes and edges of Mermaid's parser, and all of them are drawn", async () => {
      // The text as it was written: Mermaid takes front matter and comments off in its own way.
      const parsed = await parse(source)
      const groups = parsed.subGraphs.map(({ id }) => id)
      const ids = [...parsed.vertices.keys()].filter((id) => !groups.includes(id))
      expect(laid.nodes.map(({ node }) => node.id)).toEqual(ids)
      expect(laid.groups.map(({ group }) => group.id)).toEqual(groups)
      expect(laid.edges.map(({ edge }) => [edge.from, edge.to])).toEqual(
        parsed.edges.map(({ start, end }) => [start, end]),
      )
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
        expect(faultsIn(await layout(await graphOf(source)))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

describe('loops', () => {
  const places = async (source: string) => {
    const { nodes, edges } = await layout(await graphOf(source))
    return { at: new Map(nodes.map(({ node, box }) => [node.id, box])), edges }
  }

  it('run back against the flow, and the rest follows it', async () => {
    const { at, edges } = await places('flowchart TD\nA --> B --> C --> D\nD -.->|again| B')
    const down = ['A', 'B', 'C', 'D'].map((id) => at.get(id)?.y ?? 0)
    expect(down).toEqual(down.toSorted((a, b) => a - b))
    const back = edges.find(({ edge }) => edge.label === 'again')
    expect(back?.points.at(-1)?.y).toBeLessThan(back?.points[0]?.y ?? 0)
  })

  it('are no reason for a source to stand below what it feeds, though it is written later', async () => {
    const { at } = await places('flowchart TD\nA --> B --> C\nX --> B')
    expect(at.get('X')?.y).toBeLessThan(at.get('B')?.y ?? 0)
  })
})

describe('long charts', () => {
  const chain = Array.from({ length: 14 }, (_, index) => `n${index}[Step number ${index} of many]`).join(
    ' --> ',
  )

  it('to the right are turned, so that a phone shows them', async () => {
    const { width } = await layout(await graphOf(`flowchart LR\n${chain}`))
    expect(width).toBeLessThan(400)
  })

  it('are left as asked where they are narrow enough', async () => {
    const { width, height } = await layout(await graphOf('flowchart LR\nA --> B --> C'))
    expect(width).toBeGreaterThan(height)
  })
})

async function graphOf(source: string): Promise<Graph> {
  const chart = await readChart(source)
  if (!('graph' in chart)) throw new Error(`no chart: ${JSON.stringify(chart)}`)
  return chart.graph
}
