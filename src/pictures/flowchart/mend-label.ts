import { BRACKETS } from './brackets.ts'

/** Opening signs, their closing signs, and the shape they are rewritten to. */
const OPENINGS: readonly (readonly [open: string, close: string, as?: readonly [string, string]])[] = [
  ...BRACKETS,
  ['【', '】', ['[', ']']],
  ['［', '］', ['[', ']']],
  ['（', '）', ['(', ')']],
  ['｛', '｝', ['{', '}']],
]
const NEXT_BOX = /^\s+[\p{L}\p{N}_-]{1,40}[[({]/u
/** A node is followed by the end, another node, a class, or an arrow in any spelling. */
const AFTER_NODE = /^\s*(?:$|[;；&]|:::|%%|[ox<]?(?:[-=]{2}|-\.|~~~)|[-–—=]*[>→⟶➔➜➡⇒》＞]|[–—])/u
/** Mermaid refuses labels without a character. */
export const EMPTY = /^[\s|"]*$/u

/**
 * A node's label, directly after its name: up to the sign that balances its own; where none does, up to the first one
 * behind which a node may end. Undefined where it is not closed.
 */
export function label(rest: string, name: string): Readonly<{ taken: number; text: string }> | undefined {
  const all = OPENINGS.filter(([open]) => rest.startsWith(open))
  // A path begins like a slanted box: `[/predict]`. What opens another shape has to close it.
  const fitting = /^\[[/\\]/u.test(rest) ? all : all.slice(0, 1)
  // In Chinese, brackets after a name belong to the name.
  if (fitting[0]?.[0] === '（' && /\P{ASCII}$/u.test(name)) return undefined
  for (const endIn of [balancedEnd, firstEnd])
    for (const [open, close, [as, asClose] = [open, close]] of fitting) {
      const at = endIn(rest, open, close)
      if (at !== undefined)
        return { taken: at + close.length, text: as + inQuotes(rest.slice(open.length, at)) + asClose }
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
  for (let at = rest.indexOf(close, open.length); at > 0; at = rest.indexOf(close, at + 1)) {
    if (mayEnd(rest, at + close.length)) return at
    // The next box follows without an arrow: only the writer knows what is between them.
    if (NEXT_BOX.test(rest.slice(at + close.length))) return undefined
  }
  return undefined
}

/** Whether a node may end there, by what follows. */
function mayEnd(rest: string, at: number): boolean {
  return AFTER_NODE.test(rest.slice(at))
}

/** Quotes a text that holds characters with a meaning to Mermaid. */
export function inQuotes(text: string): string {
  if (EMPTY.test(text)) return '" "'
  const trimmed = text.trim()
  if (/^"[^"]*"$/u.test(trimmed) || !/["()[\]{}<>|]|^[/\\]|[/\\]$/u.test(trimmed)) return text
  const inner = /^".*"$/u.test(trimmed) ? trimmed.slice(1, -1) : trimmed
  return `"${inner.replaceAll('"', '#quot;')}"`
}
