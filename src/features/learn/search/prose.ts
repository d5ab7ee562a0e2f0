import type { TextPiece } from '../../../content/pieces.ts'

/** The text of a page without markup and diagrams. */
export function proseOf(pieces: readonly TextPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'diagram') return ''
      return piece.kind === 'text' ? piece.markdown : [piece.columns, ...piece.rows].map(inLine).join('\n')
    })
    .join('\n')
    .replace(/^\s*(?:#+|[-*>]|\d+\.)\s+/gmu, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\*\*|[`*]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** The rows of tables that translate: the names in their first two columns, and the whole as a line. */
export function rowsOf(
  pieces: readonly TextPiece[],
): readonly Readonly<{ names: readonly string[]; line: string }>[] {
  return pieces.flatMap((piece) =>
    piece.kind === 'table' ? piece.rows.map((row) => ({ names: row.slice(0, 2), line: inLine(row) })) : [],
  )
}

function inLine(cells: readonly string[]): string {
  return cells.filter(Boolean).join(' · ')
}

const BOLD = /\*\*(.+?)\*\* ?/gu
const MARKS = /^\s*(?:[-*>]|\d+\.)\s+|\*/gmu
/** The beginning of a sentence up to its colon: `Position bias: clicks repeat the old order`. */
const BEFORE_COLON = /(?:^|[.。；;] ?)([^.:：。；;，,“”"\n]{2,40})[:：](?=\s|\p{Script=Han})/gmu
/** The subject of a formula. */
const DEFINED = /`(\p{L}[^`=]{1,29}) =/gu

/** The emphasised terms of a page: the subjects of its paragraphs, sentences, formulas and table rows. */
export function leadsOf(pieces: readonly TextPiece[]): string {
  return pieces
    .flatMap((piece) => {
      if (piece.kind === 'diagram') return []
      if (piece.kind === 'table') return piece.rows.map(([first = '']) => first)
      const plain = piece.markdown.replace(BOLD, '').replace(MARKS, '')
      const found = [piece.markdown.matchAll(BOLD), plain.matchAll(BEFORE_COLON), plain.matchAll(DEFINED)]
      return found.flatMap((each) => [...each].map(([, subject = '']) => subject))
    })
    .join('\n')
}

/** The words in its diagrams. */
export function labelsOf(pieces: readonly TextPiece[]): string {
  return pieces
    .flatMap((piece) =>
      piece.kind === 'diagram'
        ? [...piece.source.matchAll(/"([^"]*)"|\|([^|]*)\|/gu)].map(([, node, edge]) => node ?? edge)
        : [],
    )
    .join('\n')
}

/**
 * An excerpt of a text around the first of the wanted terms that occurs.
 * @param wanted in lower case, the most significant first
 */
export function snippet(prose: string, wanted: readonly string[], length: number): string {
  const lower = prose.toLowerCase()
  const at = wanted.map((each) => (each === '' ? -1 : lower.indexOf(each))).find((index) => index >= 0) ?? 0
  const early = Math.max(0, at - Math.floor(length / 3))
  const start = early === 0 ? 0 : wordStart(prose, early, at)
  const part = prose
    .slice(start, start + length)
    .toWellFormed()
    .trim()
  return `${start > 0 ? '…' : ''}${part}${start + length < prose.length ? '…' : ''}`
}

/** The next start of a word; in Chinese any character. */
function wordStart(prose: string, from: number, before: number): number {
  const blank = prose.slice(from, before).search(/[\s，。；：、]/u)
  return blank < 0 ? from : from + blank + 1
}
