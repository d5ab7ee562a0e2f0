import { underlineOf } from '../../../markdown/headings.ts'
import { isSpace, skipSpace } from '../../../markdown/lines.ts'
import { bracketed } from '../../../markdown/titles.ts'

/** The longest answer by file or message, in characters. */
export const ANSWER_MAX = 40_000
/** The longest text per stage in a form: Slack's limit for a text input. */
export const STAGE_MAX = 3_000
/** Types of files that the form takes; Slack's file picker knows no others. */
export const FILE_TYPES = ['.md', '.markdown', '.txt'] as const

/** The characters of a well-formed text, as people count them. */
export function codePoints(text: string): number {
  let count = text.length
  for (let at = 1; at < text.length; at++) if (isPairEnd(text, at)) count--
  return count
}

/** In well-formed text, the second half of a pair is preceded by the first. */
function isPairEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}

export function isTooLong(text: string): boolean {
  return text.length > ANSWER_MAX && codePoints(text) > ANSWER_MAX
}

/** Whether a text with these beginnings may be an answer, by what follows. */
export function mayBegin(text: string): boolean {
  return text.trim() === '' || (text.length <= MAX_LABEL && answerIn(`${text}\n\nanswer:`) !== undefined)
}

/** Characters of a line in which the word for an answer must end. */
const MAX_LABEL = 60
/** Signs that people and apps put before a message's first word. */
const MARKERS = '→↩↪⤷►▶•»✅📝✍-'
/** Mentions and signs before the word. */
const MAX_BEFORE = 8

/**
 * The text after the word that makes a message an answer: `answer:`, `My final answer:`, `回答：`, `答：`, bold or as a
 * heading, after a mention or a quotation, or on a line of its own. Undefined without that word.
 */
export function answerIn(text: string): string | undefined {
  let at = afterQuotation(text)
  for (let before = 0; before <= MAX_BEFORE; before++) {
    at = skipSpace(text, at)
    const rest = afterLabel(text, at)
    if (rest !== undefined) return rest.trim()
    const next = afterMarker(text, at, before === 0)
    if (next === undefined) return undefined
    at = next
  }
  return undefined
}

/** The lines of a quotation that come first are somebody else's. */
function afterQuotation(text: string): number {
  let at = skipSpace(text, 0)
  while (text[at] === '>') {
    const end = text.indexOf('\n', at)
    if (end < 0) return text.length
    at = skipSpace(text, end)
  }
  return at
}

