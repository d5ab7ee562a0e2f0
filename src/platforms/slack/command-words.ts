/** A word of a command line; what was in quotes is one word, and so is a mention. */
export type Word = Readonly<{ text: string; quoted: boolean }>

/** The marks that close a quote; a keyboard or a phone may turn either quote round. */
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"”“',
  '“': '”"“',
  '”': '”"“',
  '„': '“”"',
  "'": "'’",
  '‘': "’'",
  '«': '»',
  '「': '」',
  '『': '』',
  '《': '》',
}
const MENTION = /^<[@#][A-Z0-9]{1,40}(?:\|[^<>]{0,150})?>/u
/** Longer than any mention. */
const MAX_MENTION = 200

/** Divides a line into words, in time linear in its length. */
export function wordsOf(line: string): readonly Word[] {
  const words: Word[] = []
  const closings = closingsIn(line)
  let at = 0
  while (at < line.length) {
    if (isSpace(line, at)) {
      at++
      continue
    }
    const end = closings(at)
    const mention = mentionAt(line, at)
    if (mention !== undefined) {
      words.push({ text: mention, quoted: false })
      at += mention.length
    } else if (end !== undefined) {
      words.push({ text: line.slice(at + 1, end), quoted: true })
      at = end + 1
    } else {
      const start = at++
      while (at < line.length && !isSpace(line, at) && !begins(line, at)) at++
      words.push({ text: line.slice(start, at), quoted: false })
    }
  }
  return words
}

function isSpace(line: string, at: number): boolean {
  return /\s/u.test(line.charAt(at))
}

function mentionAt(line: string, at: number): string | undefined {
  return line[at] === '<' ? MENTION.exec(line.slice(at, at + MAX_MENTION))?.[0] : undefined
}

/** A mention begins a word anywhere; a quote does so after a name and a colon. */
function begins(line: string, at: number): boolean {
  if (mentionAt(line, at) !== undefined) return true
  return /[:：=]/u.test(line.charAt(at - 1)) && Object.hasOwn(CLOSING, line.charAt(at))
}

/**
 * Returns a function that tells where the quote at an index ends, if it is one. An apostrophe inside a word closes
 * nothing. Indices must not decrease from call to call, so that each list of closing marks is walked once.
 */
function closingsIn(line: string): (at: number) => number | undefined {
  const marks = new Map<string, number[]>()
  for (let at = 0; at < line.length; at++) {
    const mark = line.charAt(at)
    if (!/["”“'’»」』》]/u.test(mark)) continue
    if (/['’]/u.test(mark) && /[\p{L}\p{N}]/u.test(line.charAt(at + 1))) continue
    const all = marks.get(mark)
    if (all) all.push(at)
    else marks.set(mark, [at])
  }
  const passed = new Map<string, number>()
  const next = (mark: string, after: number) => {
    const all = marks.get(mark) ?? []
    let index = passed.get(mark) ?? 0
    while (index < all.length && (all[index] ?? 0) <= after) index++
    passed.set(mark, index)
    return all[index]
  }
  return (at) => {
    const closing = CLOSING[line.charAt(at)]
    if (closing === undefined) return undefined
    const ends = [...closing].map((mark) => next(mark, at)).filter((end) => end !== undefined)
    return ends.length > 0 ? Math.min(...ends) : undefined
  }
}
