import { prefixOf } from './containers.ts'
import { isBlank, type PlacedLine, runLength } from './lines.ts'

/** Three or more backticks. */
export type Ticks = Readonly<{
  /** The index of its line. */
  line: number
  /** Its offset in the line. */
  at: number
  length: number
  /** Whether only quotes, list marks and indentation come before it on its line. */
  own: boolean
  /** Whether nothing follows on its line. */
  last: boolean
  /** The index of the next run that is at least as long; the number of runs if there is none. */
  match: number
}>

const SHORTEST = '```'

/** All runs of three or more backticks, in order. */
export function ticksIn(lines: readonly PlacedLine[]): readonly Ticks[] {
  const found: Found[] = []
  for (const [line, { text }] of lines.entries()) findInLine(text, line, found)
  // From the right: the runs that are longer than all between them and the current one.
  const longer: number[] = []
  for (let index = found.length - 1; index >= 0; index--) {
    const run = found[index]
    if (!run) continue
    while (longer.length > 0 && (found[longer.at(-1) ?? 0]?.length ?? 0) < run.length) longer.pop()
    run.match = longer.at(-1) ?? found.length
    longer.push(index)
  }
  return found
}

type Found = { -readonly [Key in keyof Ticks]: Ticks[Key] }

function findInLine(text: string, line: number, found: Found[]): void {
  const first = text.indexOf(SHORTEST)
  if (first < 0) return
  const start = prefixOf(text).at
  for (let at = first; at >= 0; ) {
    const length = runLength(text, at)
    const next = text.indexOf(SHORTEST, at + length)
    const last = next < 0 && isBlank(text, at + length)
    found.push({ line, at, length, own: at === start, last, match: 0 })
    at = next
  }
}
