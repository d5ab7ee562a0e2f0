import { skipSpace } from './lines.ts'

/** Characters of a title that are read; longer ones are no names. */
const MAX_TITLE = 200

/** Most titles; looking at each of 10,000 headings more closely takes too long. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9 ]*$|^$/u
/** Letters with which no number begins. */
const NO_NUMBER = /^[abd-hj-oqrtuwyzA-BD-HJ-OQRTUWYZ]/u

/**
 * A heading's words without Markdown, HTML and emoji: `🎯 **1\. Requirements** {#requirements}` is `1. Requirements`.
 * Full-width digits and signs become ASCII.
 */
export function plainTitle(raw: string): string {
  const begin = raw.slice(0, MAX_TITLE).trim()
  if (PLAIN.test(begin)) return begin
  const said = withoutAttributes(begin)
  const shown = withoutLinks(withoutTags(said))
    .replace(/\\([!-/:-@[-`{-~])/gu, '$1')
    .replace(/[*`~]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .normalize('NFKC')
    .replace(/:[a-z][\w+-]{0,40}:/gu, '')
    .replace(/[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\uFE0F\u20E3\u200D]/gu, '')
  return shown.replace(/^[\s•·:#-]{1,20}/u, '').trim()
}

/** Without `{#anchor}` and closing `##` at the end. */
function withoutAttributes(said: string): string {
  const open = said.endsWith('}') ? said.lastIndexOf('{') : -1
  const text = (open > 0 ? said.slice(0, open) : said).trimEnd()
  let end = text.length
  while (text[end - 1] === '#') end--
  return end < text.length && (end === 0 || text[end - 1] === ' ') ? text.slice(0, end).trimEnd() : text
}

/** Without `<a id="x">` and the like. */
function withoutTags(said: string): string {
  return said.replace(/<\/?[a-z][^<>]{0,200}>/giu, '')
}

/** `[text](address)` is its text; images and `[]{#anchor}` are nothing. */
function withoutLinks(said: string): string {
  return said
    .replace(/!\[[^[\]]{0,200}\](?:\([^()]{0,200}\)|\[[^[\]]{0,200}\])?/gu, '')
    .replace(/\[([^[\]]{0,200})\](?:\([^()]{0,200}\)|\{[^{}]{0,200}\})/gu, '$1')
}

/** A title and the number before it. */
export type Numbered = Readonly<{
  /** Its numbers from the outside: `2.1` is 2 and 1; empty for none. */
  numbers: readonly number[]
  /** The title after the number. */
  rest: string
}>

const CHINESE = '一二三四五六七八九十'
const ROMAN: readonly string[] = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X']
const AFTER_NUMBER = /^[ \t]?[.)、:,，。\]|–—-]{0,2}[ \t]{0,9}/u

/** Reads the number of a plain title: `1.`, `2)`, `(3)`, `一、`, `（二）`, `第三步`, `Stage 4:`, `IV.`, `5.1`, `1`. */
export function numbered(title: string): Numbered {
  if (title === '' || NO_NUMBER.test(title)) return { numbers: [], rest: title }
  const named =
    /^(?:stage|step|part|section|phase|chapter|阶段|步骤|部分)[ \t]{0,3}(?=[\d一二三四五六七八九十IVX])/iu.exec(
      title,
    )
  const rest = title.slice(named?.[0].length ?? 0)
  const [begin = '', open, digits, chinese, roman] =
    /^(\(|\[)?[ \t]?(?:(?:第[ \t]?)?(\d{1,4}(?:\.\d{1,3}){0,4})|(?:第[ \t]?)?([一二三四五六七八九十]{1,2})|([IVX]{1,4}))/u.exec(
      rest,
    ) ?? []
  if (begin === '') return { numbers: [], rest: title }
  const after = rest
    .slice(begin.length)
    .replace(/^[ \t]?(?:步骤?|阶段|部分|章|节|点)/u, (unit) => (begin.startsWith('第') ? '' : unit))
  const marked = /^[ \t]?[.)、:,，。\]|–—-]/u.test(after)
  const said = after.replace(AFTER_NUMBER, '')
  const sure = marked || open !== undefined || named !== null || begin.startsWith('第') || after === ''
  if (digits !== undefined && (sure || /^\s/u.test(after)))
    return { numbers: withoutZero(digits.split('.').map(Number)), rest: said }
  if (chinese !== undefined && sure) return { numbers: [chineseNumber(chinese)], rest: said }
  const index = ROMAN.indexOf(roman ?? '')
  if (index >= 0 && sure) return { numbers: [index + 1], rest: said }
  return { numbers: [], rest: title }
}

/** `1.0` is the first chapter, not a part of it. */
function withoutZero(numbers: readonly number[]): readonly number[] {
  return numbers.length > 1 && numbers.at(-1) === 0 ? numbers.slice(0, -1) : numbers
}

function chineseNumber(text: string): number {
  const [first = '', second] = text
  if (second === undefined) return CHINESE.indexOf(first) + 1
  return first === '十' ? 10 + CHINESE.indexOf(second) + 1 : 100
}

const BRACKETS: Readonly<Record<string, string>> = {
  '【': '】',
  '[': ']',
  '(': ')',
  '「': '」',
  '『': '』',
  '《': '》',
}

/**
 * A title in brackets with which a text begins, and the offset after it and its colon: `【需求】100 ms`, `[Answer]: x`.
 * @param max characters in which the brackets must end
 */
export function bracketed(
  text: string,
  from: number,
  max: number,
): Readonly<{ title: string; end: number }> | undefined {
  const begin = skipSpace(text, from)
  const close = BRACKETS[text[begin] ?? '']
  const end = close === undefined ? -1 : text.slice(begin, begin + max).indexOf(close)
  const after = begin + end + 1
  // A link's text is followed by its address.
  if (end < 0 || text[after] === '(') return undefined
  const title = text.slice(begin + 1, begin + end)
  return { title, end: ':：'.includes(text[after] || 'end') ? after + 1 : after }
}
