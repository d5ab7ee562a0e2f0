import type { Token as MarkedAny, MarkedToken, Tokens } from 'marked'
import { type ComponentChildren, h } from 'preact'
import { splitTokens, type TimeStyle } from '../../../bot/tokens.ts'
import { lex, lexInline } from './lexer.ts'

/** The elements for moments and people in a text. */
export type Writer = Readonly<{
  time: (at: number, style: TimeStyle) => ComponentChildren
  user: (id: string) => ComponentChildren
  /** Copies a code block with its fences, since it is posted with them. */
  copy?: (source: string) => ComponentChildren
}>

/** Deeper nesting is not intended: it is shown as it was written. */
const MAX_DEPTH = 24

/** Markdown as elements. HTML is never parsed: it is shown as text. */
export function markdown(text: string, writer: Writer): ComponentChildren {
  return guarded(text, () => blocks(lex(text), writer, 0))
}

/** Markdown of one line, such as a heading or a table's cell. */
export function inlineMarkdown(text: string, writer: Writer): ComponentChildren {
  return guarded(text, () => inlines(lexInline(text), writer, 0))
}

/** Text with moments and people, and nothing else. */
export function plain(text: string, writer: Writer): ComponentChildren {
  return splitTokens(text).map((token) => {
    switch (token.kind) {
      case 'text':
        return token.text
      case 'time':
        return writer.time(token.at, token.style)
      case 'user':
        return writer.user(token.user)
      case 'channel':
        // The name of a playground channel is its id.
        return `#${token.channel}`
      default:
        return token satisfies never
    }
  })
}

/** The lexer recurses, so thousands of `>` could exhaust its stack. */
function guarded(text: string, draw: () => ComponentChildren): ComponentChildren {
  try {
    return draw()
  } catch (error) {
    if (error instanceof RangeError) return text
    throw error
  }
}

const known = (token: MarkedAny) => token as MarkedToken

function blocks(tokens: readonly MarkedAny[], writer: Writer, depth: number): ComponentChildren {
  return tokens.map((token) => (depth > MAX_DEPTH ? token.raw : block(known(token), writer, depth)))
}

function block(token: MarkedToken, writer: Writer, depth: number): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'paragraph':
      return h('p', null, inlines(token.tokens, writer, depth))
    case 'text':
      return token.tokens ? inlines(token.tokens, writer, depth) : plain(token.text, writer)
    case 'heading':
      return h('p', { class: `md-heading md-heading-${token.depth}` }, inlines(token.tokens, writer, depth))
    case 'hr':
      return h('hr', null)
    case 'code':
      return codeBlock(token, writer)
    case 'blockquote':
      return h('blockquote', null, blocks(token.tokens, writer, depth + 1))
    case 'list':
      return list(token, writer, depth)
    case 'table':
      return table(token, writer, depth)
    case 'html':
      return h('p', null, lines(token.raw.trimEnd(), writer))
    default:
      return inline(token, writer, depth)
  }
}

function codeBlock({ text, lang, raw }: Tokens.Code, { copy }: Writer): ComponentChildren {
  const name = lang?.split(/\s/u)[0] ?? ''
  const code = h('pre', { tabIndex: 0 }, h('code', null, text))
  const label = name === '' ? null : h('span', { class: 'code-lang' }, name)
  return h('div', { class: 'code' }, label, code, copy?.(raw.trim()))
}

function list(token: Tokens.List, writer: Writer, depth: number): ComponentChildren {
  const items = token.items.map((item) => h('li', null, blocks(item.tokens, writer, depth + 1)))
  if (!token.ordered) return h('ul', null, items)
  const start = typeof token.start === 'number' && token.start !== 1 ? token.start : undefined
  return h('ol', { start }, items)
}

function table({ header, rows }: Tokens.Table, writer: Writer, depth: number): ComponentChildren {
  const cell = (name: 'th' | 'td') => (each: Tokens.TableCell) =>
    h(
      name,
      { class: each.align ? `align-${each.align}` : undefined, scope: name === 'th' ? 'col' : undefined },
      inlines(each.tokens, writer, depth + 1),
    )
  return h(
    'div',
    { class: 'table', tabIndex: 0 },
    h(
      'table',
      null,
      h('thead', null, h('tr', null, header.map(cell('th')))),
      h(
        'tbody',
        null,
        rows.map((row) => h('tr', null, row.map(cell('td')))),
      ),
    ),
  )
}

function inlines(tokens: readonly MarkedAny[], writer: Writer, depth: number): ComponentChildren {
  return tokens.map((token) => (depth > MAX_DEPTH ? token.raw : inline(known(token), writer, depth)))
}

function inline(token: MarkedToken, writer: Writer, depth: number): ComponentChildren {
  const inside = (tokens: readonly MarkedAny[]) => inlines(tokens, writer, depth + 1)
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return h(token.type, null, inside(token.tokens))
    case 'codespan':
      return h('code', null, token.text)
    case 'br':
      return h('br', null)
    case 'link':
      return link(token, inside(token.tokens))
    case 'image':
      return link(token, token.text || token.href)
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ '
    case 'text':
      return token.tokens ? inside(token.tokens) : plain(token.text, writer)
    case 'escape':
      return token.text
    default:
      return lines(token.raw, writer)
  }
}

function lines(text: string, writer: Writer): ComponentChildren {
  return text
    .split('\n')
    .flatMap((line, index) => (index === 0 ? [plain(line, writer)] : [h('br', null), plain(line, writer)]))
}

/** The protocols of links; any other link is shown as it was written. */
function link(token: Tokens.Link | Tokens.Image, label: ComponentChildren): ComponentChildren {
  const href = safeHref(token.href)
  if (href === undefined) return token.raw
  return h(
    'a',
    { href, target: '_blank', rel: 'noopener noreferrer', title: token.title ?? undefined },
    label,
  )
}

const SAFE = new Set(['http:', 'https:', 'mailto:'])

/** Undefined for relative addresses too, since the playground has nothing to link to. */
export function safeHref(href: string): string | undefined {
  const url = URL.parse(href)
  return url && SAFE.has(url.protocol) ? url.href : undefined
}
