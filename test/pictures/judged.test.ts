import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Edge } from '../../src/pictures/flowchart/graph.ts'
import { CORPUS, readJudged } from './judged.ts'
import { graphOf } from './laid-out.ts'

const { version, charts } = readJudged()
const Installed = z.object({ version: z.string() })

const oneLine = (text: string) => text.replace(/\s+/gu, ' ').trim()
const STROKES = { solid: 'normal', dotted: 'dotted', thick: 'thick', invisible: 'invisible' } as const
const TYPES = { none: 'open', arrow: 'point', cross: 'cross', circle: 'circle' } as const

function typeOf({ start, end }: Edge): string {
  return `${start === 'none' ? '' : 'double_'}arrow_${TYPES[end]}`
}

/** Words that Mermaid does not show, and ours does: nothing that a member writes is lost. */
const KEPT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Mermaid takes the type for HTML.
  'html-labels.mmd': { C: 'List<String>' },
  // Mermaid draws the icon with a font; without it the box is empty.
  'icons.mmd': { D: 'spinner' },
  // Mermaid's hourglass and lightning have no words.
  'shape-at-many.mmd': { b: 'Collate', c: 'Link' },
}

describe('flowcharts as people write them', () => {
  it('are 150, each judged by the installed Mermaid', () => {
    const installed = new URL('../package.json', import.meta.resolve('mermaid'))
    expect(version).toBe(Installed.parse(JSON.parse(readFileSync(installed, 'utf8'))).version)
    expect(readdirSync(CORPUS).toSorted()).toEqual(Object.keys(charts).toSorted())
    expect(Object.keys(charts).length).toBeGreaterThanOrEqual(150)
  })

  it.each(Object.entries(charts))(
    'have the boxes, arrows and words that Mermaid shows: %s',
    async (file, judged) => {
      const { nodes, groups, edges } = await graphOf(readFileSync(new URL(file, CORPUS), 'utf8'))
      expect({
        nodes: nodes.map(({ id, label }) => [id, oneLine(label)]),
        groups: groups.map(({ id, label }) => [id, oneLine(label)]),
        edges: edges.map((edge) => [
          edge.from,
          edge.to,
          oneLine(edge.label),
          STROKES[edge.line],
          typeOf(edge),
        ]),
      }).toEqual({
        ...judged,
        nodes: judged.nodes.map(([id, words]) => [id, KEPT[file]?.[id] ?? words]),
      })
    },
  )
})
