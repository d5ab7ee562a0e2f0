import { type MarkdownBlock, readBlocks } from '../../../markdown/blocks.ts'

/** The level of the headings that name stages; those within a stage's text come below. */
const LEVEL = 2
const DEEPEST = 6

/**
 * An answer that was written stage by stage, as one Markdown text. In a stage's text, headings become deeper ones and
 * code is closed, so that the text stays within its stage.
 */
export function joinStages(parts: ReadonlyMap<number, string>, titles: readonly string[]): string {
  return [...parts]
    .sort(([a], [b]) => a - b)
    .map(([stage, text]) => `## ${stage + 1}. ${titles[stage] ?? ''}\n\n${within(text.trim())}`)
    .join('\n\n')
}

function within(text: string): string {
  const blocks = readBlocks(text)
  const levels = blocks.flatMap((block) => (isMarked(block) ? [block.level] : []))
  const deeper = Math.max(0, LEVEL + 1 - levels.reduce((least, level) => Math.min(least, level), DEEPEST))
  const last = blocks.at(-1)
  const open = last?.kind === 'fence' && !last.closed
  if (deeper === 0 && !open) return text
  const moved = blocks.map((block) => {
    const said = text.slice(block.start, block.end)
    if (deeper === 0 || !isMarked(block)) return said
    return `${'#'.repeat(Math.min(DEEPEST, block.level + deeper))} ${block.raw}\n`
  })
  const joined = moved.join('').trimEnd()
  return open ? `${joined}\n${last.marks.prefix}${last.mark}` : joined
}

/** A heading by marks, not by its looks. */
function isMarked(block: MarkdownBlock): block is Extract<MarkdownBlock, { kind: 'heading' }> {
  return block.kind === 'heading' && block.level <= DEEPEST
}
