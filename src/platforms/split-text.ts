import { fenceLine } from './fences.ts'

/** The characters that closing and reopening a fence may add to a part. */
const FENCE_RESERVE = 40
/** A reopened fence repeats so many of its marks, and of its language. */
const [MARKS_KEPT, LANGUAGE_KEPT] = [8, 20]
const [MARKS, WIDE_MARKS] = ['.!?;,', '。！？；，、']

/**
 * Splits a text into parts of at most `limit` UTF-16 units: at paragraph borders, else between lines,
 * else between sentences or words, and inside a word only if it alone is longer. Only the whitespace at the borders
 * is lost. A code block that must be cut is closed and reopened.
 * @param limit 100 or more
 */
export function splitText(text: string, limit: number): readonly string[] {
  const whole = text.trimEnd()
  const blanks = createBlanks(whole)
  const room = limit - FENCE_RESERVE
  const parts: string[] = []
  let at = 0
  /** The line that reopens a code block. */
  let reopening = ''
  while (reopening.length + whole.length - at > limit) {
    const start = at - reopening.length
    // Only as much as one part holds is looked at, so that the time is linear.
    const window = reopening + whole.slice(at, start + room)
    const head = window.slice(0, border(window, whole.charCodeAt(start + room)))
    const fence = openFence(head)
    parts.push(fence ? `${head.trimEnd()}\n${fence.marks}` : head.trimEnd())
    at = blanks.after(start + head.length)
    reopening = fence ? `${fence.marks}${fence.language}\n` : ''
  }
  parts.push(reopening + whole.slice(at))
  return parts.filter((part) => part.trim() !== '')
}

/** Finds the ends of white space between parts; each stretch of it is read once. */
function createBlanks(text: string) {
  let stretch = 0
  return {
    /** The end of the blank lines there, or else of the spaces. */
    after(from: number): number {
      stretch = Math.max(stretch, from)
      while (text[stretch] === ' ' || text[stretch] === '\t') stretch++
      const [first, blank] = text[stretch] === '\n' ? [stretch, '\n'] : [from, ' ']
      let end = first
      while (text[end] === blank) end++
      return end
    },
  }
}

/**
 * The end of the first part, which is more than the fence that opens it, so that every part makes progress.
 * @param next the unit after the window
 */
function border(window: string, next: number): number {
  const start = openingLength(window)
  // A border so early would make a nearly empty part.
  const early = Math.max(start, window.length / 4)
  const candidates = [window.lastIndexOf('\n\n'), window.lastIndexOf('\n'), sentenceEnd(window)]
  const found = candidates.find((at) => at > early)
  if (found !== undefined) return found
  const word = window.lastIndexOf(' ')
  if (word > start) return word
  return isSecondHalf(next) ? window.length - 1 : window.length
}

/** The length of a fence that opens a text, with its line. */
function openingLength(text: string): number {
  const end = text.indexOf('\n')
  return end >= 0 && fenceLine(text.slice(0, end)) ? end + 1 : 0
}

/** The end of the last sentence, or part of one: of marks that a space follows, or of Chinese ones. */
function sentenceEnd(window: string): number {
  for (let at = window.length - 1; at >= 0; at--) {
    const mark = window[at] ?? ''
    if (WIDE_MARKS.includes(mark)) return at + 1
    if (MARKS.includes(mark) && /\s/u.test(window[at + 1] ?? '')) return at + 1
  }
  return -1
}

/** The second unit of a surrogate pair, before which nothing is cut. */
function isSecondHalf(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

function openFence(text: string): { marks: string; language: string } | undefined {
  let open: { marks: string; language: string } | undefined
  for (const line of text.split('\n')) {
    const fence = fenceLine(line)
    if (!fence) continue
    const rest = fence.rest.trim()
    if (!open) open = { marks: fence.marks.slice(0, MARKS_KEPT), language: languageIn(rest) }
    else if (rest === '' && fence.marks.startsWith(open.marks)) open = undefined
  }
  return open
}

function languageIn(info: string): string {
  const [word = ''] = info.slice(0, LANGUAGE_KEPT).split(/\s/u)
  return word
}

/** Shortens a label for display to at most `limit` UTF-16 units. */
export function shorten(text: string, limit: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= limit) return line
  const end = isSecondHalf(line.charCodeAt(limit - 1)) ? limit - 2 : limit - 1
  return `${line.slice(0, end).trimEnd()}…`
}
