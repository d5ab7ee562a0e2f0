import { prefixOf } from './containers.ts'
import { isDiagramLanguage, isFlowchart } from './flowchart.ts'
import { beginsDiagram, infoOf } from './info.ts'
import { isBlank, runLength } from './lines.ts'
import { type Cursor, matchOf, nextLine, type Opening, type Text, tailOf } from './scan.ts'
import type { Ticks } from './ticks.ts'

/** Finds the next block of code from a place outside of any. */
export function nextOpening(text: Text, from: Cursor): Opening | undefined {
  let { column, run } = from
  for (let line = from.line; line < text.lines.length; line++, column = 0) {
    const found = openingIn(text, { line, column, run })
    if ('mark' in found) return found
    run = found.run
  }
  return undefined
}

/** Finds the first block that opens in a line; otherwise gives the next run. */
function openingIn(text: Text, { line, column, run: first }: Cursor): Opening | Readonly<{ run: number }> {
  const said = text.lines[line]?.text ?? ''
  const marked = text.ticks[first]?.line === line || said.includes('~~~')
  if (!marked) return { run: first }
  const { at: start, quotes, indent } = column === 0 ? prefixOf(said) : BEHIND_WORDS
  if (start >= 0 && said.startsWith('~~~', start)) {
    const end = start + runLength(said, start)
    // Otherwise words are struck out.
    if (!said.includes('~~~', end)) {
      const next = nextLine(text, line, first)
      return { line, at: start, mark: said.slice(start, end), own: true, quotes, indent, next }
    }
  }
  const tildes = said.indexOf('~~~', Math.max(start + 1, column))
  if (tildes >= 0 && namesDiagram(said, tildes)) {
    const mark = said.slice(tildes, tildes + runLength(said, tildes))
    return { line, at: tildes, mark, own: false, quotes: 0, indent: 0, next: nextLine(text, line, first) }
  }
  let run = first
  for (let ticks = text.ticks[run]; ticks?.line === line; ticks = text.ticks[run]) {
    const { own } = ticks
    const mark = said.slice(ticks.at, ticks.at + ticks.length)
    const opening = { line, at: ticks.at, mark, own, quotes, indent, ticks }
    const closing = matchOf(text, ticks)
    if (closing?.line === line) {
      run = ticks.match + 1
      if (isBlockInLine(said.slice(ticks.at + ticks.length, closing.at), own && closing.last))
        return { ...opening, closing, next: { line, column: closing.at + closing.length, run } }
    } else {
      run++
      if (own || opensBehindWords(text, ticks))
        return { ...opening, next: { line: line + 1, column: 0, run: lastIn(text, line, run) } }
    }
  }
  return { run }
}

/** Whether tildes behind words open a diagram; between boxes they are an invisible line. */
function namesDiagram(said: string, at: number): boolean {
  const { language, rest } = infoOf(said.slice(at + runLength(said, at)))
  return isDiagramLanguage(language) && rest === ''
}

const BEHIND_WORDS = { at: -1, quotes: 0, indent: 0 } as const

/** Shorter runs on the line of a block's opening marks close nothing. */
function lastIn({ ticks }: Text, line: number, from: number): number {
  let run = from
  while (ticks[run]?.line === line) run++
  return run
}

/** Code within a line is a block if nothing stands beside it, or if it is a diagram. */
function isBlockInLine(content: string, alone: boolean): boolean {
  const { language, rest } = infoOf(content)
  if (isDiagramLanguage(language)) return rest !== ''
  return isFlowchart(content) || (alone && !isBlank(content))
}

/** Whether ticks behind words open a block. Otherwise they are talk about ticks. */
function opensBehindWords(text: Text, ticks: Ticks): boolean {
  const tail = tailOf(text, ticks)
  if (isDiagramLanguage(infoOf(tail).language)) return true
  const next = matchOf(text, ticks)
  if (!next || reopens(text, next)) return false
  const { word, rest } = infoOf(tail)
  return word || rest === '' || beginsDiagram(tail) || !next.own || next.last
}

/** Whether a run opens a block, though it may close one: it names a language, and the block is closed later. */
export function reopens(text: Text, ticks: Ticks): boolean {
  const tail = tailOf(text, ticks)
  if (beginsDiagram(tail)) return true
  const next = matchOf(text, ticks)
  return infoOf(tail).word && next?.last === true && ticks.own
}
