/** A code fence that opens or closes at the start of a line, and its language. */
const FENCE = /^(`{3,}|~{3,})[ \t]*(\S*)[^\n]*$/gm
const OPENING_LINE = /^(?:`{3,}|~{3,})[^\n]*\n/
/** The characters that closing and reopening a fence may add to a part. */
const FENCE_RESERVE = 40
const AFTER_SENTENCE = /[。！？；，、.!?;,]\s?/gu

/**
 * Splits a text into parts of at most `limit` UTF-16 units: at paragraph borders, else between lines,
 * else between sentences or words, and inside a word only if it alone is longer. Only the whitespace at the borders
 * is lost. A code block that must be cut is closed and reopened.
 */
export function splitText(text: string, limit: number): readonly string[] {
  const parts: string[] = []
  let rest = text.trimEnd()
  while (rest.length > limit) {
    const end = border(rest, limit - FENCE_RESERVE)
    const head = rest.slice(0, end)
    const tail = rest.slice(end).replace(/^[ \t]*\n+|^ +/, '')
    const fence = openFence(head)
    parts.push(fence ? `${head.trimEnd()}\n${fence.marks}` : head.trimEnd())
    rest = fence ? `${fence.marks}${fence.language}\n${tail}` : tail
  }
  parts.push(rest)
  return parts.filter((part) => part.trim() !== '')
}

/** The end of the first part, after the fence that opens it, so that every part makes progress. */
function border(text: string, room: number): number {
  const start = OPENING_LINE.exec(text)?.[0].length ?? 0
  const window = text.slice(0, room)
  // A border so early would make a nearly empty part.
  const early = Math.max(start, room / 4)
  const candidates = [window.lastIndexOf('\n\n'), window.lastIndexOf('\n'), sentenceEnd(window)]
  const found = candidates.find((at) => at > early)
  if (found !== undefined) return found
  const word = window.lastIndexOf(' ')
  if (word > start) return word
  return wholeCharacter(text, room)
}

function sentenceEnd(window: string): number {
  let end = -1
  for (const match of window.matchAll(AFTER_SENTENCE))
    if (!/[.!?;,]$/u.test(match[0])) end = match.index + match[0].trimEnd().length
  return end
}

/** Steps back if `at` would split a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at
}

function openFence(text: string): { marks: string; language: string } | undefined {
  let open: { marks: string; language: string } | undefined
  for (const [, marks = '', language = ''] of text.matchAll(FENCE)) {
    if (!open) open = { marks: marks.slice(0, 8), language: language.slice(0, 20) }
    else if (marks.startsWith(open.marks) && language === '') open = undefined
  }
  return open
}

/** Shortens a label for display to at most `limit` UTF-16 units. */
export function shorten(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= limit ? line : `${line.slice(0, wholeCharacter(line, limit - 1)).trimEnd()}…`
}
