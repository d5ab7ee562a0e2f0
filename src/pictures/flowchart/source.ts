import { parse as parseYaml } from 'yaml'

/** A diagram's text without front matter, directives and comments. Lines keep their numbers. */
export type Source = Readonly<{ text: string; title: string }>

/** Looks are ours, and no text may change the parser's limits, so directives are dropped, over several lines too. */
const [DIRECTIVE, DIRECTIVE_END] = ['%%{', '}%%']
const FENCE = '---'

/** Removes front matter, directives and comments, and reads the title. */
export function readSource(written: string): Source {
  const lines = written
    // Nobody sees them, and nobody means them.
    .replace(/[\u200b\u2060\ufeff]/gu, '')
    .replace(/\r\n?/gu, '\n')
    .split('\n')
  const front = frontMatterIn(lines)
  const below = lines.map((line, index) => (front && index <= front.end ? '' : line)).join('\n')
  const shown = withoutDirectives(below).split('\n')
  return {
    text: withWholeStyles(
      shown.map((line) => (line.trimStart().startsWith('%%') ? '' : withWholeWords(line))),
    ).join('\n'),
    title: front ? titleIn(lines.slice(front.start + 1, front.end).join('\n')) : '',
  }
}

/** The lines with the marks of front matter; undefined where there is none. */
function frontMatterIn(lines: readonly string[]): Readonly<{ start: number; end: number }> | undefined {
  const start = lines.findIndex((line) => line.trim() !== '')
  if (lines[start]?.trim() !== FENCE) return undefined
  const end = lines.findIndex((line, index) => index > start && line.trim() === FENCE)
  return end < 0 ? undefined : { start, end }
}

function withoutDirectives(text: string): string {
  let kept = ''
  let end = 0
  for (let at = text.indexOf(DIRECTIVE); at >= 0; at = text.indexOf(DIRECTIVE, end)) {
    const closing = text.indexOf(DIRECTIVE_END, at + DIRECTIVE.length)
    if (closing < 0) break
    const after = closing + DIRECTIVE_END.length
    kept += text.slice(end, at) + '\n'.repeat(text.slice(at, after).split('\n').length - 1)
    end = after
  }
  return kept + text.slice(end)
}

const STYLED = /^\s*(?:style|classDef|linkStyle)\s/u
const DECLARATION =
  /^(?:fill|stroke|color|font|background|opacity|rx|ry|text|padding|margin|border|width|height|line|filter)[a-z-]{0,20} ?:(?!:)/u

/** Styles that people write over several lines, on one: Mermaid takes `stroke:#f00` on a line of its own for a box. */
function withWholeStyles(lines: readonly string[]): readonly string[] {
  const whole: string[] = []
  /** The index of the style to which a declaration on the next line belongs. */
  let style = -1
  for (const [index, line] of lines.entries()) {
    const before = whole[style]
    if (before !== undefined && DECLARATION.test(line.trim()) && !line.includes('--')) {
      const joint = before.includes(':') ? ',' : ' '
      whole[style] = `${before.replace(/[\s,;]{1,20}$/u, '')}${joint}${line.trim()}`
      whole.push('')
    } else {
      style = STYLED.test(line) ? index : -1
      whole.push(line)
    }
  }
  return whole.map((line) => (STYLED.test(line) ? line.replace(/[,;]\s*$/u, '') : line))
}

const ARROW_TEXT = /"[^"]*"|[[({][^[({\])}]*[\])}]|\|[^|]*\||(--|-\.|==)([^-=.<>|"[\](){}]*)(?=--|==|\.-)/gu

/** `A--no-->B`, where Mermaid takes the word's last letter for an arrow's tip: with a space behind the word. */
function withWholeWords(line: string): string {
  return line.replace(ARROW_TEXT, (whole: string, opening?: string, text = '') =>
    opening !== undefined && /[\p{L}\p{N}][ox]$/u.test(text.slice(-3)) ? `${opening}${text} ` : whole,
  )
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
