import { type Prefix, prefixOf } from './containers.ts'
import { isSpace, runLength, skipSpace } from './lines.ts'

/** A heading's level: 1 to 6 as Markdown has them; bold lines come below, and bold items of lists below those. */
export type HeadingText = Readonly<{ level: number; raw: string }>

/** The levels of lines that are headings by their looks. */
const BOLD_LINE = 7
export const BOLD_ITEM = 8
/** Longer lines are sentences. */
const MAX_BOLD = 120

/**
 * Reads a heading in one line: `## Data`, `##Data`, `- ## Data`, `**Data**`, `<h2>Data</h2>`, `> [!info] Data`.
 * @param prefix what comes before its text
 * @param listColumn the column of the text of the list item above; 0 for none
 */
export function headingOf(line: string, prefix: Prefix, listColumn: number): HeadingText | undefined {
  if (prefix.at >= line.length) return undefined
  if (prefix.quotes > 0) return calloutTitle(line.slice(prefix.at))
  const sign = line[prefix.at] ?? ''
  if (sign === '#') return isIndented(prefix, listColumn) ? undefined : atx(line, prefix.at)
  if (sign === '<') return htmlHeading(line.slice(prefix.at))
  if (line.length - prefix.at > MAX_BOLD) return undefined
  return isBold(line.slice(prefix.at))
    ? { level: prefix.item ? BOLD_ITEM : BOLD_LINE, raw: line.slice(skipSpace(line, 0)).trimEnd() }
    : undefined
}

/** The title of Obsidian's callout, a quotation of several lines: `> [!info] Requirements`. */
function calloutTitle(said: string): HeadingText | undefined {
  if (said.length > MAX_BOLD) return undefined
  const [, title] = /^\[![a-z]{1,20}\][+-]?[ \t](.*)$/iu.exec(said) ?? []
  return title === undefined || title.trim() === '' ? undefined : { level: BOLD_LINE, raw: title.trim() }
}

/** Code by indentation, which may hold comments that look like headings. */
function isIndented({ item, indent }: Prefix, listColumn: number): boolean {
  return !item && indent > 3 && (listColumn === 0 || indent - listColumn > 3)
}

function atx(line: string, at: number): HeadingText | undefined {
  const level = runLength(line, at)
  if (level > 6) return undefined
  const from = at + level
  if (from < line.length && !isSpace(line, from) && !isTight(line, from, level)) return undefined
  return { level, raw: line.slice(from).trim() }
}

/** `##Data` is a heading without its space; `#data` is one if the line holds no second hashtag, and `#1` is a number. */
function isTight(line: string, from: number, level: number): boolean {
  if (line.length - from > MAX_BOLD) return false
  return level > 1 || (/^\p{L}/u.test(line.slice(from, from + 2)) && !line.includes('#', from))
}

function htmlHeading(said: string): HeadingText | undefined {
  const text = said.trimEnd()
  const level = Number(text[2])
  if (text.length > 2 * MAX_BOLD || !(level >= 1 && level <= 6)) return undefined
  const closes = `</h${level}>`
  const lower = text.toLowerCase()
  const begin = text.indexOf('>')
  if (!lower.startsWith(`<h${level}`) || !lower.endsWith(closes) || begin < 0) return undefined
  return { level, raw: text.slice(begin + 1, -closes.length).trim() }
}

const MARKS = ['**', '__', '*'] as const
/** Characters before the bold text: a number, an emoji, `###` within bold. */
const MAX_BEFORE = 20

/** Whether all of a line is bold, but for a number or an emoji before it and a colon after it. Slack's mark is `*`. */
function isBold(said: string): boolean {
  const text = said.trimEnd()
  const first = text.search(/[*_]/u)
  if (
    first < 0 ||
    first > MAX_BEFORE ||
    !/^[\P{L}一二三四五六七八九十]*$/u.test(withoutCodes(text.slice(0, first)))
  )
    return false
  const inner = /[:：]$/u.test(text) ? text.slice(first, -1) : text.slice(first)
  const mark = MARKS.find((each) => inner.startsWith(each))
  if (mark === undefined || !inner.endsWith(mark) || inner.length <= 2 * mark.length) return false
  const words = inner.slice(mark.length, -mark.length)
  return !words.includes(mark) && !isSpace(words, 0) && /[\p{L}\p{N}]/u.test(words)
}

/** Without Slack's codes of emoji, such as `:dart:`. */
function withoutCodes(text: string): string {
  return text.replace(/:[a-z][\w+-]{0,18}:/gu, '')
}

/** A line of `===` or `---`, below a line that it makes a heading; gives the level. */
export function underlineOf(line: string): 1 | 2 | undefined {
  const from = skipSpace(line, 0)
  const sign = line[from]
  if (from > 3 || (sign !== '=' && sign !== '-')) return undefined
  const end = from + runLength(line, from)
  return end - from >= 2 && skipSpace(line, end) === line.length ? (sign === '=' ? 1 : 2) : undefined
}

/** Whether a line above `---` is a title: not an item, a quote, a row or a sentence. */
export function mayBeTitle(line: string): boolean {
  const { quotes, item, indent, at } = prefixOf(line)
  const text = line.trimEnd()
  return (
    quotes === 0 &&
    !item &&
    indent <= 3 &&
    at < text.length &&
    text.length <= MAX_BOLD &&
    !/[.,;!?|。，；！？]$/u.test(text)
  )
}
