import { hold } from '../limits.ts'
import type { Graph } from './graph.ts'
import { mend } from './mend.ts'
import { type DiagramMistake, mistakeOf, noHeader, nothingDrawn, shown } from './mistake.ts'
import { kindOf, parse } from './parser.ts'
import { readGraph } from './read.ts'
import { readSource, type Source } from './source.ts'

/** The result of reading a diagram's text. */
export type DiagramReading =
  | Readonly<{ graph: Graph }>
  | Readonly<{ mistake: DiagramMistake }>
  | Readonly<{ otherKind: string }>

/**
 * Reads a flowchart's text. A text that Mermaid can't read is repaired where its meaning is plain; otherwise the result
 * is the first mistake that only its writer can correct.
 * @throws TooMuch
 */
export async function readDiagram(written: string): Promise<DiagramReading> {
  hold('source', written.length)
  const source = readSource(written)
  const chart = await readText(source)
  if (!('mistake' in chart)) return chart
  const mended = mend(source.text)
  if (mended === source.text) return chart
  const other = await readText({ ...source, text: mended })
  if (!('mistake' in other)) return other
  // The text before the second mistake could be repaired. A text without a first line is reported as that.
  const further = other.mistake.line - chart.mistake.line
  const isLater = further > 0 || (further === 0 && !chart.mistake.expected.includes('flowchart'))
  return isLater ? { mistake: inOwnWords(other.mistake, source.text) } : chart
}

/** Quotes the writer, where a mistake quotes what the repair made of it. */
function inOwnWords(mistake: DiagramMistake, text: string): DiagramMistake {
  const written = text.split('\n')[mistake.line - 1] ?? ''
  return written.includes(mistake.found) ? mistake : { ...mistake, found: shown(written) }
}

async function readText({ text, title }: Source): Promise<DiagramReading> {
  const kind = kindOf(text)
  if (kind === undefined) return { mistake: noHeader(text) }
  if (!kind.startsWith('flowchart')) return { otherKind: kind }
  // The parser drops leading empty lines, which would shift its line numbers, so they are cut off here.
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
