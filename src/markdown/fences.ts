import { closingOf } from './closings.ts'
import { insideOf } from './containers.ts'
import { hasHeader, isDiagramLanguage, isFlowchart, isHeader } from './flowchart.ts'
import { infoOf } from './info.ts'
import type { Line, PlacedLine } from './lines.ts'
import { withTicks } from './look-alikes.ts'
import { nextOpening } from './openings.ts'
import type { Closing, Cursor, Opening, Text } from './scan.ts'
import { ticksIn } from './ticks.ts'

/** A block of code. */
export type Fence = Readonly<{
  kind: 'fence'
  /** The marks that open it, three or more ticks or tildes. */
  mark: string
  /** The first word after the marks in lower case, such as `mermaid`; empty for none. */
  language: string
  /** The line of its opening marks. */
  line: number
  /** Its text, without the quotes and the indentation in which the block stands. */
  content: readonly Line[]
  /** False where it extends to the end of the text, or to the beginning of another block. */
  closed: boolean
  /** Whether its marks are on lines of their own, as Markdown wants them. */
  own: boolean
  /** Its offsets in the text; of whole lines where its marks share them with nothing else. */
  start: number
  end: number
  marks: Marks
}>

/** Offsets of a block's marks, for those who put them on lines of their own. */
type Marks = Readonly<{
  /** The opening marks begin here. */
  open: number
  /** Whether they stand behind words. */
  behind: boolean
  /** The text begins here, where it is on the line of the opening marks. */
  text?: number
  /** The closing marks begin here, where they stand behind text. */
  close?: number
  /** The end of the closing marks, where words follow. */
  end?: number
  /** The quotes and the indentation before the opening marks; empty where text comes before them. */
  prefix: string
}>

/** The text inside a block of code. */
export function fencedText({ content }: Pick<Fence, 'content'>): string {
  return content.map(({ text }) => text).join('\n')
}

/**
 * Finds blocks of code as people write and paste them: in quotes and lists, with marks that share a line with text (as
 * chats allow), in one line, and left open.
 */
export function fencesIn(written: readonly PlacedLine[]): readonly Fence[] {
  const lines = withTicks(written)
  const text: Text = { lines, ticks: ticksIn(lines) }
  const fences: Fence[] = []
  for (let cursor: Cursor = { line: 0, column: 0, run: 0 }; ; ) {
    const opening = nextOpening(text, cursor)
    if (!opening) return fences
    const closing = closingOf(text, opening)
    fences.push(fenceOf(text, opening, closing))
    cursor = closing.next
  }
}

function fenceOf(text: Text, opening: Opening, closing: Closing): Fence {
  const { mark } = opening
  const begin = text.lines[opening.line]
  const { language, content, moved } = contentOf(text, opening, closing)
  const line = begin?.number ?? 0
  const own = opening.own && closing.own && moved === undefined
  const start = (begin?.start ?? 0) + (opening.own ? 0 : opening.at)
  const marks = marksOf(text, opening, closing, moved)
  return {
    kind: 'fence',
    mark,
    language,
    line,
    content,
    closed: closing.closed,
    own,
    start,
    end: endOf(text, closing),
    marks,
  }
}

function marksOf({ lines }: Text, opening: Opening, closing: Closing, moved: number | undefined): Marks {
  const begin = lines[opening.line]
  const end = lines[closing.line]
  const follows = closing.next.line === closing.line && closing.next.column > 0
  return {
    open: (begin?.start ?? 0) + opening.at,
    behind: !opening.own,
    ...(moved !== undefined && { text: (begin?.start ?? 0) + moved }),
    ...(closing.at !== undefined && { close: (end?.start ?? 0) + closing.at }),
    ...(follows && { end: (end?.start ?? 0) + closing.next.column }),
    prefix: opening.own ? blankItems(begin?.text.slice(0, opening.at) ?? '') : '',
  }
}

/** A prefix for the lines below one: the marks of list items become spaces. */
function blankItems(prefix: string): string {
  return prefix.replace(/[^>\s]/gu, ' ')
}

function endOf({ lines }: Text, { line, next }: Closing): number {
  const last = lines[line]
  if (!last) return lines.at(-1)?.end ?? 0
  // Where another block or a quote's end comes first, that line is not part of this one.
  return next.line === line ? last.start + next.column : last.end
}

type FenceContent = Readonly<{
  language: string
  content: readonly Line[]
  /** The column of the text, where it begins on the line of the opening marks. */
  moved?: number
}>

/** Slack has no languages, so there the text may begin right after the marks; in Markdown a language does. */
function contentOf(text: Text, opening: Opening, closing: Closing): FenceContent {
  const { lines } = text
  const { number = 0, text: said = '' } = lines[opening.line] ?? {}
  const from = opening.at + opening.mark.length
  const info = said.slice(from, closing.line === opening.line ? closing.at : undefined)
  const below = linesBelow(text, opening, closing)
  const { language, rest, word } = infoOf(info)
  if (rest === '' && language === '') return { language, content: below }
  const body = below.map((each) => each.text).join('\n')
  const asWhole = { language: '', content: [{ number, text: info.trimEnd() }, ...below], moved: from }
  if (isDiagramLanguage(language)) {
    const begun = rest !== '' && (closing.line === opening.line || beginsBeside(rest, body))
    if (!begun) return { language, content: below }
    const moved = from + info.trimEnd().length - rest.length
    return { language, content: [{ number, text: rest }, ...below], moved }
  }
  if (closing.line === opening.line) return asWhole
  if (beginsBeside(info, body)) return asWhole
  // In a chat, only a single word can be a language.
  const inChat = !opening.own || (closing.at !== undefined && closing.closed)
  return inChat && !word ? asWhole : { language, content: below }
}

/** Whether a flowchart begins on the line of its opening marks. */
function beginsBeside(beside: string, below: string): boolean {
  if (isHeader(beside)) return !hasHeader(below)
  return !isFlowchart(below) && isFlowchart(`${beside}\n${below}`)
}

function linesBelow({ lines }: Text, opening: Opening, closing: Closing): readonly Line[] {
  const whole = lines.slice(opening.line + 1, Math.max(opening.line + 1, closing.line))
  const content = whole.map(({ number, text }) => ({ number, text: text.slice(insideOf(text, opening)) }))
  const last = lines[closing.line]
  if (closing.at === undefined || closing.line === opening.line || !last) return content
  const from = insideOf(last.text, opening)
  return [...content, { number: last.number, text: last.text.slice(from, closing.at) }]
}
