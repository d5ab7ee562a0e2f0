import { type Fence, fencedText, fencesIn } from './fences.ts'
import { isDiagramLanguage, isFlowchart } from './flowchart.ts'
import { placedLines } from './lines.ts'

/** The sources of the Mermaid blocks in a text, in order. */
export function mermaidBlocks(text: string): readonly string[] {
  return fencesIn(placedLines(text)).flatMap((fence) => sourceOf(fence) ?? [])
}

/** The Mermaid text of a block; undefined where it is none. A block without a language may be a flowchart. */
export function sourceOf(fence: Pick<Fence, 'language' | 'content'>): string | undefined {
  const text = fencedText(fence)
  if (!isDiagramLanguage(fence.language) && (fence.language !== '' || !isFlowchart(text))) return undefined
  return withoutBlankEnds(text)
}

/** The first line keeps its indentation. */
function withoutBlankEnds(text: string): string {
  const end = text.trimEnd()
  const first = end.length - end.trimStart().length
  return end.slice(end.lastIndexOf('\n', first) + 1)
}
