import { type Heading, type MarkdownBlock, readBlocks } from './blocks.ts'
import type { Fence } from './fences.ts'
import type { Line } from './lines.ts'

/** The part below a second-level heading, up to the next one. `line`: the heading's. */
export type Section = Readonly<{ line: number; title: string; text: string }>

export type Outline = Readonly<{
  sections: readonly Section[]
  /** The lines before the first section. */
  lead: readonly Line[]
  headings: readonly Heading[]
  fences: readonly Fence[]
}>

/**
 * Divides Markdown by its second-level headings and its blocks of code, in linear time.
 * @param firstLine the line of the file on which the text begins
 */
export function readOutline(text: string, firstLine: number): Outline {
  const blocks = readBlocks(text, firstLine)
  const headings = blocks.filter((block) => block.kind === 'heading')
  const second = headings.filter(({ start }) => text.startsWith('## ', start))
  const sections = second.map(({ line, raw, end }, index) => ({
    line,
    title: raw,
    text: text.slice(end, second[index + 1]?.start ?? text.length).trim(),
  }))
  const first = second[0]?.start ?? text.length
  return {
    sections,
    lead: blocks.filter(({ start }) => start < first).flatMap(linesOf),
    headings,
    fences: blocks.filter((block) => block.kind === 'fence'),
  }
}

function linesOf(block: MarkdownBlock): readonly Line[] {
  if (block.kind === 'heading') return [{ number: block.line, text: block.raw }]
  return block.kind === 'fence' ? [{ number: block.line, text: block.mark }] : block.lines
}
