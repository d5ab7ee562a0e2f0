import { isSpace, skipSpace } from './lines.ts'

/** Languages of code blocks that hold Mermaid. */
const LANGUAGES: ReadonlySet<string> = new Set(['mermaid', 'mmd', 'mermaidjs', 'mermaid-js'])
/** Characters of a line that are looked at. */
const SEEN = 200

export function isDiagramLanguage(language: string): boolean {
  return LANGUAGES.has(language)
}

/**
 * Whether a code block without a language is a flowchart in Mermaid: it begins with the word for one, after any
 * front matter, directives and comments, or with an arrow from or to a box.
 */
export function isFlowchart(source: string): boolean {
  const at = contentStart(source)
  const first = lineAt(source, at)
  const header = headerOf(first)
  if (header === undefined) return beginsWithStatement(source, at, first)
  if (header.complete) return true
  const below = source.slice(at).split('\n', LINES_SEEN).slice(1)
  const drawn = header.word === 'graph' ? below.some(hasDrawing) : below.some((line) => line.trim() !== '')
  return header.ends && drawn
}

/** Whether statements come without the word for a flowchart. Of boxes without labels, two lines or arrows are sure. */
function beginsWithStatement(source: string, at: number, first: string): boolean {
  if (isChain(first) || (isPlainChain(first) && first.split('-->').length > 2)) return true
  const group = /^subgraph[ \t]/u.test(first)
  if (!group && !isPlainChain(first)) return false
  const below = source.slice(at).split('\n', LINES_SEEN).slice(1)
  if (group) return below.some(hasDrawing)
  const next = below.map((line) => line.slice(0, SEEN).trim()).filter((line) => line !== '')
  return next.length > 0 && next.every((line) => isPlainChain(line) || isChain(line))
}

/** Whether a line is the first one of a flowchart, such as `flowchart LR` or `graph`. */
export function isHeader(line: string): boolean {
  const header = headerOf(line.slice(0, SEEN).trim())
  return header !== undefined && (header.complete || header.ends)
}

/** The first line after front matter, directives and comments; empty for none. */
export function firstStatement(source: string): string {
  return lineAt(source, contentStart(source))
}

/** Whether a text begins with the word for a flowchart, after anything that may come first. */
export function hasHeader(source: string): boolean {
  return isHeader(firstStatement(source))
}

/** Lines below the first that may show that `graph` is no variable. */
const LINES_SEEN = 100

/** The first line that says something, in words of at most `SEEN` characters. */
function lineAt(source: string, at: number): string {
  const end = source.indexOf('\n', at)
  return source.slice(at, Math.min(end < 0 ? source.length : end, at + SEEN)).trim()
}

/** Mermaid's own comments, and those that people know from elsewhere. */
const COMMENTS = ['%%', '//', '# '] as const

/** The offset after front matter, directives, comments and the word `mermaid` on a line of its own. */
function contentStart(source: string): number {
  let at = skipSpace(source, 0)
  if (lineAt(source, at) === '---') at = afterFrontMatter(source, at)
  for (;;) {
    at = skipSpace(source, at)
    if (source.startsWith('%%{', at)) at = after(source, '}%%', at)
    else if (COMMENTS.some((mark) => source.startsWith(mark, at))) at = after(source, '\n', at)
    else if (source[at] === '\u200b') at++
    else if (/^mermaid[:：]?$/iu.test(lineAt(source, at))) at = after(source, '\n', at)
    else return at
  }
}

function after(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from)
  return at < 0 ? source.length : at + mark.length
}

function afterFrontMatter(source: string, from: number): number {
  let at = after(source, '\n', from)
  while (at < source.length) {
    const closes = lineAt(source, at) === '---'
    at = after(source, '\n', at)
    if (closes) return at
  }
  return at
}

type Header = Readonly<{
  word: string
  /** Whether a direction follows, or a statement after `;`. */
  complete: boolean
  /** Whether nothing follows. */
  ends: boolean
}>

const HEADER = /^(flow[ -]?chart|graph)(?:-elk|-v2)?(?![\p{L}\p{N}_-])/iu
const DIRECTION = /^(?:(?:LR|RL|TB|TD|BT)(?![\p{L}\p{N}_-])|[<>^v](?:$|[\s;]))/iu

function headerOf(line: string): Header | undefined {
  const [begin, word] = HEADER.exec(line) ?? []
  if (begin === undefined || word === undefined) return undefined
  let at = begin.length
  while (isSpace(line, at) || line[at] === ':' || line[at] === '：') at++
  const rest = line.slice(at)
  const complete = DIRECTION.test(rest) || /^[;；]./u.test(rest)
  return { word: word.toLowerCase(), complete, ends: rest === '' || rest === ';' || rest === '；' }
}

const ARROWS = ['-->', '---', '-.->', '==>', '===', '~~~', '->', '=>', '→', '--'] as const
const SURE_ARROWS = ['-->', '-.->', '==>'] as const

function hasDrawing(line: string): boolean {
  const seen = line.slice(0, SEEN)
  return ARROWS.some((arrow) => seen.includes(arrow)) || /[\p{L}\p{N}_](?:\[|\(\(|\(\[|\{)/u.test(seen)
}

/** A statement such as `A[Gateway] --> B`, which no other language has. */
function isChain(line: string): boolean {
  return SURE_ARROWS.some((arrow) => {
    const at = line.indexOf(arrow)
    if (at <= 0) return false
    const [left, right] = [line.slice(0, at).trimEnd(), behindLabel(line.slice(at + arrow.length).trim())]
    if (left === '' || right === '') return false
    return (isBox(left) && isName(right)) || (isName(left) && isBox(right)) || (isBox(left) && isBox(right))
  })
}

/** The text after an arrow's label: `|yes| B[Ship]`. */
function behindLabel(text: string): string {
  const end = text.startsWith('|') ? text.indexOf('|', 1) : -1
  return end < 0 ? text : text.slice(end + 1).trim()
}

/** A statement such as `A --> B`, in which nothing has a label. */
function isPlainChain(line: string): boolean {
  const names = line.replace(/;$/u, '').split(/-->|-\.->|==>/u)
  return names.length > 1 && names.every((name) => /^[\p{L}\p{N}_]{1,40}$/u.test(behindLabel(name.trim())))
}

/** A name with its label in brackets: `A[Gateway]`, `db[(Store)]`, `q{Ready?}`. */
function isBox(text: string): boolean {
  return /^[\p{L}\p{N}_]{1,40}[[({]/u.test(text) && /[\])}]/u.test(text)
}

function isName(text: string): boolean {
  return /^[\p{L}\p{N}_]{1,40}(?:$|[\s;[({])/u.test(text)
}
