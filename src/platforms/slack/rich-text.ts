import { z } from 'zod'
import { escapeText } from './escape.ts'

/** A block of typed text, or an element in it; lists and quotations hold further ones. */
const part = z.object({
  type: z.string(),
  text: z.string().nullish().catch(undefined),
  url: z.string().nullish(),
  user_id: z.string().nullish(),
  channel_id: z.string().nullish(),
  range: z.string().nullish(),
  name: z.string().nullish(),
  indent: z.number().nullish(),
  elements: z.array(z.unknown()).nullish(),
})

/** Slack's own blocks are four deep. */
const MAX_DEPTH = 6

/** Blocks of typed text in Slack's markup. What can't be read is left out. */
export function richText(blocks: readonly unknown[]): string {
  return blocks
    .map((block) => draw(block, MAX_DEPTH))
    .filter((text) => text !== '')
    .join('\n')
}

function draw(raw: unknown, depth: number): string {
  const { data } = part.safeParse(raw)
  if (!data || depth === 0) return ''
  const inner = (data.elements ?? []).map((each) => draw(each, depth - 1))
  switch (data.type) {
    case 'text':
      return escapeText(data.text ?? '')
    case 'link':
      return data.text
        ? `<${escapeText(data.url ?? '')}|${escapeText(data.text)}>`
        : `<${escapeText(data.url ?? '')}>`
    case 'user':
      return `<@${data.user_id ?? ''}>`
    case 'channel':
      return `<#${data.channel_id ?? ''}>`
    case 'broadcast':
      return `@${data.range ?? ''}`
    case 'emoji':
      return `:${data.name ?? ''}:`
    case 'rich_text':
      return inner.join('\n')
    case 'rich_text_list':
      return inner.map((item) => `${'  '.repeat(Math.min(data.indent ?? 0, 8))}• ${item}`).join('\n')
    case 'rich_text_preformatted':
      return `\`\`\`\n${inner.join('')}\n\`\`\``
    case 'rich_text_quote':
      return `&gt; ${inner.join('').replaceAll('\n', '\n&gt; ')}`
    default:
      return inner.join('')
  }
}
