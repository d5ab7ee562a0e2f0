import { isSpace } from './lines.ts'

/** Whether a line may be a row of a table. */
export function isRow(line: string): boolean {
  return line.includes('|')
}

/** Whether a line divides a table's head from its rows, such as `| --- | :-: |`. */
export function isDivider(line: string): boolean {
  let dashes = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '-') dashes = true
    else if (line[at] !== '|' && line[at] !== ':' && !isSpace(line, at)) return false
  }
  return dashes && line.includes('|')
}
