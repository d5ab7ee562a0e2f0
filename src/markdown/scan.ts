import type { PlacedLine } from './lines.ts'
import type { Ticks } from './ticks.ts'

/** A text, prepared to be searched for blocks of code. */
export type Text = Readonly<{ lines: readonly PlacedLine[]; ticks: readonly Ticks[] }>

/** Where a search goes on: the index of a line, a column, and the index of the next run of ticks from there. */
export type Cursor = Readonly<{ line: number; column: number; run: number }>

/** The marks that open a block. */
export type Opening = Readonly<{
  line: number
  at: number
  mark: string
  /** Whether only quotes, list marks and indentation come before them. */
  own: boolean
  quotes: number
  indent: number
  /** The run of ticks that opens it. */
  ticks?: Ticks
  /** The run that closes the block on the same line. */
  closing?: Ticks
  next: Cursor
}>

/** Where a block ends. */
export type Closing = Readonly<{
  /** The index of the line of its closing marks, or of the first line behind it. */
  line: number
  /** The column of closing marks behind text. */
  at?: number
  closed: boolean
  own: boolean
  next: Cursor
}>

/** The rest of the line after a run. */
export function tailOf({ lines }: Text, { line, at, length }: Ticks): string {
  return lines[line]?.text.slice(at + length) ?? ''
}

/** The first run after a line. */
export function runAfter({ ticks }: Text, line: number, from: number): number {
  let run = from
  while ((ticks[run]?.line ?? Number.POSITIVE_INFINITY) <= line) run++
  return run
}

/** The run that is the first one at least as long as another. */
export function matchOf({ ticks }: Text, { match }: Ticks): Ticks | undefined {
  return ticks[match]
}

/** The beginning of the next line. */
export function nextLine(text: Text, line: number, run: number): Cursor {
  return { line: line + 1, column: 0, run: runAfter(text, line, run) }
}
