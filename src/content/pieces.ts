import { marked, type Token, type Tokens } from 'marked'
import { isDiagramLanguage } from '../markdown/flowchart.ts'
import { type Flaw, flaw } from './mistakes.ts'

/** A part of a text that is never split across two pages. */
export type TextPiece =
  | Readonly<{ kind: 'text'; markdown: string }>
  | Readonly<{ kind: 'table'; columns: readonly string[]; rows: readonly (readonly string[])[] }>
  /** `source`: Mermaid's. */
  | Readonly<{ kind: 'diagram'; source: string }>

/** The kind of a piece, without its text, to compare the structure of two languages. */
export type PieceShape = Readonly<{
  /** Such as `paragraph`, `list of 4`, `table of 3 × 5`. */
  shape: string
  flaw?: Flaw
}>

/** Takes Markdown apart: paragraphs and lists, tables, diagrams. */
export function piecesOf(markdown: string): readonly TextPiece[] {
  return tokensOf(markdown).flatMap((token): readonly TextPiece[] => {
    if (token.type === 'space') return []
    if (isTable(token))
      return [
        {
          kind: 'table',
          columns: token.header.map(({ text }) => text),
          rows: token.rows.map((row) => row.map(({ text }) => text)),
        },
      ]
    if (isDiagram(token)) return [{ kind: 'diagram', source: token.text }]
    return [{ kind: 'text', markdown: token.raw.trim() }]
  })
}

export function shapesOf(markdown: string): readonly PieceShape[] {
  return tokensOf(markdown)
    .filter(({ type }) => type !== 'space')
    .map((token) => {
      const found = isTable(token) ? raggedRow(token) : undefined
      return { shape: shapeOf(token), ...(found && { flaw: found }) }
    })
}

/**
 * The length of a piece in characters as the narrowest platform draws it: without tables, each cell is preceded by
 * the name of its column.
 */
export function roomOf(piece: TextPiece): number {
  if (piece.kind === 'text') return piece.markdown.length
  if (piece.kind === 'diagram') return piece.source.length + '```mermaid\n\n```'.length
  const names = piece.columns.slice(1).reduce((sum, name) => sum + name.length + ' · : '.length, 0)
  const cells = piece.rows.flat().reduce((sum, cell) => sum + cell.length, 0)
  return cells + piece.rows.length * (names + '****\n\n'.length)
}

function tokensOf(markdown: string): readonly Token[] {
  return marked.lexer(markdown)
}

function isTable(token: Token): token is Tokens.Table {
  return token.type === 'table'
}

function isDiagram(token: Token): token is Tokens.Code {
  return token.type === 'code' && isDiagramLanguage(token.lang?.trim().toLowerCase() ?? '')
}

function shapeOf(token: Token): string {
  if (isTable(token)) return `table of ${token.header.length} × ${token.rows.length}`
  if (isDiagram(token)) return 'diagram'
  if (token.type === 'list') return `list of ${(token as Tokens.List).items.length}`
  return token.type
}

/** GitHub's tables pad short rows and cut long ones, so a cell could vanish unnoticed. */
function raggedRow({ header, raw }: Tokens.Table): Flaw | undefined {
  const rows = raw.trimEnd().split('\n').slice(2)
  const counts = rows.map(
    (row) =>
      row
        .trim()
        .replace(/^\||(?<!\\)\|$/gu, '')
        .split(/(?<!\\)\|/u).length,
  )
  const odd = counts.find((count) => count !== header.length)
  return odd === undefined ? undefined : flaw('raggedTable', { wanted: header.length, found: odd })
}
