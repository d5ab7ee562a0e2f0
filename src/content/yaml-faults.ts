import { type Sentence, sentence } from '#bot'
import { type Flaw, flaw, type Mistake } from './mistakes.ts'

/** A parser's complaint: its message, and the line of the text, counted from 1. */
export type Complaint = Readonly<{ message: string; line: number }>

/** `follows`: it may follow from what stands before it. */
type Explained = Readonly<{ flaw: Flaw; follows: boolean }>

const KEY = /^\s*(?:- +)*(?<key>[A-Za-z]\w*(?: \w+)?)/u.source
/** A key and the space after its colon. */
const BEFORE_VALUE = /^[A-Za-z]\w{0,60}:[ \t]/u

/** Common mistakes in YAML, by the look of the line. The first that matches counts. */
const CAUSES: readonly Readonly<{ looks: RegExp; flaw(parts: Readonly<Record<string, string>>): Flaw }>[] = [
  { looks: /^ *\t/u, flaw: () => flaw('tab') },
  { looks: /^ *[\u00A0\u2000-\u200B\u3000]/u, flaw: () => flaw('spaces') },
  { looks: new RegExp(`${KEY}：`, 'u'), flaw: ({ key = '' }) => flaw('colon', { key }) },
  { looks: new RegExp(`${KEY}:(?=[^\\s/:])`, 'u'), flaw: ({ key = '' }) => flaw('noSpace', { key }) },
  {
    looks: /^\s*(?<mark>[•·－–—]|\*(?= ))/u,
    flaw: ({ mark = '' }) => flaw('bullet', { mark: named(mark) }),
  },
]

/** Characters with which YAML begins something other than a text. */
const MARKS = /^[*&%@`![{]/u

/**
 * Finds the mistakes in a text that is no YAML. The line explains more than the parser's message. Only the first
 * mistake of a line counts, and none that follows from another.
 * @param lines of the text
 * @param before lines of the file that come before the text
 */
export function explainComplaints(
  complaints: readonly Complaint[],
  lines: readonly string[],
  file: string,
  before: number,
): readonly Mistake[] {
  const byLine = new Map<number, Explained>()
  for (const { message, line } of complaints.toSorted((a, b) => a.line - b.line))
    if (!byLine.has(line)) {
      const found = explained(message, beginOf(lines[line - 1]))
      const cut = found.follows && isCut(beginOf(lines[line - 2]))
      byLine.set(cut ? line - 1 : line, cut ? { flaw: flaw('hashInText'), follows: false } : found)
    }
  const all = [...byLine]
  const first = all.findIndex(([, { follows }]) => follows)
  return all
    .filter(([, { follows }], index) => !follows || (index === first && index === 0))
    .map(([line, { flaw: found }]) => ({ file, line: line + before, ...found }))
}

/** Characters of a line that are looked at. */
const MAX_BEGIN = 300

function beginOf(line = ''): string {
  return line.slice(0, MAX_BEGIN)
}

/** The rest of a line after its dashes and its key. */
function valueIn(line: string): string {
  let rest = line.trimStart()
  while (rest.startsWith('- ')) rest = rest.slice(2).trimStart()
  return rest.slice(BEFORE_VALUE.exec(rest)?.[0].length ?? 0).trimStart()
}

/** Whether a line's text without quotation marks ends at a `#`: lines below it then belong to nothing. */
function isCut(line: string): boolean {
  const value = valueIn(line)
  return !/^["'|>#]/u.test(value) && value.includes(' #')
}

/** A mark that Markdown would take for its own. */
function named(mark: string): string | Sentence {
  return mark === '`' ? sentence('mistake.part.backtick') : `\`${mark}\``
}

/** Describes the text's mistake, not the parser's. */
export function flawIn(message: string): Flaw {
  if (message.includes('call stack')) return flaw('deep')
  if (message.startsWith('Excessive alias count')) return flaw('aliases')
  return flaw('yaml', { message })
}

function explained(message: string, line: string): Explained {
  if (message.includes('call stack')) return { flaw: flawIn(message), follows: false }
  const seen = CAUSES.flatMap(({ looks, flaw: of }) => {
    const match = looks.exec(line)
    return match ? [of(match.groups ?? {})] : []
  })
  const found = seen[0] ?? flawOfValue(message, valueIn(line))
  if (found) return { flaw: found, follows: false }
  const scattered = /nested|indent|indicator|implicit|same column|block/iu.test(message)
  return { flaw: scattered ? flaw('indentation') : flawIn(message), follows: scattered }
}

function flawOfValue(message: string, value: string): Flaw | undefined {
  if (message.startsWith('Missing closing')) return flaw('openQuote')
  if (/^["']/u.test(value)) return flaw('innerQuote')
  if (/^[|>][-+]?\s+\S/u.test(value)) return flaw('block')
  const [mark] = MARKS.exec(value) ?? []
  if (mark !== undefined) return flaw('mark', { mark: named(mark) })
  return /:(?:\s|$)/u.test(value) ? flaw('colonInText') : undefined
}
