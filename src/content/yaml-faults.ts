import type { Mistake } from './errors.ts'

/** What a parser complains about: its message, and the line of the text, counted from 1. */
export type Fault = Readonly<{ message: string; line: number }>

/** `cause` unset: it may follow from what stands before it. */
type Explained = Readonly<{ text: string; cause: boolean }>

const KEY = /^\s*(?:- +)*(?<key>[A-Za-z]\w*(?: \w+)?)/u.source
/** Of a line, what comes after its dashes and its key. */
const VALUE = /^\s*(?:- +)*(?:[A-Za-z]\w*:[ \t]+)?(?<value>.*)$/u

/** What people do to YAML, by how the line looks. The first that fits is it. */
const CAUSES: readonly Readonly<{ looks: RegExp; says(parts: Readonly<Record<string, string>>): string }>[] =
  [
    { looks: /^ *\t/u, says: () => 'spaces expected at the beginning of the line, a tab found' },
    {
      looks: /^ *[\u00A0\u2000-\u200B\u3000]/u,
      says: () => 'ordinary spaces expected at the beginning of the line, others found',
    },
    {
      looks: new RegExp(`${KEY}：`, 'u'),
      says: ({ key }) => `an ordinary colon and a space expected after ${key}, ： found`,
    },
    {
      looks: new RegExp(`${KEY}:(?=[^\\s/:])`, 'u'),
      says: ({ key }) => `a space expected after ${key}:, none found`,
    },
    {
      looks: /^\s*(?<mark>[•·－–—]|\*(?= ))/u,
      says: ({ mark }) => `a list's line that begins with - and a space expected, ${named(mark)} found`,
    },
  ]

/** Marks with which YAML begins something else than a text. */
const MARKS = /^[*&%@`![{]/u

const SCATTERED = 'these lines are indented unlike each other, or a key has no colon'

/**
 * The mistakes in a text that is no YAML, in our words: what stands in the line says more than what the parser
 * was looking for. Of several in a line the first, and none of those that follow from another.
 * @param lines of the text
 * @param before lines of the file that come before the text
 */
export function explainFaults(
  faults: readonly Fault[],
  lines: readonly string[],
  file: string,
  before: number,
): readonly Mistake[] {
  const byLine = new Map<number, Explained>()
  for (const { message, line } of faults.toSorted((a, b) => a.line - b.line))
    if (!byLine.has(line)) byLine.set(line, explained(message, lines[line - 1] ?? ''))
  const all = [...byLine].map(([line, { text, cause }]) => ({ file, line: line + before, text, cause }))
  const first = all.findIndex(({ cause }) => !cause)
  return all
    .filter(({ cause }, index) => cause || (index === first && index === 0))
    .map(({ cause: _, ...mistake }) => mistake)
}

/** A mark that Markdown would take for its own. */
function named(mark = ''): string {
  return mark === '`' ? 'a backtick' : `\`${mark}\``
}

/** Says what is wrong about the text, not about the program that reads it. */
export function worded(message: string): string {
  if (message.includes('call stack')) return 'this is nested too deeply'
  if (message.startsWith('Excessive alias count')) return 'these aliases repeat too much'
  return `this is no YAML: ${message}`
}

function explained(message: string, line: string): Explained {
  if (message.includes('call stack')) return { text: worded(message), cause: true }
  for (const { looks, says } of CAUSES) {
    const match = looks.exec(line)
    if (match) return { text: says(match.groups ?? {}), cause: true }
  }
  const value = VALUE.exec(line)?.groups?.value ?? ''
  if (message.startsWith('Missing closing'))
    return { text: 'this quotation mark is never closed', cause: true }
  if (/^["']/u.test(value))
    return {
      text: 'a text that begins with a quotation mark ends at the next one: put the whole in the other kind',
      cause: true,
    }
  if (/^[|>][-+]?\s+\S/u.test(value))
    return { text: 'after this sign the text begins in the next line', cause: true }
  const [mark] = MARKS.exec(value) ?? []
  if (mark !== undefined)
    return {
      text: `quotation marks expected around a text that begins with ${named(mark)}, none found`,
      cause: true,
    }
  if (/:(?:\s|$)/u.test(value))
    return {
      text: 'quotation marks expected around a text with a colon and a space in it, none found',
      cause: true,
    }
  if (/nested|indent|indicator|implicit|same column|block/iu.test(message))
    return { text: SCATTERED, cause: false }
  return { text: worded(message), cause: true }
}
