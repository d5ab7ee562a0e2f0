import { parse as parseYaml } from 'yaml'

/** A diagram's text without front matter, directives and comments. Lines keep their numbers. */
export type Source = Readonly<{ text: string; title: string }>

const FRONT_MATTER = /^\s*---[^\S\n]*\n(?:([\s\S]*?)\n)?[^\S\n]*---[^\S\n]*(?=\n|$)/u
/** `%%{init: ...}%%`, over several lines too. Looks are ours, and no text may change the parser's limits. */
const DIRECTIVE = /%%\{[\s\S]*?\}%%/gu
const COMMENT = /^[^\S\n]*%%[^\n]*$/gmu

/** Removes front matter, directives and comments, and reads the title. */
export function readSource(written: string): Source {
  const text = written.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n')
  const front = FRONT_MATTER.exec(text)
  return {
    text: text.replace(FRONT_MATTER, emptied).replace(DIRECTIVE, emptied).replace(COMMENT, ''),
    title: front?.[1] === undefined ? '' : titleIn(front[1]),
  }
}

function emptied(match: string): string {
  return '\n'.repeat(match.split('\n').length - 1)
}

function titleIn(frontMatter: string): string {
  try {
    const data: unknown = parseYaml(frontMatter, { maxAliasCount: 0 })
    const title = typeof data === 'object' && data !== null && 'title' in data ? data.title : undefined
    return typeof title === 'string' || typeof title === 'number' ? String(title) : ''
  } catch {
    // Mermaid's configuration in it is ignored.
    return ''
  }
}

/** The first word of a diagram, such as `sequenceDiagram`; empty for an empty text. */
export function firstWord(text: string): string {
  return /^\s*([\w-]+)/u.exec(text)?.[1] ?? ''
}
