import { replacePairs } from '../../kit/paired-marks.ts'
import { escapeText } from './escape.ts'

/** Goes around marks: Slack recognises them only next to spaces or punctuation, which Chinese text may lack. */
export const BREAK = '\u200B'

/** Placeholders for escaped characters. */
const FIRST_SIGN = 0xf800
const SIGN = /[\uF800-\uF87F]/gu
const MARKS: Readonly<Record<string, string>> = { '\uF8F1': '*', '\uF8F2': '_', '\uF8F3': '~' }
const MAX_HEADING = 6

/** The marks of quotes at the start of a line. */
export function quoteIn(line: string): string {
  return /^(?:> ?)+/u.exec(line)?.[0] ?? ''
}

/** Draws a line of Markdown as mrkdwn, which knows one level of quotes, and no headings or lists. */
export function drawLine(text: string): string {
  const quote = quoteIn(text)
  const rest = text.slice(quote.length)
  const start = quote ? '> ' : ''
  const heading = headingIn(rest)
  if (heading !== undefined) return `${start}${bold(spans(heading.replaceAll('**', '')))}`
  return start + spans(rest.replace(/^(\s*)[-*+]\s+/u, '$1• '))
}

function headingIn(line: string): string | undefined {
  let level = 0
  while (line[level] === '#') level++
  if (level === 0 || level > MAX_HEADING) return undefined
  const rest = line.slice(level)
  const title = rest.trimStart()
  return title.length < rest.length ? title : undefined
}

function bold(text: string): string {
  return text.trim() ? `*${text.trim()}*` : ''
}

/** Draws the content of a line, except code. */
function spans(text: string): string {
  return text
    .split(/(`[^`\n]+`)/u)
    .map((part, index) => (index % 2 === 1 ? escapeText(part) : inline(part)))
    .join('')
}

/** The beginning of a mark or an address, which most lines lack. */
const DRAWN = /[\\[*_~]|http/u

function inline(text: string): string {
  const plain = escapeText(text)
  if (!DRAWN.test(plain)) return plain
  const escaped = plain.replace(/\\([\\`*_{}[\]()#+\-.!~|])/g, (_, sign: string) =>
    String.fromCharCode(FIRST_SIGN + sign.charCodeAt(0)),
  )
  const linked = links(escaped).replace(
    /(^|[\s(（])(https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)）。，；：！？])/gu,
    '$1<$2>',
  )
  const strong = between(between(linked, '**', '\uF8F1'), '__', '\uF8F1')
  const marked = strong.replace(/(^|[^\w*])\*(?=[^\s*])([^*\n]*?[^\s*])\*(?![\w*])/gu, '$1\uF8F2$2\uF8F2')
  return setMarks(between(marked, '~~', '\uF8F3')).replace(SIGN, (sign) => {
    return `${BREAK}${String.fromCharCode(sign.charCodeAt(0) - FIRST_SIGN)}${BREAK}`
  })
}

const TARGET = /\]\((https?:\/\/[^\s()|]+)\)/gu

/** Draws `[label](address)`. It looks for addresses and then back, as there may be any number of brackets before. */
function links(text: string): string {
  let drawn = ''
  let end = 0
  for (const { index, 0: whole, 1: url = '' } of text.matchAll(TARGET)) {
    const before = text.slice(end, index)
    // A label holds no bracket that closes.
    const first = before.lastIndexOf(']') + 1
    const opening = before.indexOf('[', first)
    const label = before.slice(opening + 1)
    if (opening < 0 || label === '') continue
    drawn += `${before.slice(0, opening)}<${url}|${label.replaceAll('|', '¦')}>`
    end = index + whole.length
  }
  return drawn + text.slice(end)
}

function between(text: string, mark: string, sign: string): string {
  return replacePairs(text, mark, (inside) => sign + inside + sign)
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)

function setMarks(text: string): string {
  const opened = new Set<string>()
  const characters = [...text]
  return characters
    .map((character, index) => {
      const sign = MARKS[character]
      if (sign === undefined) return character
      const opens = !opened.delete(character)
      if (opens) opened.add(character)
      if (opens) return isWord(characters[index - 1]) ? BREAK + sign : sign
      return isWord(characters[index + 1]) ? sign + BREAK : sign
    })
    .join('')
}
