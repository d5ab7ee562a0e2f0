import { type Prefix, prefixOf } from './containers.ts'
import { type Fence, fencesIn } from './fences.ts'
import { frontMatterIn } from './front-matter.ts'
import { headingOf, mayBeTitle, underlineOf } from './headings.ts'
import { isBlank, type PlacedLine, placedLines } from './lines.ts'
import { isDivider, isRow } from './tables.ts'
import { plainTitle } from './titles.ts'

/** The offsets of a block in its text, and its first line. */
type Place = Readonly<{ start: number; end: number; line: number }>

export type Heading = Place &
  Readonly<{
    kind: 'heading'
    /** 1 to 6; 7 for a bold line, 8 for a bold item of a list. */
    level: number
    /** Its words as they are written. */
    raw: string
    /** Its words without Markdown. */
    title: string
  }>

/** Lines of text; of a front matter, those between its marks. Blank lines belong to prose. */
type TextBlock = Place & Readonly<{ kind: 'prose' | 'table' | 'matter'; lines: readonly PlacedLine[] }>

export type MarkdownBlock = Heading | Fence | TextBlock

/**
 * Takes Markdown apart as people write it in chats and as editors export it, in linear time, whatever the text is. The
 * blocks cover all of it, in order.
 * @param firstLine the number of the text's first line
 */
export function readBlocks(text: string, firstLine = 1): readonly MarkdownBlock[] {
  const lines = placedLines(text, firstLine)
  const matter = frontMatterIn(lines)
  const blocks: MarkdownBlock[] = []
  const reader = createReader(blocks)
  if (matter) {
    const [first, last] = [lines[matter.begin], lines[matter.end]]
    const place = { start: 0, end: last?.end ?? 0, line: first?.number ?? firstLine }
    blocks.push({ kind: 'matter', ...place, lines: lines.slice(matter.begin + 1, matter.end) })
  }
  const rest = matter ? lines.slice(matter.end + 1) : lines
  let [index, from] = [0, rest[0]?.start ?? text.length]
  const readTo = (end: number) => {
    for (let line = rest[index]; line && line.start < end; line = rest[index]) {
      const start = Math.max(line.start, from)
      if (start < line.end)
        reader.read({
          number: line.number,
          text: line.text.slice(start - line.start, Math.max(0, end - line.start)),
          start,
          end: Math.min(line.end, end),
        })
      if (line.end > end) break
      index++
    }
    reader.flush()
  }
  for (const fence of fencesIn(rest)) {
    readTo(fence.start)
    blocks.push(fence)
    from = fence.end
    while ((rest[index]?.end ?? Number.POSITIVE_INFINITY) <= from) index++
  }
  readTo(text.length)
  return blocks
}

type Reader = Readonly<{ read(line: PlacedLine): void; flush(): void }>

/** Divides lines outside of code into headings, tables and prose. */
function createReader(blocks: MarkdownBlock[]): Reader {
  let kept: PlacedLine[] = []
  let table = false
  let listColumn = 0
  const flush = () => {
    const [first] = kept
    if (first) {
      const place = { start: first.start, end: kept.at(-1)?.end ?? first.end, line: first.number }
      blocks.push({ kind: table ? 'table' : 'prose', ...place, lines: kept })
    }
    kept = []
    table = false
  }
  const heading = (level: number, raw: string, { start, number }: PlacedLine, { end }: PlacedLine) => {
    flush()
    blocks.push({ kind: 'heading', level, raw, title: plainTitle(raw), start, end, line: number })
  }
  const read = (line: PlacedLine) => {
    if (isBlank(line.text)) {
      if (table) flush()
      kept.push(line)
      return
    }
    const prefix = prefixOf(line.text)
    const found = headingOf(line.text, prefix, listColumn)
    listColumn = columnAfter(prefix, listColumn)
    if (found) return heading(found.level, found.raw, line, line)
    const above = kept.at(-1)
    const level = above && !table ? underlineOf(line.text) : undefined
    if (above && level && isTitle(kept, level)) {
      kept.pop()
      return heading(level, above.text.trim(), above, line)
    }
    if (table && !isRow(line.text)) flush()
    if (above && !table && isRow(above.text) && isDivider(line.text)) {
      kept.pop()
      flush()
      kept.push(above)
      table = true
    }
    kept.push(line)
  }
  return { read, flush }
}

/** Whether the last of some lines stands alone above its underline. */
function isTitle(lines: readonly PlacedLine[], level: 1 | 2): boolean {
  const [before, last] = [lines.at(-2), lines.at(-1)]
  if (!last || isBlank(last.text) || (before && !isBlank(before.text))) return false
  return level === 1 || mayBeTitle(last.text)
}

/** The column of the text of the innermost list item, from which code by indentation is told apart. */
function columnAfter({ item, indent }: Prefix, before: number): number {
  if (item) return indent
  return indent < 2 ? 0 : before
}
