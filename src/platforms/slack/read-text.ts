import { escapeText, unescapeText } from './text.ts'

/** The people named in a raw text of Slack. */
export function mentionsIn(text: string): readonly string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/gu)].map(([, user = '']) => user)
}

/**
 * A person's text as they see it: without Slack's markup, and with code blocks on lines of their own.
 * @param nameOf a member's name
 */
export function readText(text: string, nameOf: (user: string) => string | undefined): string {
  const plain = text.replace(/<([^<>]*)>/gu, (_, inner: string) => escapeText(readLink(inner, nameOf)))
  return unescapeText(onLinesOfTheirOwn(plain))
}

function readLink(inner: string, nameOf: (user: string) => string | undefined): string {
  const [target = '', label] = unescapeText(inner).split('|')
  if (target.startsWith('@')) return `@${label ?? nameOf(target.slice(1)) ?? target.slice(1)}`
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`
  if (target.startsWith('!')) return label ?? `@${target.slice(1).split('^')[0]}`
  return label ?? target.replace(/^mailto:/u, '')
}

/** Slack allows a code block's marks anywhere in a line; in Markdown they begin one, and a language may follow. */
function onLinesOfTheirOwn(text: string): string {
  return text.replace(/```([\s\S]*?)```/gu, (block, body: string, at: number, whole: string) => {
    const end = at + block.length
    const before = at === 0 || whole[at - 1] === '\n' ? '' : '\n'
    const after = end === whole.length || whole[end] === '\n' ? '' : '\n'
    const source = /^\w*[ \t]*\n/u.test(body) ? body : `\n${body}`
    return `${before}\`\`\`${source.trimEnd()}\n\`\`\`${after}`
  })
}
