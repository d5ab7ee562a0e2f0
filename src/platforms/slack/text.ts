import { type ChannelRef, type MessageRef, splitTokens, type TimeStyle, type Token } from '#bot'
import { stretchesOf } from '../fences.ts'
import { splitText } from '../split-text.ts'
import { escapeText } from './escape.ts'
import { BREAK, drawLine, quoteIn } from './mrkdwn-line.ts'

export { escapeText, unescapeText } from './escape.ts'

/** The context of a text: its readers, and the time at which it is drawn. */
export type Ink = Readonly<{
  /** A person in mrkdwn: a mention or a name. */
  person(user: string): string
  /** A person's name, as it is. */
  name(user: string): string
  /** The address at which Slack opens a channel, a thread or a message. */
  address(place: ChannelRef | MessageRef): string
  /** A moment relative to now. @param near the text around it, for its language */
  relative(at: number, near: string): string
}>

/** Placeholders for tokens while a text is drawn, so that no token is split. */
const FIRST_PLACE = 0xe000
const PLACES = 0x1800
const PLACE = /[\uE000-\uF7FF]/gu
/** The characters used as placeholders, which are removed from texts. */
const RESERVED = /[\uE000-\uF8FF]/gu

/** Slack's date tokens, which show a moment in the reader's zone. */
const TIME_STYLES = { clock: '{time}', date: '{date_short_pretty} {time}' } as const

/** Draws a text for places without markup: titles, labels, notifications. */
export function drawPlain(text: string, ink: Ink): string {
  return splitTokens(text)
    .map((token) => {
      if (token.kind === 'text') return token.text
      if (token.kind === 'user') return ink.name(token.user)
      if (token.kind === 'channel') return `#${token.channel}`
      if (!isMoment(token.at)) return asTyped(token.at, token.style)
      return token.style === 'relative' ? ink.relative(token.at, text) : utc(token.at, token.style)
    })
    .join('')
}

/**
 * Draws Markdown with tokens as mrkdwn, in parts of at most `limit` characters: split between
 * paragraphs, lines or words, and a code block that is split is closed and opened again.
 */
export function drawMrkdwn(text: string, ink: Ink, limit: number): readonly string[] {
  const { sealed, tokens } = seal(text, ink)
  return splitDrawn(sealed, limit, (part) => open(toMrkdwn(part), tokens))
}

/** Draws Markdown as Slack's `markdown` block takes it, which knows neither mentions nor dates. */
export function drawMarkdown(text: string, ink: Ink, limit: number): readonly string[] {
  return splitDrawn(drawPlain(text, ink), limit, toMarkdown)
}

/** Splits a source so that each part, drawn, has at most `limit` characters. */
function splitDrawn(source: string, limit: number, draw: (part: string) => string): readonly string[] {
  return splitText(source, limit).flatMap((part) => {
    const drawn = draw(part)
    if (drawn.length <= limit) return [drawn]
    const half = Math.ceil(part.length / 2)
    // The splitting itself needs some room to close a code block.
    return half > 100
      ? splitText(part, half + 41).flatMap((each) => splitDrawn(each, limit, draw))
      : halves(part).flatMap((each) => fitted(each, limit, draw))
  })
}

function fitted(part: string, limit: number, draw: (part: string) => string): readonly string[] {
  const drawn = draw(part)
  if (drawn.length <= limit || [...part].length <= 1) return [drawn]
  return halves(part).flatMap((each) => fitted(each, limit, draw))
}

function halves(text: string): readonly string[] {
  const characters = [...text]
  const middle = Math.ceil(characters.length / 2)
  return [characters.slice(0, middle).join(''), characters.slice(middle).join('')]
}

function seal(text: string, ink: Ink): { sealed: string; tokens: readonly string[] } {
  const tokens: string[] = []
  const sealed = splitTokens(text)
    .map((token) => {
      if (token.kind === 'text') return token.text.replace(RESERVED, '')
      tokens.push(drawToken(token, ink, text))
      return String.fromCharCode(FIRST_PLACE + ((tokens.length - 1) % PLACES))
    })
    .join('')
  return { sealed, tokens }
}

function drawToken(token: Exclude<Token, { kind: 'text' }>, ink: Ink, near: string): string {
  switch (token.kind) {
    case 'user':
      return ink.person(token.user)
    case 'channel':
      // People can type tokens too: anything other than a Slack id is a name.
      return /^[A-Z0-9]+$/u.test(token.channel) ? `<#${token.channel}>` : escapeText(`#${token.channel}`)
    case 'time':
      return drawTime(token.at, token.style, ink, near)
    default:
      return token satisfies never
  }
}

function open(text: string, tokens: readonly string[]): string {
  return text.replace(PLACE, (place) => tokens[place.charCodeAt(0) - FIRST_PLACE] ?? '')
}

/** People can type tokens too, with times outside of every calendar. */
function isMoment(at: number): boolean {
  return at <= 8.64e15
}

function asTyped(at: number, style: TimeStyle): string {
  return `⟦time ${at} ${style}⟧`
}

function drawTime(at: number, style: TimeStyle, ink: Ink, near: string): string {
  if (!isMoment(at)) return asTyped(at, style)
  if (style === 'relative') return escapeText(ink.relative(at, near))
  return `<!date^${Math.floor(at / 1000)}^${TIME_STYLES[style]}|${utc(at, style)}>`
}

function utc(at: number, style: TimeStyle): string {
  const iso = new Date(at).toISOString()
  const clock = `${iso.slice(11, 16)} UTC`
  return style === 'clock' ? clock : `${iso.slice(0, 10)} ${clock}`
}

/** Draws a text's code blocks, which look the same in both, and the rest in its own way. */
function apart(text: string, prose: (text: string) => string): string {
  return stretchesOf(text)
    .map((part) => (part.kind === 'code' ? `\`\`\`\n${escapeText(part.source)}\n\`\`\`\n` : prose(part.text)))
    .join('')
    .trim()
}

function toMrkdwn(text: string): string {
  return apart(text, (prose) => prose.split('\n').map(drawLine).join('\n'))
}

/** Words that ping everybody, in a block that might interpret them. */
const CALLS = /@(?=channel\b|here\b|everyone\b)/gu

function toMarkdown(text: string): string {
  const line = (each: string) => {
    const quote = quoteIn(each)
    return quote + escapeText(each.slice(quote.length)).replace(CALLS, `@${BREAK}`)
  }
  return apart(text, (prose) => prose.split('\n').map(line).join('\n'))
}
