import { z } from 'zod'
import type { InEach } from '#bot'
import { readOutline, type Section } from '../markdown/outline.ts'
import { type FlawOnLine, fenceFlaws, inBody } from './design.ts'
import { text } from './fields.ts'
import { checkFrontMatter } from './front-matter.ts'
import { type Checked, flaw } from './mistakes.ts'
import { piecesOf, roomOf, shapesOf } from './pieces.ts'
import type { LineOf } from './yaml.ts'

/** The longest title that a select shows in full, with a number before it. */
const TITLE_LIMIT = 60
/**
 * Characters of a page as the narrowest platform draws it: with its heading and buttons it is still one message
 * (4,000 on Discord).
 */
export const PAGE_LIMIT = 3000

/** The front matter of a reference's file; each section of the body is a page. */
const referenceSchema = z
  .strictObject({
    /** Its place among the references. */
    order: z.int().min(1).max(999),
    title: text(TITLE_LIMIT),
    oneLiner: text(100),
  })
  .readonly()

type ReferencePage = Readonly<{ title: string; markdown: string }>

/** A reference in one language. */
export type Reference = z.infer<typeof referenceSchema> & Readonly<{ pages: readonly ReferencePage[] }>

export type LocalizedReference = InEach<Reference>

export type CheckedReference = Checked<Reference> &
  Readonly<{ lineOf: LineOf; bodyLine: number; sections: readonly Section[] }>

/**
 * Reads one reference in one language: front matter, then sections `## Title`, each of which is a page.
 * @param file how mistakes name the file
 */
export function checkReference(source: string, file: string): CheckedReference {
  const matter = checkFrontMatter(source, referenceSchema, file)
  if (matter.body === undefined) return { ...matter, lineOf: () => 1, bodyLine: 1, sections: [] }
  const { body, bodyLine, lineOf } = matter
  const outline = readOutline(body, bodyLine)
  const { sections } = outline
  const stray = outline.lead.find((line) => line.text.trim() !== '')
  const flaws: FlawOnLine[] = [...fenceFlaws(outline), ...sections.flatMap(flawsOfPage)]
  if (stray) flaws.push({ line: stray.number, ...flaw('textFirst') })
  else if (sections.length === 0) flaws.push({ line: bodyLine, ...flaw('noSections') })
  const pages = sections.map(({ title, text: markdown }) => ({ title, markdown }))
  return {
    ...(matter.value && { value: { ...matter.value, pages } }),
    mistakes: [...matter.mistakes, ...inBody([...flaws, ...repeated(sections)], file)],
    lineOf,
    bodyLine,
    sections,
  }
}

function flawsOfPage({ line, title, text: markdown }: Section): readonly FlawOnLine[] {
  const pieces = piecesOf(markdown)
  const room = pieces.reduce((sum, piece) => sum + roomOf(piece), 0)
  const flaws = [
    ...(title.length > TITLE_LIMIT ? [flaw('titleChars', { max: TITLE_LIMIT, found: title.length })] : []),
    ...(markdown === '' ? [flaw('emptyPage')] : []),
    ...(room > PAGE_LIMIT ? [flaw('pageChars', { max: PAGE_LIMIT, found: room })] : []),
    ...shapesOf(markdown).flatMap(({ flaw: found }) => found ?? []),
  ]
  return flaws.map((each) => ({ line, ...each }))
}

/** Pages are found by their titles. */
function repeated(sections: readonly Section[]): readonly FlawOnLine[] {
  return sections
    .filter(({ title }, index) => sections.findIndex((each) => each.title === title) < index)
    .map(({ line, title }) => ({ line, ...flaw('titleTwice', { title }) }))
}
