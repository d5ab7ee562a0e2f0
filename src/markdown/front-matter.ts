import { isBlank, type Line } from './lines.ts'

/** The indices of the lines `---` around front matter. */
export type FrontMatterLines = Readonly<{ begin: number; end: number }>

/** Finds YAML between two lines `---` at the beginning of a text. */
export function frontMatterIn(lines: readonly Line[]): FrontMatterLines | undefined {
  const begin = lines.findIndex(({ text }) => !isBlank(text))
  if (!isMark(lines[begin]?.text)) return undefined
  let keys = false
  for (let end = begin + 1; end < lines.length; end++) {
    const text = lines[end]?.text ?? ''
    if (isMark(text)) return keys ? { begin, end } : undefined
    keys ||= isKey(text)
  }
  return undefined
}

function isMark(text: string | undefined): boolean {
  return text?.trimEnd() === '---'
}

/** Characters of a key that are looked at. */
const MAX_KEY = 60

function isKey(text: string): boolean {
  return /^[\p{L}_"'][^:]*:(?:\s|$)/u.test(text.slice(0, MAX_KEY))
}
