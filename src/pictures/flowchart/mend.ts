import { BRACKETS } from './brackets.ts'

/**
 * Rewrites hurried typing in Mermaid's syntax: arrows of one dash or one sign (`->`, `→`, `—>`), labels that contain
 * brackets or quotes, names of several words, full-width signs from Chinese keyboards (`【】`, `（）`, `｜`), and the
 * spelling of the first line. Lines keep their numbers. Only for texts that can't be read as they are.
 */
export function mend(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '' && !BEFORE.test(line))
  let quoted = false
  return lines
    .map((line, index) => {
      if (index < first) return ''
      if (index === first) return header(line)
      // A label over several lines is left as it is.
      const odd = line.split('"').length % 2 === 0
      const within = quoted
      if (odd) quoted = !quoted
      return within || odd ? line : statement(line)
    })
    .join('\n')
}

/** Lines that people write before the first one: the language, and comments of other languages. */
const BEFORE = /^\s*(?:mermaid[:：]?\s*$|\/\/|#\s)/iu

function header(line: string): string {
  const compact = line.trim().replace(/\s+/gu, ' ')
  const said = /^(?:flow[ -]?chart|graph)\b(?:[ :：]*(lr|rl|td|tb|bt)\b)?[ :：]*(?:[;；](.*))?$/iu.exec(
    compact,
  )
  // A text without a first line that has arrows is a flowchart.
  // The first statement follows without a semicolon.
  const beside = /^(?:flow[ -]?chart|graph) (lr|rl|td|tb|bt) (.+)$/iu.exec(compact)
  if (beside) return `flowchart ${(beside[1] ?? '').toUpperCase()};${statement(beside[2] ?? '')}`
  if (!said)
    return ARROW_IN.test(line) || /^\s*subgraph\s/u.test(line) ? `flowchart TD;${statement(line)}` : line
  const [, direction = '', rest = ''] = said
  const begins = `flowchart ${direction.toUpperCase()}`.trimEnd()
  return rest.trim() === '' ? begins : `${begins};${statement(rest)}`
}

/** The maximum length of a repaired line, since unclosed brackets would make it slow. */
const LONGEST = 1000
const STYLE = /^\s*(?:style|classDef|class|click|direction|end)\b/u
/** Words of Mermaid's own that people also use as names. */
const RESERVED = new Set(
  'end graph flowchart subgraph style linkStyle classDef class click call href default interpolate'.split(
    ' ',
  ),
)
/** A word of Mermaid's own that is a name here: an arrow follows. */
const NAMED_SO = /^\s*(?:style|classDef|class|click|linkStyle|subgraph)\s*(?:[-–—=]+[>→]|-\.|[→⟶➔➜➡⇒]|--|==)/u

function statement(line: string): string {
  if (line.length > LONGEST) return line
  if (NAMED_SO.test(line)) return chain(line)
  if (STYLE.test(line)) return line
  // Mermaid refuses a style for an arrow that does not exist; without the style the diagram says the same.
  if (/^\s*linkStyle\b/u.test(line)) return ''
  const group = /^\s*subgraph\s(.*)$/u.exec(line)?.[1]
  return group === undefined ? chain(line) : `subgraph ${groupTitle(group.trim())}`
}

/** Quotes a title that is not plain words; a title with an id before its bracket is left as it is. */
function groupTitle(title: string): string {
  const named = /^([\p{L}\p{N}_-]+)\s*\[(.*)\]$/u.exec(title)
  if (named) return `${named[1]} [${inQuotes(named[2] ?? '')}]`
  return /^[\p{L}\p{N}_ -]*$/u.test(title) ? title : inQuotes(title)
}

/** Opening signs, their closing signs, and the shape they are rewritten to. */
const OPENINGS: readonly (readonly [open: string, close: string, as?: readonly [string, string]])[] = [
  ...BRACKETS,
  ['【', '】', ['[', ']']],
  ['［', '］', ['[', ']']],
  ['（', '）', ['(', ')']],
  ['｛', '｝', ['{', '}']],
]
/** A node is followed by the end, another node, a class, or an arrow in any spelling. */
const AFTER_NODE = /^\s*(?:$|[;；&]|:::|%%|[ox<]?(?:[-=]{2}|-\.|~~~)|[-–—=]*[>→⟶➔➜➡⇒》＞]|[–—])/u
const ARROW = /^(?:(?:<(?=[-=])|[ox](?=--|==|-\.))?[-–—=.~]+(?:[>→》＞]{1,2}|[ox](?=\s))?|[→⟶➔➜➡⇒]\ufe0f?)/u
const HEAD = /[>→⟶➔➜➡⇒》＞]|[-=.][ox]$/u
const ARROW_IN = /-[->.]|==|[→⟶➔➜➡⇒]|[—–]>/u
const PROPER = /^(?:[<ox]?(?:-{2,}|-\.+-?|\.+-|={2,}|~{3,})[>ox]?|[-.=])$/u

/** `opening` is an arrow's part before its text, as in `A -- text --> B`. */
type Piece = Readonly<{ kind: 'arrow' | 'opening' | 'label' | 'sign' | 'words'; text: string }>

/** Nodes and arrows. */
function chain(line: string): string {
  const pieces: Piece[] = []
  let rest = line
  while (rest !== '') {
    const last = pieces.at(-1)
    const [taken, piece] = next(rest, last)
    if (piece.kind === 'words' && last?.kind === 'words')
      pieces[pieces.length - 1] = { ...last, text: last.text + piece.text }
    else pieces.push(piece)
    rest = rest.slice(taken)
  }
  if (!pieces.some(({ kind }) => kind === 'arrow')) return pieces.map(({ text }) => text).join('')
  return pieces
    .map((piece, at) => {
      if (piece.kind !== 'words') return piece.text
      if (pieces[at + 1]?.kind === 'label')
        return RESERVED.has(piece.text.trim()) ? `${piece.text}_` : piece.text
      return pieces[at - 1]?.kind === 'opening' ? ` ${inQuotes(piece.text.trim())} ` : named(piece.text)
    })
    .join('')
}

/** The number of characters consumed from the rest of a line, and their replacement. */
function next(rest: string, last: Piece | undefined): readonly [taken: number, piece: Piece] {
  const sign = rest[0] ?? ''
  // A comment behind a statement, which Mermaid takes on lines of their own only.
  if (rest.startsWith('%%') && (last === undefined || last.kind !== 'words' || /\s$/u.test(last.text)))
    return [rest.length, { kind: 'sign', text: '' }]
  const inWord = last?.kind === 'words' && /[\p{L}\p{N}_]$/u.test(last.text)
  const arrow = ARROW.exec(rest)?.[0]
  if (arrow !== undefined && !(inWord && /^(?:[-.=]$|[ox])/u.test(arrow))) {
    const head = HEAD.test(arrow) || /^(?:-{3,}|={3,}|~{3,}|-\.+-)$/u.test(arrow)
    const text = PROPER.test(arrow) ? arrow : head ? ' --> ' : ' -- '
    return [arrow.length, { kind: head || last?.kind === 'opening' ? 'arrow' : 'opening', text }]
  }
  if (sign === '|' || sign === '｜') {
    const end = rest.slice(1).search(/[|｜]/u) + 1
    if (end > 0) return [end + 1, { kind: 'sign', text: `|${inQuotes(rest.slice(1, end))}|` }]
  }
  if (/^[;；&]/u.test(sign)) return [1, { kind: 'sign', text: sign === '；' ? ';' : sign }]
  return (inWord && label(rest, last.text)) || [1, { kind: 'words', text: sign }]
}

/** Turns a name of several words, with signs, or of Mermaid's own words into the label of a box. */
function named(words: string): string {
  const name = words.trim()
  if (RESERVED.has(name)) return words.replace(name, () => `${name}_["${name}"]`)
  const plain = /^[^\s<>,，、%+（）]*$/u.test(name) || /["'`@:：|｜[\](){}]/u.test(name)
  if (plain) return words
  // A function, since a name may hold `$` patterns of `replace`.
  return words.replace(name, () => `${name.replace(/[^\p{L}\p{N}]+/gu, '_')}_["${name}"]`)
}

/**
 * A node's label, directly after its name: up to the sign that balances its own; where none does, up to the first one
 * behind which a node may end. Undefined where it is not closed.
 */
function label(rest: string, name: string): readonly [taken: number, piece: Piece] | undefined {
  const all = OPENINGS.filter(([open]) => rest.startsWith(open))
  // A path begins like a slanted box: `[/predict]`. What opens another shape has to close it.
  const fitting = /^\[[/\\]/u.test(rest) ? all : all.slice(0, 1)
  // In Chinese, brackets after a name belong to the name.
  if (fitting[0]?.[0] === '（' && /\P{ASCII}$/u.test(name)) return undefined
  for (const endIn of [balancedEnd, firstEnd])
    for (const [open, close, [as, asClose] = [open, close]] of fitting) {
      const at = endIn(rest, open, close)
      if (at !== undefined)
        return [
          at + close.length,
          { kind: 'label', text: as + inQuotes(rest.slice(open.length, at)) + asClose },
        ]
    }
  return undefined
}

const PAIRS = ['[]', '()', '{}', '【】', '［］', '（）', '｛｝'] as const

/** Where a label's text ends, if all brackets of its own kinds are closed in it. */
function balancedEnd(rest: string, open: string, close: string): number | undefined {
  const pairs = PAIRS.filter(([begin = '']) => open.includes(begin)).map((pair) => ({ pair, depth: 0 }))
  for (let at = open.length; at < rest.length; at++) {
    if (
      pairs.every(({ depth }) => depth === 0) &&
      rest.startsWith(close, at) &&
      mayEnd(rest, at + close.length)
    )
      return at
    for (const each of pairs) {
      if (rest[at] === each.pair[0]) each.depth++
      if (rest[at] === each.pair[1] && --each.depth < 0) return undefined
    }
  }
  return undefined
}

function firstEnd(rest: string, open: string, close: string): number | undefined {
  for (let at = rest.indexOf(close, open.length); at > 0; at = rest.indexOf(close, at + 1))
    if (mayEnd(rest, at + close.length)) return at
  return undefined
}

/** Whether a node may end there, by what follows. */
function mayEnd(rest: string, at: number): boolean {
  return AFTER_NODE.test(rest.slice(at))
}

/** Quotes a text that holds characters with a meaning to Mermaid. */
function inQuotes(text: string): string {
  const trimmed = text.trim()
  if (/^"[^"]*"$/u.test(trimmed) || !/["()[\]{}<>|]|^[/\\]|[/\\]$/u.test(trimmed)) return text
  const inner = /^".*"$/u.test(trimmed) ? trimmed.slice(1, -1) : trimmed
  return `"${inner.replaceAll('"', '#quot;')}"`
}
