import { isSpace, skipSpace } from '../../../markdown/lines.ts'

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

/** The offset after a mention, a sign, an emoji or `Re:`; undefined where there is none. */
function afterMarker(text: string, at: number, first: boolean): number | undefined {
  const said = text.slice(at, at + MAX_LABEL)
  const mark =
    /^<[@!#][^<>\s]{1,50}>[,:]?/u.exec(said) ??
    /^@[^\s@]{1,40}/u.exec(said) ??
    /^(?:re|aw|回复)[:：]/iu.exec(said) ??
    /^:[a-z][\w+-]{0,40}:/u.exec(said) ??
    /^(?:\p{Extended_Pictographic}|\uFE0F|\u200D){1,8}/u.exec(said) ??
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
  const colon = line.search(/[:：]/u)
  if (colon >= 0)
    return isLabel(line.slice(0, colon), mark)
      ? withoutMark(text.slice(at + colon + 1), mark, line.slice(0, colon))
      : undefined
  if (line.length > MAX_LABEL || !isLabel(line, mark)) return undefined
  const rest = text.slice(at + line.length)
  return heading || mark !== '' || text.slice(from, at) === '' ? rest : undefined
}

/** The rest of a line, but for one character more than a label may have. */
function lineFrom(text: string, at: number): string {
  const said = text.slice(at, at + MAX_LABEL + 1)
  const end = said.search(/[\n\r]/u)
  return end < 0 ? said : said.slice(0, end)
}

const ENGLISH =
  /^(?:(?:my|our|here is my|here's my|this is my) )?(?:(?:final|full|complete|updated|revised|corrected|new|second|third) )?answer(?: (?:is )?(?:below|as follows))?(?: (?:v|version |#|no\. ?)?\d{1,2}| \([^()]{0,30}\))?$/u
/** Other words, with which people also talk about solutions in general. */
const OWN = /^(?:my|our|my final|our final|final|my updated|updated) (?:solution|submission)$/u
const CHINESE =
  /^(?:(?:以下是|这是|這是)?(?:我的|我们的|我們的))?(?:最终|最終|最后|最後|更新|完整|新)?(?:的|版)?(?:回答|答案|作答|解答)(?:如下)?(?: ?(?:v|第)?\d{1,2}版?| ?[(（][^()（）]{0,30}[)）])?$|^答$/u

function isLabel(said: string, mark: string): boolean {
  const end = mark !== '' && said.trimEnd().endsWith(mark) ? said.trimEnd().slice(0, -mark.length) : said
  const words = end
    .trim()
    .toLowerCase()
    .replace(/\s{1,9}/gu, ' ')
    .replaceAll('’', "'")
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
