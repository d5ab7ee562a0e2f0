import { describe, expect, test } from 'vitest'
import { type Whiteboard, whiteboardSchema } from '../../src/content/whiteboard.ts'
import { readDiagram } from '../../src/pictures/flowchart/diagram.ts'
import { content } from '../support/content.ts'

const { whiteboard, stages } = content
const boards = Object.entries(whiteboard) as [keyof Whiteboard, Whiteboard[keyof Whiteboard]][]

async function graphOf(source: string) {
  const chart = await readDiagram(source)
  if (!('graph' in chart)) throw new Error(JSON.stringify(chart))
  return chart.graph
}

describe('the whiteboard', () => {
  test('has a skeleton for each stage but the buffer, and the whole', () => {
    expect(boards.map(([name]) => name)).toEqual([
      ...stages.map(({ id }) => id).filter((id) => id !== 'buffer'),
      'whole',
    ])
  })

  test.each(boards)('%s is the same flowchart in both languages', async (_, { en, zh }) => {
    const [english, chinese] = [await graphOf(en), await graphOf(zh)]
    expect(english.nodes.length).toBeGreaterThanOrEqual(4)
    expect(english.edges.length).toBeGreaterThanOrEqual(3)
    expect(chinese.nodes.map(({ id, shape }) => [id, shape])).toEqual(
      english.nodes.map(({ id, shape }) => [id, shape]),
    )
    expect(chinese.edges.map(({ from, to, line }) => [from, to, line])).toEqual(
      english.edges.map(({ from, to, line }) => [from, to, line]),
    )
  })

  test('shows labels and feedback dotted, as the framework wants them', async () => {
    const dotted = async (source: string) =>
      (await graphOf(source)).edges.filter(({ line }) => line === 'dotted').map(({ label }) => label)
    expect(await dotted(whiteboard.data.en)).toEqual(['label'])
    expect(await dotted(whiteboard.monitoring.en)).toHaveLength(3)
    expect(await dotted(whiteboard.whole.en)).toHaveLength(3)
  })

  test('is refused where a skeleton is missing or no flowchart', () => {
    const { data: _, ...rest } = whiteboard
    expect(whiteboardSchema.safeParse(rest).success).toBe(false)
    const pie = { ...whiteboard, data: { en: 'pie', zh: 'pie' } }
    expect(whiteboardSchema.safeParse(pie).success).toBe(false)
  })
})
