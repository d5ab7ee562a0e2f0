import { plain } from '../../test/fakes/slack/blocks.ts'
import type { FakeMessage } from '../../test/fakes/slack/index.ts'

type Blocks = FakeMessage['blocks']

/** Renders blocks as Markdown. @param mention replaces names of people by their mentions */
export function readBlocks(blocks: Blocks, mention: (text: string) => string): string {
  const lines = blocks.flatMap(linesOf).filter((line) => line !== '')
  return mention(unescaped(lines.join('\n')))
}

function linesOf(block: Blocks[number]): readonly string[] {
  switch (block.type) {
    case 'header':
      return [`## ${plain(block.text)}`]
    case 'section':
      return [fromMrkdwn(plain(block.text)), ...(block.fields ?? []).map((field) => fieldOf(plain(field)))]
    case 'context':
      return (block.elements ?? []).map((element) => fromMrkdwn(plain(element.text)))
    case 'markdown':
      return stacked(plain(block.text).split('\n'))
    default:
      return []
  }
}

function fieldOf(text: string): string {
  return fromMrkdwn(text.replace(/^\*([^*\n]+)\*\n/u, '*$1:* '))
}

function fromMrkdwn(text: string): string {
  return text
    .replace(/\u200B/gu, '')
    .replace(/<!date\^(\d+)\^\{time\}\|[^>]*>/gu, '<t:$1:t>')
    .replace(/<!date\^(\d+)\^[^|>]*\|[^>]*>/gu, '<t:$1:f>')
    .replace(/\*([^*\n]+)\*/gu, '**$1**')
}

/** A table's row becomes its name in bold and its cells, each with its column's name. */
function stacked(lines: readonly string[]): readonly string[] {
  let columns: readonly string[] | undefined
  return lines.flatMap((line) => {
    if (!line.startsWith('|')) {
      columns = undefined
      return [line]
    }
    const cells = line
      .slice(1, -1)
      .split(/(?<!\\)\|/u)
      .map((cell) => cell.trim())
    if (!columns) {
      columns = cells
      return []
    }
    if (cells.every((cell) => /^-+$/u.test(cell))) return []
    const named = cells.slice(1).map((cell, index) => `${columns?.[index + 1] ?? ''}: ${cell}`)
    return [`**${cells[0] ?? ''}**`, named.join(' · ')]
  })
}

function unescaped(text: string): string {
  return text.replace(/&lt;/gu, '<').replace(/&gt;/gu, '>').replace(/&amp;/gu, '&')
}
