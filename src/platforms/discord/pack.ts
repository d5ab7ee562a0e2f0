import { splitText } from '../split-text.ts'
import type { Piece } from './pieces.ts'

/** The characters of a message's plain content. */
export const CONTENT_LIMIT = 2000
/** Attachments per message. */
export const FILE_LIMIT = 10
/** The characters of all texts in a message with components V2. */
const CARD_TEXT_LIMIT = 4000
/** Ends a text that continues in a file. */
const CUT = '\n…'
/** A smaller remainder is not used for a text: a few words say nothing. */
const SHORTEST_BEGINNING = 100
/** 40 per message, of which the container is one. */
const CARD_COMPONENT_LIMIT = 39

/** Divides a card into as few messages as possible; controls go to the last. */
export function pack(drawn: readonly Piece[]): readonly (readonly Piece[])[] {
  const small = drawn.flatMap<Piece>((piece) =>
    piece.kind === 'text'
      ? splitText(piece.text, CARD_TEXT_LIMIT).map((text) => ({ kind: 'text', text }))
      : [piece],
  )
  if (fits(small)) return [small]
  const controls = small.filter(({ kind }) => kind === 'control')
  const parts: Piece[][] = [[]]
  for (const piece of [...small.filter(({ kind }) => kind !== 'control'), ...controls]) {
    const last = parts.at(-1)
    if (last && fits([...last, piece])) last.push(piece)
    else parts.push([piece])
  }
  return parts
}

function textLength(part: readonly Piece[]): number {
  return part.reduce((sum, piece) => sum + (piece.kind === 'text' ? piece.text.length : 0), 0)
}

function fits(part: readonly Piece[]): boolean {
  let components = 0
  let files = 0
  for (const piece of part) {
    components += piece.kind === 'control' ? piece.row.components.length + 1 : 1
    files += piece.kind === 'file' ? 1 : 0
  }
  return textLength(part) <= CARD_TEXT_LIMIT && components <= CARD_COMPONENT_LIMIT && files <= FILE_LIMIT
}

/** Fits a card into one message: keeps as much as has room, and the whole text as a file. */
export function condense(drawn: readonly Piece[]): readonly Piece[] {
  const whole = drawn.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : [])).join('\n\n')
  const data = Buffer.from(whole)
  // Controls and the file of the whole text come first.
  const end: Piece[] = [{ kind: 'file', name: 'text.md', data, contentType: 'text/markdown; charset=utf-8' }]
  for (const piece of drawn) if (piece.kind === 'control' && fits([...end, piece])) end.push(piece)
  const start: Piece[] = []
  let cut = false
  for (const piece of drawn) {
    if (piece.kind === 'control' || (cut && piece.kind !== 'file')) continue
    if (fits([...start, piece, ...end])) start.push(piece)
    else if (piece.kind === 'text') {
      cut = true
      const beginning = beginningOf(piece, CARD_TEXT_LIMIT - textLength(start))
      if (beginning && fits([...start, beginning, ...end])) start.push(beginning)
    }
  }
  return [...start, ...end]
}

function beginningOf({ text }: Extract<Piece, { kind: 'text' }>, room: number): Piece | undefined {
  if (room < SHORTEST_BEGINNING) return undefined
  const [beginning = ''] = splitText(text, room - CUT.length)
  return { kind: 'text', text: `${beginning}${CUT}` }
}
