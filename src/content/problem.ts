import { findGaps } from './completeness.ts'
import { type Checked, ContentError } from './errors.ts'
import { readDesign } from './markdown.ts'
import { type Problem, problemSchema } from './schema.ts'
import { checkYaml, type LineOf } from './yaml.ts'

export type CheckedProblem = Checked<Problem> &
  Readonly<{
    lineOf: LineOf
    /** The line on which the worked design begins. */
    bodyLine: number
    headings: readonly string[]
  }>

/**
 * Reads one problem in one language: YAML front matter between two lines `---`, then the worked design.
 * @param file how mistakes name the file
 * @throws ContentError listing every mistake
 */
export function parseProblem(text: string, file: string): Problem {
  const { value, mistakes } = checkProblem(text, file)
  if (!value || mistakes.length > 0) throw new ContentError(mistakes)
  return value
}

export function checkProblem(text: string, file: string): CheckedProblem {
  const lines = text
    .replace(/^\uFEFF/u, '')
    .replace(/\r\n?/gu, '\n')
    .split('\n')
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  const broken = (text: string): CheckedProblem => ({
    mistakes: [{ file, line: 1, text }],
    lineOf: () => 1,
    bodyLine: 1,
    headings: [],
  })
  if (lines[0]?.trimEnd() !== '---') return broken('front matter expected, beginning with a line ---')
  if (end < 0) return broken('front matter is never closed by a line ---')

  const matter = checkYaml(lines.slice(1, end).join('\n'), problemSchema, file, 1)
  const start = lines.findIndex((line, index) => index > end && line.trim() !== '')
  const bodyLine = start < 0 ? end + 1 : start + 1
  const body = start < 0 ? '' : lines.slice(start).join('\n')
  const design = readDesign(body, file, bodyLine)
  const { lineOf } = matter
  const value = matter.value && { ...matter.value, body: body.trimEnd(), diagrams: design.diagrams }
  const gaps = value && design.mistakes.length === 0 ? findGaps(value, { file, lineOf, bodyLine }) : []
  return {
    ...(value && { value }),
    mistakes: [...matter.mistakes, ...design.mistakes, ...gaps],
    lineOf,
    bodyLine,
    headings: design.headings,
  }
}
