import { z } from 'zod'
import { BRACKETS } from './brackets.ts'
import { firstWord } from './source.ts'

/** The expected token; signs such as `]` stand for themselves. */
type Expected =
  | 'flowchart'
  | 'direction'
  | 'node'
  | 'arrow'
  | 'lineEnd'
  | 'end'
  | 'text'
  | 'shape'
  | 'style'
  | Sign
type Sign = ']' | ')' | '}' | '))' | ')))' | '])' | ']]' | ')]' | '}}' | '/]' | '\\]' | '|'

/**
 * The most likely remedy: `quote` the label, since it contains brackets or quotes; `close` it; `name`: use one word;
 * `reserved`: `end` can't be a name; `closeGroup`: a subgraph lacks its `end`.
 */
type Hint = 'quote' | 'close' | 'name' | 'reserved' | 'closeGroup'

/** The place where a text stops being a flowchart. Lines count from 1; `found` is empty at the end of the text. */
export type DiagramMistake = Readonly<{
  line: number
  found: string
  expected: readonly Expected[]
  hint?: Hint
}>

const Details = z.object({
  hash: z.object({
    text: z.string(),
    token: z.union([z.string(), z.number(), z.null()]),
    loc: z.object({ first_line: z.int() }).optional(),
    expected: z.array(z.string()).optional(),
  }),
})

const SHOWN = 40
const NODE = ['NODE_STRING', 'UNICODE_TEXT', 'NUM']
const ARROW = ['LINK', 'START_LINK']
const LINE_END = ['NEWLINE', 'SEMI', 'EOF']
const STYLE = ['STYLE', 'UNIT', 'PCT']

/** The parser's token names for the ends of labels. */
const CLOSING: readonly (readonly [string, Sign])[] = [
  ['SQE', ']'],
  ['PE', ')'],
  ['DIAMOND_STOP', '}'],
  ['CYLINDEREND', ')]'],
  ['STADIUMEND', '])'],
  ['SUBROUTINEEND', ']]'],
  ['DOUBLECIRCLEEND', ')))'],
  ['TRAPEND', '/]'],
  ['INVTRAPEND', '\\]'],
  ['PIPE', '|'],
]
/** Signs that open or quote a label. Inside a label they have to be quoted. */
const OPENING = new Set([
  'PS',
  'SQS',
  'STR',
  'DIAMOND_START',
  'STADIUMSTART',
  'SUBROUTINESTART',
  'CYLINDERSTART',
  'TRAPSTART',
  'INVTRAPSTART',
  'DOUBLECIRCLESTART',
])

const OPENINGS: readonly (readonly [string, Sign])[] = [...BRACKETS, ['>', ']']]

/**
 * Reads position and expectation from an error of Mermaid's parser; undefined where the error is not about the text.
 * @param text what the parser was given
 * @param offset lines above it that the parser didn't see
 */
export function mistakeOf(error: unknown, text: string, offset: number): DiagramMistake | undefined {
  if (!(error instanceof Error)) return undefined
  const lines = text.split('\n')
  const said = /on line (\d+)/u.exec(error.message)?.[1]
  const details = Details.safeParse(error)
  if (!details.success) return withoutPlace(error, lines)
  const { token, text: found, loc, expected = [] } = details.data.hash
  const names = new Set(expected.map((name) => name.replaceAll("'", '')))
  const atEnd = token === 1 || token === 'EOF' || (found === '' && token !== null)
  const line = within(lines, Number(said ?? 1) + offset, atEnd)
  const mistake = { line, found: shown(found) }
  const closing = CLOSING.filter(([name]) => names.has(name)).map(([, sign]) => sign)
  // After an arrow `|` opens a label, and a name may stand there as well.
  if (closing.length > 0 && !names.has('NODE_STRING')) {
    // At the end of the text the label that was opened last is named.
    const at = atEnd ? within(lines, (loc?.first_line ?? 1) + offset, false) : line
    const sign = openAt(lines[at - 1] ?? '') ?? (closing.length === 1 ? closing[0] : undefined)
    const hint = OPENING.has(String(token)) ? 'quote' : 'close'
    return { line: at, found: atEnd ? '' : mistake.found, expected: [sign ?? 'text'], hint }
  }
  if (names.has('end') && atEnd)
    return { line: openGroup(lines) ?? line, found: '', expected: ['end'], hint: 'closeGroup' }
  if (token === null) return { line, ...unreadable(lines[line - 1] ?? '') }
  if (ARROW.some((name) => names.has(name)))
    return { ...mistake, expected: ['arrow', 'lineEnd'], hint: 'name' }
  if (NODE.some((name) => names.has(name)))
    return { ...mistake, expected: ['node'], ...(token === 'end' && { hint: 'reserved' }) }
  if (STYLE.some((name) => names.has(name))) return { ...mistake, expected: ['style'] }
  if (names.has('DIR')) return { ...mistake, expected: ['direction'] }
  return { ...mistake, expected: LINE_END.some((name) => names.has(name)) ? ['lineEnd'] : ['text'] }
}

