import { hold } from '../limits.ts'
import type { Graph } from './graph.ts'
import { mend } from './mend.ts'
import { type Mistake, mistakeOf, noHeader, nothingDrawn } from './mistake.ts'
import { kindOf, parse } from './parser.ts'
import { readGraph } from './read.ts'
import { readSource, type Source } from './source.ts'

/** What a diagram's text turned out to be. */
export type Chart =
  | Readonly<{ graph: Graph }>
  | Readonly<{ mistake: Mistake }>
  | Readonly<{ otherKind: string }>

/**
 * Reads a flowchart's text. One that Mermaid can't read is read as it was meant, where that is plain from its signs;
 * else the first mistake is told that nothing but its writer can mend.
 * @throws TooMuch
 */
export async function readChart(written: string): Promise<Chart> {
  hold('source', written.length)
  const source = readSource(written)
  const chart = await readText(source)
  if (!('mistake' in chart)) return chart
  const mended = mend(source.text)
  if (mended === source.text) return chart
  const other = await readText({ ...source, text: mended })
  if (!('mistake' in other)) return other
  // What lies before the second mistake could be mended. Of a text without a first line, that is to be said.
  const further = other.mistake.line - chart.mistake.line
  return further > 0 || (further === 0 && !chart.mistake.expected.includes('flowchart')) ? other : chart
}

async function readText({ text, title }: Source): Promise<Chart> {
  const kind = kindOf(text)
  if (kind === undefined) return { mistake: noHeader(text) }
  if (!kind.startsWith('flowchart')) return { otherKind: kind }
  // The parser is given the text from its first line on: it would take empty lines off by itself.
  const offset = text.slice(0, text.search(/\S/u)).split('\n').length - 1
  try {
    const graph = readGraph(await parse(text), title)
    return graph.nodes.length + graph.groups.length > 0 ? { graph } : { mistake: nothingDrawn(text) }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Edge limit exceeded'))
      hold('edges', Number.POSITIVE_INFINITY)
    if (error instanceof Error && error.name === 'TooMuch') throw error
    const mistake = mistakeOf(error, text, offset)
    if (!mistake) throw error
    return { mistake }
  }
}
