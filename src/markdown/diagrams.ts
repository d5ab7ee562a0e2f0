import type { MarkdownBlock } from './blocks.ts'
import { type Fence, fencedText, fencesIn } from './fences.ts'
import { isDiagramLanguage, isFlowchart } from './flowchart.ts'
import { placedLines } from './lines.ts'

/** The sources of the Mermaid blocks in a text, in order. */
export function mermaidBlocks(text: string): readonly string[] {
  return fencesIn(placedLines(text)).flatMap((fence) => sourceOf(fence) ?? [])
}

/** The sources of the Mermaid blocks among a text's blocks. */
export function mermaidIn(blocks: readonly MarkdownBlock[]): readonly string[] {
  return blocks.flatMap((block) => (block.kind === 'fence' ? (sourceOf(block) ?? []) : []))
}

/** Words in the place of a language that people also write before a flowchart. */
const NO_LANGUAGES: ReadonlySet<string> = new Set([
  '',
  'text',
  'txt',
  'plain',
  'plaintext',
  'flowchart',
  'graph',
  'diagram',
  'chart',
  'flow',
  'ascii',
  'code',
  'none',
  'md',
  'markdown',
])

/** The Mermaid text of a block; undefined where it is none. A block without a language may be a flowchart. */
function sourceOf(fence: Pick<Fence, 'language' | 'content'>): string | undefined {
  const text = fencedText(fence)
  if (!isDiagramLanguage(fence.language) && !(NO_LANGUAGES.has(fence.language) && isFlowchart(text)))
    return undefined
  return withoutBlankEnds(text)
}

/** The first line keeps its indentation. */
function withoutBlankEnds(text: string): string {
  const end = text.trimEnd()
  const first = end.length - end.trimStart().length
  return end.slice(end.lastIndexOf('\n', first) + 1)
}