/** Errors of other parts of the parser, such as an unknown shape in `@{ shape: ... }`. */
function withoutPlace({ name, message }: Error, lines: readonly string[]): DiagramMistake {
  // Mermaid itself fails on a style for an edge that does not exist.
  const style = lines.findIndex((line) => /^\s*linkStyle\b/u.test(line)) + 1
  if (style > 0 && (name === 'TypeError' || message.includes('linkStyle')))
    return { line: style, found: 'linkStyle', expected: ['arrow'] }
  const untitled = lines.findIndex((line) => /^\s*subgraph\s*$/u.test(line)) + 1
  if (untitled > 0 && name === 'TypeError') return { line: untitled, found: 'subgraph', expected: ['text'] }
  const shape = /No such shape: ([^\s]+?)\.?(?:\s|$)/u.exec(message)?.[1]
  const at = lines.findIndex((line) => (shape === undefined ? line.includes('@{') : line.includes(shape)))
  return {
    line: at + 1 || firstLine(lines),
    found: shape ?? '',
    expected: [shape === undefined ? 'text' : 'shape'],
  }
}

/** The lexer has no rule for this: an unknown direction, an unclosed slanted label, or a misplaced sign. */
function unreadable(line: string): Omit<DiagramMistake, 'line'> {
  const text = line.trim()
  const direction = /^(?:flowchart(?:-elk)?|graph)\s+(\S+)/u.exec(text)?.[1]
  if (direction) return { found: shown(direction), expected: ['direction'] }
  const sign = openAt(line)
  return sign ? { found: '', expected: [sign], hint: 'close' } : { found: shown(text), expected: ['node'] }
}

/** The text begins like no diagram. */
export function noHeader(text: string): DiagramMistake {
  const lines = text.split('\n')
  return { line: firstLine(lines), found: shown(firstWord(text)), expected: ['flowchart'] }
}

/** A chart without a single box. */
export function nothingDrawn(text: string): DiagramMistake {
  return { line: within(text.split('\n'), 1, true), found: '', expected: ['node'] }
}

function firstLine(lines: readonly string[]): number {
  return Math.max(1, lines.findIndex((line) => line.trim() !== '') + 1)
}

/** Clamps a line number to the text: at its end, to the last line that is not blank. */
function within(lines: readonly string[], line: number, atEnd: boolean): number {
  const last = lines.findLastIndex((text) => text.trim() !== '') + 1
  return Math.max(1, atEnd ? last : Math.min(line, last))
}

/** The beginning of what was found, as it is quoted. */
export function shown(found: string): string {
  return (found.trim().split('\n')[0] ?? '').slice(0, SHOWN)
}

/** The sign that would close the label which the line leaves open. */
function openAt(line: string): Sign | undefined {
  let rest = line
  for (;;) {
    // An opening sign follows a name, not a space or another sign, since arrows end in `>` too.
    const opened = /[\p{L}\p{N}_](\(\(\(|\(\(|\(\[|\[\[|\[\(|\{\{|\[\/|\[\\|\[|\(|\{|>)/u.exec(rest)
    if (!opened) return rest.split('|').length % 2 === 0 ? '|' : undefined
    const sign = OPENINGS.find(([opening]) => opening === opened[1])?.[1]
    if (sign === undefined) return undefined
    const after = rest.slice(opened.index + opened[0].length)
    const quoted = /^\s*"[^"]*"\s*/u.exec(after)?.[0] ?? ''
    const closed = after.slice(quoted.length)
    if (quoted !== '' && closed.startsWith(sign)) rest = closed.slice(sign.length)
    else if (
      quoted === '' &&
      closed.includes(sign) &&
      !/["()[\]{}]/u.test(closed.slice(0, closed.indexOf(sign)))
    )
      rest = closed.slice(closed.indexOf(sign) + sign.length)
    else return sign
  }
}

/** The line of the innermost subgraph without its `end`. */
function openGroup(lines: readonly string[]): number | undefined {
  const open: number[] = []
  lines.forEach((line, index) => {
    if (/^\s*subgraph\b/u.test(line)) open.push(index + 1)
    if (/(?:^|;)\s*end\s*(?:;|$)/u.test(line)) open.pop()
  })
  return open.at(-1)
}
