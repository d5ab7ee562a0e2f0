import { isDiagramLanguage, isHeader } from './flowchart.ts'
import { isBlank, isSpace, skipSpace } from './lines.ts'

/** The text after a block's opening marks. */
export type Info = Readonly<{
  /** Its first word in lower case, without `{`, `}` and `.`. */
  language: string
  /** The text after it. */
  rest: string
  /** Whether it is one word, such as `c++`, as the name of a language is. */
  word: boolean
}>

/** Longer words are no names of languages. */
const MAX_LANGUAGE = 40
const OTHER_SIGNS = '_+#-'

export function infoOf(text: string): Info {
  let at = skipSpace(text, 0)
  if (text[at] === '{') {
    at++
    // Pandoc's attributes, where a name comes first: `{#serving .mermaid}`.
    const dot = text[at] === '#' ? text.slice(at, at + MAX_LANGUAGE).indexOf('.') : -1
    if (dot > 0) at += dot
  }
  if (text[at] === '.') at++
  let end = at
  while (end < text.length && end - at <= MAX_LANGUAGE && isOfLanguage(text, end)) end++
  const language = text.slice(at, end).toLowerCase()
  const after = text[end] === '}' ? end + 1 : end
  const ends = isBlank(text, after)
  const named =
    language !== '' &&
    end - at <= MAX_LANGUAGE &&
    (ends || isSpace(text, after) || '{:,'.includes(text[after] ?? ''))
  return named
    ? { language, rest: text.slice(after).trim(), word: ends }
    : { language: '', rest: text.trim(), word: false }
}

function isOfLanguage(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return true
  const letter = code | 32
  return (letter >= 97 && letter <= 122) || OTHER_SIGNS.includes(text[at] || 'end')
}

/** Whether the text after marks says that a diagram begins. */
export function beginsDiagram(tail: string): boolean {
  return isDiagramLanguage(infoOf(tail).language) || isHeader(tail)
}
