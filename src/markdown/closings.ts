import { prefixOf } from './containers.ts'
import { isDiagramLanguage, isFlowchart } from './flowchart.ts'
import { infoOf } from './info.ts'
import { isBlank, isSpace, runLength } from './lines.ts'
import { reopens } from './openings.ts'
import { type Closing, matchOf, nextLine, type Opening, runAfter, type Text } from './scan.ts'
import type { Ticks } from './ticks.ts'

/** Texts about Markdown show blocks inside of blocks. */
const MARKDOWN: ReadonlySet<string> = new Set(['md', 'markdown'])

/** Finds where a block ends: at marks of its kind, where its quote ends, where another one opens, or nowhere. */
export function closingOf(text: Text, opening: Opening): Closing {
  const { line: first, mark, quotes, closing, next } = opening
  if (closing) {
    const { line, at, last } = closing
    return { line, at, closed: true, own: false, next: last ? nextLine(text, line, next.run) : next }
  }
  const length = closingLength(text, opening)
  const inside = once(() => isDiagram(text, opening))
  const quoted = quotes > 0 && quotesOf(text, first + 1) > 0
  let { run } = next
  for (let line = first + 1; line < text.lines.length; line++, run = runAfter(text, line - 1, run)) {
    const end = mark.startsWith('~')
      ? closingTildes(text, line, length, run)
      : closingTicks(text, { opening, line, length, run, inside })
    if (end) return end
    if (quoted && quotesOf(text, line) === 0)
      return { line, closed: true, own: true, next: { line, column: 0, run } }
  }
  const { length: line } = text.lines
  return { line, closed: false, own: true, next: { line, column: 0, run } }
}

function quotesOf({ lines }: Text, line: number): number {
  return prefixOf(lines[line]?.text ?? '').quotes
}

/** As long as the opening marks; where nothing is that long, three marks close, too. */
function closingLength(text: Text, { mark, ticks }: Opening): number {
  return !ticks || matchOf(text, ticks) ? mark.length : 3
}

function closingTildes(text: Text, line: number, length: number, run: number): Closing | undefined {
  const said = text.lines[line]?.text ?? ''
  if (!said.includes('~~~')) return undefined
  const next = nextLine(text, line, run)
  const { at } = prefixOf(said)
  if (said[at] === '~')
    return runLength(said, at) >= length && isBlank(said, at + runLength(said, at))
      ? { line, closed: true, own: true, next }
      : undefined
  // Behind text they close without a space before them; with one, they are a line to another box.
  const end = said.trimEnd().length
  let begin = end
  while (said[begin - 1] === '~') begin--
  return end - begin >= length && !isSpace(said, begin - 1)
    ? { line, at: begin, closed: true, own: false, next }
    : undefined
}

type InBlock = Readonly<{
  opening: Opening
  line: number
  length: number
  run: number
  /** Whether the block is a diagram. */
  inside: () => boolean
}>

function closingTicks(text: Text, { opening, line, length, run, inside }: InBlock): Closing | undefined {
  for (let index = run; text.ticks[index]?.line === line; index++) {
    const ticks = text.ticks[index]
    if (!ticks || ticks.length < length) continue
    const { own } = ticks
    const at = own ? {} : { at: ticks.at }
    if (ticks.last) return { line, ...at, closed: true, own, next: nextLine(text, line, index) }
    if (reopens(text, ticks)) {
      if (own && isMarkdown(text, opening)) continue
      return { line, closed: false, own: true, next: { line, column: 0, run } }
    }
    if (own || inside() || !isQuotedTicks(text, ticks)) {
      const next = { line, column: ticks.at + ticks.length, run: index + 1 }
      return { line, ...at, closed: true, own: false, next }
    }
  }
  return undefined
}

/** Ticks within a line of code, if the block is closed on a line of its own afterwards. */
function isQuotedTicks(text: Text, ticks: Ticks): boolean {
  const next = matchOf(text, ticks)
  return next?.last === true && next.own
}

function infoText({ lines }: Text, { line, at, mark }: Opening): string {
  return lines[line]?.text.slice(at + mark.length) ?? ''
}

function isMarkdown(text: Text, opening: Opening): boolean {
  return MARKDOWN.has(infoOf(infoText(text, opening)).language)
}

/** Lines from which a diagram is recognised before its end is known. */
const LINES_SEEN = 100

function isDiagram(text: Text, opening: Opening): boolean {
  const info = infoText(text, opening)
  if (isDiagramLanguage(infoOf(info).language)) return true
  const below = text.lines.slice(opening.line + 1, opening.line + 1 + LINES_SEEN).map((each) => each.text)
  return isFlowchart(below.join('\n')) || isFlowchart([info, ...below].join('\n'))
}

function once(compute: () => boolean): () => boolean {
  let known: boolean | undefined
  return () => {
    known ??= compute()
    return known
  }
}
