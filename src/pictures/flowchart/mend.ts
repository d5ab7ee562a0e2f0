import { BRACKETS } from './brackets.ts'

/**
 * What is typed in a hurry, as Mermaid wants it: arrows of one dash or one sign (`->`, `→`, `—>`), labels with brackets
 * or quotes in them, names of several words, full-width signs from Chinese keyboards (`【】`, `（）`, `｜`), and the first
 * line's spelling. Lines keep their numbers. Used where a text can't be read as it is.
 */
export function mend(text: string): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.trim() !== '' && !/^\s*mermaid\s*$/iu.test(line))
  let quoted = false
  return lines
    .map((line, index) => {
      if (index < first) return ''
      if (index === first) return header(line)
      // A label over several lines is left alone.
      const odd = line.split('"').length % 2 === 0
      const within = quoted
      if (odd) quoted = !quoted
      return within || odd ? line : statement(line)
    })
    .join('\n')
}

function header(line: string): string {
  const compact = line.trim().replace(/\s+/gu, ' ')
  const said = /^(?:flow[ -]?chart|graph)\b(?:[ :：]*(lr|rl|td|tb|bt)\b)?[ :：]*(?:[;；](.*))?$/iu.exec(
    compact,
  )
  // Without a first line, what has arrows is a flowchart.
  if (!said) return ARROW_IN.test(line) ? `flowchart TD;${statement(line)}` : line
  const [, direction = '', rest = ''] = said
  const begins = `flowchart ${direction.toUpperCase()}`.trimEnd()
  return rest.trim() === '' ? begins : `${begins};${statement(rest)}`
}

/** Of a line that is mended: with brackets without end it would take long. */
const LONGEST = 1000
const STYLE = /^\s*(?:style|classDef|class|click|direction|end)\b/u

function statement(line: string): string {
  if (STYLE.test(line) || line.length > LONGEST) return line
  // Mermaid refuses a style for an arrow that isn't there; a chart without the style says as much.
  if (/^\s*linkStyle\b/u.test(line)) return ''
  const group = /^\s*subgraph\s(.*)$/u.exec(line)?.[1]
  return group === undefined ? chain(line) : `subgraph ${groupTitle(group.trim())}`
}

/** A title that is no plain words is put in quotes; one with a name before its bracket is left alone. */
function groupTitle(title: string): string {
  const named = /^([\p{L}\p{N}_-]+)\s*\[(.*)\]$/u.exec(title)
  if (named) return `${named[1]} [${inQuotes(named[2] ?? '')}]`
  return /^[\p{L}\p{N}_ -]*$/u.test(title) ? title : inQuotes(title)
}

/** Opening signs with what closes them, and as what they are written. */
const OPENINGS: readonly (readonly [open: string, close: string, as?: readonly [string, string]])[] = [
  ...BRACKETS,
  ['【', '】', ['[', ']']],
  ['［', '］', ['[', ']']],
  ['（', '）', ['(', ')']],
  ['｛', '｝', ['{', '}']],
]
/** What may follow a node: the end, another node, a class, or an arrow in any spelling. */
const AFTER_NODE = /^\s*(?:$|[;；&]|:::|%%|[ox<]?(?:[-=]{2}|-\.|~~~)|[-–—=]*[>→⟶➔➜➡⇒》＞]|[–—])/u
const ARROW = /^(?:(?:<(?=[-=])|[ox](?=--|==|-\.))?[-–—=.~]+(?:[>→》＞]|[ox](?=\s))?|[→⟶➔➜➡⇒]\ufe0f?)/u
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
      if (piece.kind !== 'words' || pieces[at + 1]?.kind === 'label') return piece.text
      return pieces[at - 1]?.kind === 'opening' ? ` ${inQuotes(piece.text.trim())} ` : named(piece.text)
    })
    .join('')
}

/** How many characters are taken from the rest of a line, and as what. */
function next(rest: string, last: Piece | undefined): readonly [taken: number, piece: Piece] {
  const sign = rest[0] ?? ''
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

/** A name of several words, or with signs in it, becomes the label of a box; `end` would close a subgraph. */
function named(words: string): string {
  const name = words.trim()
  const plain = /^[^\s<>,，、%+（）]*$/u.test(name) ? name !== 'end' : /["'`@:：|｜[\](){}]/u.test(name)
  if (plain) return words
  // As a function: a name may hold what `replace` takes for signs.
  return words.replace(name, () => `${name.replace(/[^\p{L}\p{N}]+/gu, '_')}_["${name}"]`)
}

/** A node's label, right behind its name; nothing where it is not closed. */
function label(rest: string, name: string): readonly [taken: number, piece: Piece] | undefined {
  const found = OPENINGS.find(([open]) => rest.startsWith(open))
  // In Chinese, what stands in brackets behind a name is a part of it.
  if (!found || (found[0] === '（' && /\P{ASCII}$/u.test(name))) return undefined
  const [open, close, [as, asClose] = [open, close]] = found
  for (let at = rest.indexOf(close, open.length); at > 0; at = rest.indexOf(close, at + 1)) {
    const end = at + close.length
    if (AFTER_NODE.test(rest.slice(end)))
      return [end, { kind: 'label', text: as + inQuotes(rest.slice(open.length, at)) + asClose }]
  }
  return undefined
}

/** A text in quotes, where it holds what Mermaid would take for signs. */
function inQuotes(text: string): string {
  const trimmed = text.trim()
  if (/^"[^"]*"$/u.test(trimmed) || !/["()[\]{}<>|]/u.test(trimmed)) return text
  const inner = /^".*"$/u.test(trimmed) ? trimmed.slice(1, -1) : trimmed
  return `"${inner.replaceAll('"', '#quot;')}"`
}
