import type { z } from 'zod'
import type { Checked, Mistake } from './errors.ts'
import { checkYaml, type LineOf } from './yaml.ts'

/** A Markdown file, taken apart: what its front matter says, and the body below. */
export type FrontMatter<T> = Checked<T> &
  Readonly<{
    lineOf: LineOf
    body: string
    /** The line on which the body begins. */
    bodyLine: number
  }>

/**
 * Reads a file that begins with YAML between two lines `---`, however its lines end. Without `body`
 * there is no front matter to speak of.
 * @param file how mistakes name the file
 */
export function checkFrontMatter<T>(
  text: string,
  schema: z.ZodType<T>,
  file: string,
): FrontMatter<T> | Readonly<{ body?: never; mistakes: readonly Mistake[] }> {
  const lines = text
    .replace(/^\uFEFF/u, '')
    .replace(/\r\n?/gu, '\n')
    .split('\n')
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  const broken = (text: string) => ({ mistakes: [{ file, line: 1, text }] })
  if (lines[0]?.trimEnd() !== '---') return broken('front matter expected, beginning with a line ---')
  if (end < 0) return broken('front matter is never closed by a line ---')

  const matter = checkYaml(lines.slice(1, end).join('\n'), schema, file, 1)
  const start = lines.findIndex((line, index) => index > end && line.trim() !== '')
  const body = start < 0 ? '' : lines.slice(start).join('\n')
  return { ...matter, body, bodyLine: start < 0 ? end + 1 : start + 1 }
}
