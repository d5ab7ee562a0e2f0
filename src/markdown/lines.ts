/** A line of a text; `number` counts from 1. */
export type Line = Readonly<{ number: number; text: string }>

/** A line with its place. */
export type PlacedLine = Line &
  Readonly<{
    /** The offset of its first character. */
    start: number
    /** The offset after its line break, which `text` leaves out. */
    end: number
  }>

/** Divides a text at `\n`, `\r\n` and `\r`. Other separators, such as U+2028, are ordinary characters. */
export function placedLines(text: string, firstLine = 1): readonly PlacedLine[] {
  const lines: PlacedLine[] = []
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== LF && code !== CR) continue
    const end = code === CR && text.charCodeAt(at + 1) === LF ? at + 2 : at + 1
    lines.push({ number: firstLine + lines.length, text: text.slice(start, at), start, end })
    start = end
    at = end - 1
  }
  lines.push({ number: firstLine + lines.length, text: text.slice(start), start, end: text.length })
  return lines
}

const LF = 10
const CR = 13

/** Whether nothing of a text from `from` to `to` is visible. */
export function isBlank(text: string, from = 0, to = text.length): boolean {
  return skipSpace(text, from, to) === to
}

/** The offset of the first character from `from` on that is no white space. */
export function skipSpace(text: string, from: number, to = text.length): number {
  let at = from
  while (at < to && isSpace(text, at)) at++
  return at
}

/** The white space of `trim`, so that both agree on what is blank. */
export function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13)
  if (code < 0x1680) return code === 0xa0
  return (
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x1680 ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  )
}

/** The number of equal characters from `at` on. */
export function runLength(text: string, at: number): number {
  const code = text.charCodeAt(at)
  let end = at + 1
  while (end < text.length && text.charCodeAt(end) === code) end++
  return end - at
}
