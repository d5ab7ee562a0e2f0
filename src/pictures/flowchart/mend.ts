import { EMPTY, inQuotes, label } from './mend-label.ts'

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
  const said =
    /^(?:flow[ -]?chart|graph)\b(?:[ :：]*(lr|rl|td|tb|bt)\b)?[ :：]*(?:[;；](.*))?$/iu.exec(compact) ??
    // Some write the first arrow behind the direction.
    /^(?:flow[ -]?chart|graph)[ :：]+(lr|rl|td|tb|bt)[ ,:：](.*)$/iu.exec(compact)
  // A text without a first line that has arrows is a flowchart.
  // The first statement follows without a semicolon.
  const beside = /^(?:flow[ -]?chart|graph) (lr|rl|td|tb|bt) (.+)$/iu.exec(compact)
  if (beside) return `flowchart ${(beside[1] ?? '').toUpperCase()};${statement(beside[2] ?? '')}`
  if (!said)
    return ARROW_IN.test(line) || /^\s*subgraph\s/u.test(line) ? `flowchart TD;${statement(line)}` : line
  const [, direction = '', rest = ''] = said
  const begins = `flowchart ${direction.toUpperCase()}`.trimEnd()
  return rest.trim() === '' ? begins : `${begins};${statement(rest.replace(/^[ ,:：]+/u, ''))}`
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
const NAMED_SO =
  /^\s*(?:style|classDef|class|click|linkStyle|subgraph|end)\s*(?:[-–—=]+[>→]|-\.|[→⟶➔➜➡⇒]|--|==)/u

/** A title, and the statements behind it. */
const GROUP = /^\s*subgraph\s((?:"[^"]*"|\[[^\]]*\]|[^;"[])*)(;.*)?$/u
/** A line may hold a whole subgraph. */
const NEXT_GROUP = /;(?=\s*(?:end\s*(?:;|$)|subgraph\s))/u
const END = /^\s*end\s*;/u

function statement(line: string): string {
  if (line.length > LONGEST) return line
  const cut = line.search(NEXT_GROUP)
  if (cut > 0 && line.slice(0, cut).split('"').length % 2 === 1)
    return `${statement(line.slice(0, cut))};${statement(line.slice(cut + 1))}`
  const end = END.exec(line)?.[0]
  if (end !== undefined) return end + statement(line.slice(end.length))
  if (NAMED_SO.test(line)) return chain(line)
  if (STYLE.test(line)) return line
  // Mermaid refuses a style for an arrow that does not exist; without the style the diagram says the same.
  if (/^\s*linkStyle\b/u.test(line)) return ''
  const [, group, rest = ''] = GROUP.exec(line) ?? []
  if (group === undefined) return chain(line)
  return `subgraph ${groupTitle(group.trim())}${rest && `;${statement(rest.slice(1))}`}`
}

/** Quotes a title that is not plain words; a title with an id before its bracket is left as it is. */
function groupTitle(title: string): string {
  const named = /^([\p{L}\p{N}_-]+)\s*\[(.*)\]$/u.exec(title)
  if (named) return `${named[1]} [${inQuotes(named[2] ?? '')}]`
  return /^[\p{L}\p{N}_ -]*$/u.test(title) ? title : inQuotes(title)
}

const ARROW = /^(?:(?:<(?=[-=])|[ox](?=--|==|-\.))?[-–—=.~]+(?:[>→》＞]{1,2}|[ox](?=\s))?|[→⟶➔➜➡⇒]\ufe0f?)/u
const HEAD = /[>→⟶➔➜➡⇒》＞]|[-=.][ox]$/u
const ARROW_IN = /-[->.]|==|[→⟶➔➜➡⇒]|[—–]>/u
const PROPER = /^(?:[<ox]?(?:-{2,}|-\.+-?|\.+-|={2,}|~{3,})[>ox]?|[-.=])$/u

/** An arrow's text in quotes, which may hold any other sign. */
const QUOTED_TEXT = /^\s*"[^"]*"(?=\s*(?:[-–—=]|\.-))/u
const QUOTED_BAR = /^\|\s*"[^"]*"\s*\|/u
/** `opening` is an arrow's part before its text, as in `A -- text --> B`. */
type Piece = Readonly<{ kind: 'arrow' | 'opening' | 'label' | 'sign' | 'words'; text: string }>

/** Nodes and arrows. */
function chain(line: string): string {
  const pieces: Piece[] = []
  let rest = line
  while (rest !== '') {
    const last = pieces.at(-1)
    const inText = last?.kind === 'opening' || (last?.kind === 'words' && pieces.at(-2)?.kind === 'opening')
    const [taken, piece] = next(rest, last, inText)
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

/**
 * The number of characters consumed from the rest of a line, and their replacement.
 * @param inText whether the rest continues an arrow's text
 */
function next(
  rest: string,
  last: Piece | undefined,
  inText: boolean,
): readonly [taken: number, piece: Piece] {
  const sign = rest[0] ?? ''
  const quoted = last?.kind === 'opening' ? QUOTED_TEXT.exec(rest)?.[0] : QUOTED_BAR.exec(rest)?.[0]
  if (quoted !== undefined && !EMPTY.test(quoted))
    return [quoted.length, { kind: last?.kind === 'opening' ? 'label' : 'sign', text: quoted }]
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
    if (end > 0) {
      const said = rest.slice(1, end)
      return [end + 1, { kind: 'sign', text: EMPTY.test(said) ? '' : `|${inQuotes(said)}|` }]
    }
  }
  if (!inText && /^[;；&]/u.test(sign)) return [1, { kind: 'sign', text: sign === '；' ? ';' : sign }]
  const box = inWord ? label(rest, last.text) : undefined
  return box ? [box.taken, { kind: 'label', text: box.text }] : [1, { kind: 'words', text: sign }]
}

/** Turns a name of several words, with signs, or of Mermaid's own words into the label of a box. */
function named(words: string): string {
  const name = words.trim()
  if (RESERVED.has(name)) return words.replace(name, () => `${name}_["${name}"]`)
  const plain = /^[^\s<>,，、（）]*$/u.test(name) || /["'`@:：|｜[\](){}]/u.test(name)
  if (plain) return words
  // A function, since a name may hold `$` patterns of `replace`.
  return words.replace(name, () => `${name.replace(/[^\p{L}\p{N}]+/gu, '_')}_["${name}"]`)
}
