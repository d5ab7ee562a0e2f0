import type { Piece } from './pieces.ts'
import { splitText } from './split.ts'

/** Of a message's plain content. */
export const CONTENT_LIMIT = 2000
/** Attachments a message. */
export const FILE_LIMIT = 10
/** Of all texts of a message with components V2. */
const CARD_TEXT_LIMIT = 4000
/** 40 a message, of which the container is one. */
const CARD_COMPONENT_LIMIT = 39

/** Divides a card over as few messages as hold it; controls go to the last. */
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

function fits(part: readonly Piece[]): boolean {
  let text = 0
  let components = 0
  let files = 0
  for (const piece of part) {
    text += piece.kind === 'text' ? piece.text.length : 0
    components += piece.kind === 'control' ? piece.row.components.length + 1 : 1
    files += piece.kind === 'file' ? 1 : 0
  }
  return text <= CARD_TEXT_LIMIT && components <= CARD_COMPONENT_LIMIT && files <= FILE_LIMIT
}

/** For where there is one message only: keeps the beginning and moves the rest of the text into a file. */
export function condense(drawn: readonly Piece[]): readonly Piece[] {
  const texts = drawn.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []))
  const [start = ''] = splitText(texts[0] ?? '', CONTENT_LIMIT)
  const whole = texts.join('\n\n')
  return [
    { kind: 'text', text: start },
    { kind: 'file', name: 'text.md', data: Buffer.from(whole), contentType: 'text/markdown; charset=utf-8' },
    ...drawn.filter(({ kind }) => kind !== 'text'),
  ]
}
