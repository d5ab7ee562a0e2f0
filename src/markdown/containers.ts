import { isSpace } from './lines.ts'

/** The beginning of a line before its own text: marks of quotes and list items, and indentation. */
export type Prefix = Readonly<{
  /** The offset at which the line's own text begins. */
  at: number
  /** The marks `>`. */
  quotes: number
  /** Whether a list item begins here. */
  item: boolean
  /** Columns between the last `>` and the text; a tab reaches the next multiple of four. */
  indent: number
}>

const TAB = 4

/** Reads a line's prefix, from the left: any nesting of quotes and list items. */
export function prefixOf(line: string): Prefix {
  let [at, quotes, item, indent] = [0, 0, false, 0]
  for (;;) {
    while (at < line.length && isSpace(line, at)) {
      indent = line[at] === '\t' ? indent + TAB - (indent % TAB) : indent + 1
      at++
    }
    if (line[at] === '>') {
      quotes++
      at++
      if (line[at] === ' ') at++
      indent = 0
      continue
    }
    const mark = itemMark(line, at)
    if (mark === 0) return { at, quotes, item, indent }
    item = true
    at += mark
    indent += mark
  }
}

/** Digits of a list item's number, as CommonMark limits them. */
const MAX_DIGITS = 9

/** The length of a list item's mark, which white space follows; 0 for none. */
function itemMark(line: string, at: number): number {
  if ('-*+•'.includes(line[at] || 'none')) return isSpace(line, at + 1) ? 1 : 0
  let digits = 0
  while (digits <= MAX_DIGITS && isDigit(line, at + digits)) digits++
  if (digits === 0 || digits > MAX_DIGITS) return 0
  const end = at + digits
  return (line[end] === '.' || line[end] === ')') && isSpace(line, end + 1) ? digits + 1 : 0
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 48 && code <= 57
}

/**
 * The offset at which a line's text begins inside a block that stands in quotes and is indented. A line with fewer
 * marks or less indentation loses what it has.
 */
export function insideOf(line: string, { quotes, indent }: Pick<Prefix, 'quotes' | 'indent'>): number {
  let at = 0
  for (let quote = 0; quote < quotes; quote++) {
    let mark = at
    while (isSpace(line, mark)) mark++
    if (line[mark] !== '>') break
    at = line[mark + 1] === ' ' ? mark + 2 : mark + 1
  }
  let columns = 0
  while (columns < indent && isSpace(line, at)) {
    const width = line[at] === '\t' ? TAB - (columns % TAB) : 1
    if (columns + width > indent) break
    columns += width
    at++
  }
  return at
}
