import { withMarksOnLines } from '../../markdown/tidy.ts'
import { escapeText, unescapeText } from './text.ts'

/** The people named in a raw text of Slack. */
export function mentionsIn(text: string): readonly string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/gu)].map(([, user = '']) => user)
}

/**
 * A person's text as they see it: without Slack's markup, and with the marks of code on lines of their own.
 * @param nameOf a member's name
 */
export function readText(text: string, nameOf: (user: string) => string | undefined): string {
  const plain = text.replace(/<([^<>]*)>/gu, (_, inner: string) => escapeText(readLink(inner, nameOf)))
  return withMarksOnLines(unescapeText(plain))
}

function readLink(inner: string, nameOf: (user: string) => string | undefined): string {
  const said = unescapeText(inner)
  const bar = said.indexOf('|')
  const target = bar < 0 ? said : said.slice(0, bar)
  const label = bar < 0 ? undefined : said.slice(bar + 1)
  if (target.startsWith('@')) return `@${label ?? nameOf(target.slice(1)) ?? target.slice(1)}`
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`
  if (target.startsWith('!')) return label ?? `@${target.slice(1).split('^')[0]}`
  if (!label) return target.replace(/^mailto:/u, '')
  return /^[a-z][a-z\d+.-]{0,20}:\/\//iu.test(target) && !isLabelOf(label, target)
    ? markdownLink(label, target)
    : label
}

/** Whether a label says the address itself, as it was typed: without its scheme, or with a slash less at its end. */
function isLabelOf(label: string, address: string): boolean {
  return bareAddress(label) === bareAddress(address)
}

function bareAddress(text: string): string {
  const bare = text.trim().replace(/^https?:\/\//iu, '')
  return bare.endsWith('/') ? bare.slice(0, -1) : bare
}

/** Brackets of its own would end a link early. */
function markdownLink(label: string, address: string): string {
  return /[[\]\n]/u.test(label) || /[()\s]/u.test(address)
    ? `${label.trim()} (${address})`
    : `[${label.trim()}](${address})`
}
