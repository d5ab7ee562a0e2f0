import { type MarkdownBlock, readBlocks } from './blocks.ts'
import { BOLD_ITEM } from './headings.ts'
import { isBlank } from './lines.ts'

/**
 * The first words of a text's prose, without headings, code, tables and front matter; of the whole text where it has
 * no prose. Cut between words, in languages that have spaces.
 * @param max the most characters
 * @param blocks of the text, where they are known
 */
export function excerptOf(
  text: string,
  max: number,
  blocks: readonly MarkdownBlock[] = readBlocks(text),
): string {
  const lines: string[] = []
  let length = 0
  for (const block of blocks) {
    if (length > max) break
    const said =
      block.kind === 'prose'
        ? block.lines.map((line) => line.text)
        : block.kind === 'heading' && block.level === BOLD_ITEM
          ? [text.slice(block.start, block.end).trimEnd()]
          : []
    for (const line of said)
      if (!isBlank(line) && length <= max) {
        lines.push(line.trimEnd())
        length += line.length + 1
      }
  }
  return cut((lines.length > 0 ? lines.join('\n') : text).trim(), max)
}

/** Longer words are cut. */
const MAX_WORD = 30

function cut(words: string, max: number): string {
  if (words.length <= max) return words
  // Half a pair at the end is left out.
  const begin = words.slice(0, max + 1).replace(/[\uD800-\uDBFF]$/u, '')
  const space = Math.max(begin.lastIndexOf(' '), begin.lastIndexOf('\n'))
  const whole = space > 0 && begin.length - space - 1 <= MAX_WORD ? begin.slice(0, space) : begin
  return `${whole
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/u, '')
    .trimEnd()}…`
}
