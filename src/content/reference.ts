import { z } from 'zod'
import type { Language } from '#bot'
import type { Checked, Mistake } from './errors.ts'
import { checkFrontMatter } from './front-matter.ts'
import { inBody, type Line, readOutline, type Section } from './markdown.ts'
import { piecesOf, roomOf, shapesOf } from './pieces.ts'
import type { LineOf } from './yaml.ts'

/** What a select shows whole, with a number before it. */
const TITLE_LIMIT = 60
/**
 * Characters of a page as the narrowest platform draws it: with its heading and its buttons a page
 * stays one message there (4,000 on Discord), and is read without losing the thread.
 */
export const PAGE_LIMIT = 3000

const text = (max: number) => z.string().trim().min(1).max(max)

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
type Reference = z.infer<typeof referenceSchema> & Readonly<{ pages: readonly ReferencePage[] }>

export type LocalizedReference = Readonly<Record<Language, Reference>>

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
  const { sections, lead, faults } = readOutline(body, bodyLine)
  const stray = lead.find((line) => line.text.trim() !== '')
  const found: Line[] = [...faults, ...sections.flatMap(faultsOf)]
  if (stray) found.push({ number: stray.number, text: 'a section ## expected first, text found' })
  else if (sections.length === 0)
    found.push({ number: bodyLine, text: 'at least 1 section ## expected, 0 found' })
  const pages = sections.map(({ title, text: markdown }) => ({ title, markdown }))
  return {
    ...(matter.value && { value: { ...matter.value, pages } }),
    mistakes: [...matter.mistakes, ...inBody(found, file), ...repeated(sections, file)],
    lineOf,
    bodyLine,
    sections,
  }
}

function faultsOf({ line, title, text: markdown }: Section): readonly Line[] {
  const faults: Line[] = []
  const expect = (what: string) => faults.push({ number: line, text: what })
  if (title.length > TITLE_LIMIT)
    expect(`a title of at most ${TITLE_LIMIT} characters expected, ${title.length} found`)
  if (markdown === '') expect('a section with a text expected, an empty one found')
  const room = piecesOf(markdown).reduce((sum, piece) => sum + roomOf(piece), 0)
  if (room > PAGE_LIMIT) expect(`a page of at most ${PAGE_LIMIT} characters as drawn expected, ${room} found`)
  for (const { fault } of shapesOf(markdown)) if (fault) expect(fault)
  return faults
}

/** Pages are found by their titles. */
function repeated(sections: readonly Section[], file: string): readonly Mistake[] {
  return sections
    .filter(({ title }, index) => sections.findIndex((each) => each.title === title) < index)
    .map(({ line, title }) => ({ file, line, text: `body: another section is called ${title} already` }))
}