const EMOJI =
  /^(?:[\d#*]\uFE0F?\u20E3|[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\uFE0F\u200D]{1,16})/u

/** The offset after a mention, a sign, an emoji or `Re:`; undefined where there is none. */
function afterMarker(text: string, at: number, first: boolean): number | undefined {
  const said = text.slice(at, at + MAX_LABEL)
  const mark =
    /^<[@!#][^<>\s]{1,50}>[,:]?/u.exec(said) ??
    /^@[^\s@]{1,40}/u.exec(said) ??
    /^(?:re|aw|回复)[:：]/iu.exec(said) ??
    /^<?a?:[a-z][\w+-]{0,40}:(?:\d{1,20}>)?/iu.exec(said) ??
    EMOJI.exec(said) ??
    // An item of a list.
    /^(?:\[[ xX]\]|\d{1,2}[.)])(?=\s)/u.exec(said) ??
    /^[\u200B-\u200F\u2060]{1,8}/u.exec(said) ??
    // A name may have several words.
    (first ? undefined : /^\p{Lu}[\p{L}\p{N}'.-]{0,30}[,:]?(?=\s)/u.exec(said))
  if (mark) return at + mark[0].length
  return MARKERS.includes(text[at] || 'end') ? at + 1 : undefined
}

/** The text after a label at this place. */
function afterLabel(text: string, from: number): string | undefined {
  let at = from
  while (text[at] === '#' && at - from < 6) at++
  const heading = at > from && isSpace(text, at)
  at = skipSpace(text, at)
  const open = at
  while ('*_`~'.includes(text[at] || 'end') && at - open < 3) at++
  const mark = text.slice(open, at)
  const line = lineFrom(text, at)
  const inBrackets = bracketed(line, 0, MAX_LABEL)
  if (inBrackets)
    return isLabel(inBrackets.title, '') ? withoutMark(text.slice(at + inBrackets.end), mark, '') : undefined
  const end = LABEL_END.exec(line)
  if (end) {
    const label = line.slice(0, end.index)
    return isLabel(label.replace(LINE_END, ''), mark)
      ? withoutMark(text.slice(at + end.index + end[0].length), mark, label)
      : undefined
  }
  if (line.length > MAX_LABEL || !isLabel(line.replace(LINE_END, ''), mark)) return undefined
  const rest = withoutUnderline(text.slice(at + line.length))
  return heading || mark !== '' || text.slice(from, at) === '' ? rest : undefined
}

const LABEL_END = /[:：﹕︰∶]|\s[–—-](?=\s)/u
/** Signs that end a label on a line of its own. */
const LINE_END = /[\uFE0F!！.。~…\s\p{Extended_Pictographic}\p{Emoji_Modifier}]{1,9}$/u

/** Without the line that makes a heading of the label above it. */
function withoutUnderline(rest: string): string {
  const below = /^(?:\r\n?|\n)([^\n\r]*)/u.exec(rest.slice(0, 2 * MAX_LABEL))
  return below?.[1] !== undefined && underlineOf(below[1]) ? rest.slice(below[0].length) : rest
}

/** The rest of a line, but for one character more than a label may have. */
function lineFrom(text: string, at: number): string {
  const said = text.slice(at, at + MAX_LABEL + 1)
  const end = said.search(/[\n\r]/u)
  return end < 0 ? said : said.slice(0, end)
}

const ENGLISH =
  /^(?:(?:my|our|here is my|here's my|here goes my|this is my) )?(?:(?:final|full|complete|updated|revised|corrected|new|second|third) )?(?:answer|ans)(?: (?:is )?(?:below|as follows)| (?:to|for) (?:(?:the|this|today's) )?(?:challenge|problem|week)(?: \d{1,3})?)?(?: (?:v|version |#|no\. ?)?\d{1,2}| \([^()]{0,30}\))?$/u
/** Other words, with which people also talk about solutions in general. */
const OWN = /^(?:my|our|my final|our final|final|my updated|updated) (?:solution|submission)$/u
const CHINESE =
  /^(?:提交)?(?:(?:以下是|这是|這是)?(?:我的|我们的|我們的))?(?:最终|最終|最后|最後|更新|完整|新)?(?:的|版)?(?:回答|答案|作答|解答|答复|答復|答卷|(?<=我的)回[复覆])(?:如下)?(?: ?(?:v|第)?\d{1,2}版?| ?[(（][^()（）]{0,30}[)）])?$|^答$/u

function isLabel(said: string, mark: string): boolean {
  const end = mark !== '' && said.trimEnd().endsWith(mark) ? said.trimEnd().slice(0, -mark.length) : said
  const words = end
    .trim()
    .toLowerCase()
    .replace(/\s{1,9}/gu, ' ')
    .replaceAll('’', "'")
    .replace(/[\u200B-\u200F\u2060]/gu, '')
  return ENGLISH.test(words) || OWN.test(words) || CHINESE.test(words)
}

/** Removes the end of the emphasis that began before the label, unless the label holds it. */
function withoutMark(rest: string, mark: string, label: string): string {
  if (mark === '' || label.trimEnd().endsWith(mark)) return rest
  const at = skipSpace(rest, 0)
  if (rest.startsWith(mark, at)) return rest.slice(at + mark.length)
  const end = rest.indexOf('\n')
  const line = (end < 0 ? rest : rest.slice(0, end)).trimEnd()
  return line.endsWith(mark) ? line.slice(0, -mark.length) + rest.slice(end < 0 ? rest.length : end) : rest
}
