import { marked, type Token } from 'marked'

/** A single newline breaks the line, as people expect in a chat. */
const OPTIONS = { gfm: true, breaks: true } as const

/** The longest message of people's. The library's time grows with the square of the length: 35 ms for so much of the worst. */
const MAX_LEXED = 4000
/** Quotes and lists within each other on one line: the library takes 2 s for a thousand. */
const MAX_MARKS = 12

/** A text's tokens, in time that grows with its length; paragraphs that are too long are text as it was written. */
export function lex(text: string): readonly Token[] {
  return piecesOf(text).flatMap((piece): readonly Token[] =>
    piece.length <= MAX_LEXED
      ? marked.lexer(flattened(piece), OPTIONS)
      : [{ type: 'html', raw: piece, text: piece, block: true, pre: false }],
  )
}

/** The tokens of one line, such as a heading or a table's cell. */
export function lexInline(text: string): readonly Token[] {
  return text.length <= MAX_LEXED
    ? marked.Lexer.lexInline(text, OPTIONS)
    : [{ type: 'text', raw: text, text, escaped: false }]
}

const FENCE = /^ {0,3}(?:```|~~~)/u

/** A long text in pieces between blank lines; code stays whole. */
function piecesOf(text: string): readonly string[] {
  if (text.length <= MAX_LEXED) return [text]
  const pieces: string[] = []
  let [piece, paragraph, inCode] = ['', '', false]
  const endParagraph = () => {
    if (piece !== '' && piece.length + paragraph.length > MAX_LEXED) {
      pieces.push(piece)
      piece = ''
    }
    piece += paragraph
    paragraph = ''
  }
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) inCode = !inCode
    paragraph += `${line}\n`
    if (!inCode && line.trim() === '') endParagraph()
  }
  endParagraph()
  return piece === '' ? pieces : [...pieces, piece]
}

/** The text with no more nested marks on a line than are drawn: the next one is escaped, and so is text. */
function flattened(text: string): string {
  let inCode = false
  return text
    .split('\n')
    .map((line) => {
      if (FENCE.test(line)) inCode = !inCode
      const at = inCode ? -1 : markTooDeep(line)
      return at < 0 ? line : `${line.slice(0, at)}\\${line.slice(at)}`
    })
    .join('\n')
}

/** The offset of the first mark of a quote or list that is too deep; -1 for none. */
function markTooDeep(line: string): number {
  let marks = 0
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]
    if (sign === ' ' || sign === '\t') continue
    const isItem = (sign === '-' || sign === '*' || sign === '+') && /[ \t]/u.test(line[at + 1] ?? '')
    const number =
      isItem || sign === '>' ? undefined : /^\d{1,9}[.)](?=[ \t])/u.exec(line.slice(at, at + 11))?.[0]
    if (sign !== '>' && !isItem && number === undefined) return -1
    if (++marks > MAX_MARKS) return number === undefined ? at : at + number.length - 1
    at += (number?.length ?? 1) - 1
  }
  return -1
}
