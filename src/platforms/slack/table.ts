import type { Block } from '#bot'
import { drawMarkdown, drawPlain, type Ink } from './text.ts'

type Table = Extract<Block, { type: 'table' }>

/**
 * A table for `markdown` blocks of at most `limit` characters, divided between rows, each part with the
 * names of the columns. Undefined when a row alone is too long.
 */
export function drawTable(block: Table, ink: Ink, limit: number): readonly string[] | undefined {
  const cell = (source: string) =>
    drawPlain(source, ink).replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim() || ' '
  const row = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  const whole = (rows: string) => drawMarkdown(rows, ink, Number.MAX_SAFE_INTEGER)[0] ?? ''
  const head = `${row(block.columns)}\n|${' --- |'.repeat(block.columns.length)}`
  const parts: string[] = []
  let part = head
  for (const cells of block.rows) {
    const next = row(cells)
    if (whole(`${head}\n${next}`).length > limit) return undefined
    if (whole(`${part}\n${next}`).length > limit) {
      parts.push(part)
      part = head
    }
    part += `\n${next}`
  }
  return [...parts, part].map(whole)
}

/** A row becomes its name in bold and its cells, each with its column's name. */
export function stackTable({ columns, rows }: Table): string {
  const lines = rows.map(([name = '', ...cells]) => {
    const filled = cells.flatMap((cell, index) =>
      cell.trim() === '' ? [] : [`${columns[index + 1] ?? ''}: ${cell.trim()}`],
    )
    return [`**${name.trim() || '–'}**`, filled.join(' · ')].filter(Boolean).join('\n')
  })
  return lines.join('\n')
}
