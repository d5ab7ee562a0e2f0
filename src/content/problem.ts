import { findGaps } from './completeness.ts'
import { readDesign } from './design.ts'
import { checkFrontMatter } from './front-matter.ts'
import { type Checked, ContentError } from './mistakes.ts'
import { type Problem, problemSchema } from './schema.ts'
import type { LineOf } from './yaml.ts'

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
  const matter = checkFrontMatter(text, problemSchema, file)
  if (matter.body === undefined) return { ...matter, lineOf: () => 1, bodyLine: 1, headings: [] }
  const { body, bodyLine, lineOf } = matter
  const design = readDesign(body, file, bodyLine)
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
