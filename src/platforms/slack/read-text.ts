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
  const [target = '', label] = unescapeText(inner).split('|')
  if (target.startsWith('@')) return `@${label ?? nameOf(target.slice(1)) ?? target.slice(1)}`
  if (target.startsWith('#')) return `#${label ?? target.slice(1)}`
  if (target.startsWith('!')) return label ?? `@${target.slice(1).split('^')[0]}`
  return label ?? target.replace(/^mailto:/u, '')
}
