import type { Mistake } from './errors.ts'
import { STAGE_IDS } from './schema.ts'

const MIN_DIAGRAMS = 2
/** What a debrief can show; what is longer is no whiteboard any more. */
const MAX_DIAGRAMS = 6
const MAX_DIAGRAM_CHARS = 4000
const MAX_DIAGRAM_LINE = 300
/** Of a line that stands in the place of another. */
const HEADING_SHOWN = 40
/** The buffer has no section of its own. */
const SECTIONS = STAGE_IDS.length - 1

export type Line = Readonly<{ number: number; text: string }>
type Fence = Readonly<{ mark: string; mermaid: boolean; line: number; content: Line[] }>

/** What stands below a second-level heading, up to the next. `line`: the heading's. */
export type Section = Readonly<{ line: number; title: string; text: string }>

type Outline = Readonly<{
  sections: readonly Section[]
  /** What comes before the first section. */
  lead: readonly Line[]
  /** All lines outside of fences. */
  prose: readonly Line[]
  diagrams: readonly string[]
  /** What is wrong with its fences. */
  faults: readonly Line[]
}>

export type WorkedDesign = Readonly<{
  diagrams: readonly string[]
  /** Second-level headings in order. */
  headings: readonly string[]
  mistakes: readonly Mistake[]
}>

/**
 * Reads a worked design's outline: a section `## 1.` … `## 7.` a stage, and its Mermaid diagrams.
 * @param firstLine the line of the file on which the body begins
 */
export function readDesign(body: string, file: string, firstLine: number): WorkedDesign {
  const { sections, prose, diagrams, faults } = readOutline(body, firstLine)
  const found: Line[] = [...faults]
  if (diagrams.length < MIN_DIAGRAMS)
    found.push({
      number: firstLine,
      text: `at least ${MIN_DIAGRAMS} mermaid diagrams expected, ${diagrams.length} found`,
    })
  if (diagrams.length > MAX_DIAGRAMS)
    found.push({
      number: firstLine,
      text: `at most ${MAX_DIAGRAMS} mermaid diagrams expected, ${diagrams.length} found`,
    })
  found.push(...sectionGaps(prose, firstLine + body.split('\n').length - 1))
  return { diagrams, headings: sections.map(({ title }) => title), mistakes: inBody(found, file) }
}

/** Mistakes of a file's body. */
export function inBody(faults: readonly Line[], file: string): readonly Mistake[] {
  return faults.map(({ number, text }) => ({ file, line: number, text: `body: ${text}` }))
}

/**
 * Divides a body by its second-level headings, and finds its Mermaid diagrams.
 * @param firstLine the line of the file on which the body begins
 */
export function readOutline(body: string, firstLine: number): Outline {
  const lines = body.split('\n').map((text, index) => ({ number: firstLine + index, text }))
  const { prose, fences, open } = separate(lines)
  const headings = prose.filter(({ text }) => text.startsWith('## '))
  const from = (number: number) => number - firstLine
  const sections = headings.map(({ number, text }, index) => {
    const below = lines.slice(from(number) + 1, from(headings[index + 1]?.number ?? firstLine + lines.length))
    const content = below.map((line) => line.text).join('\n')
    return { line: number, title: text.slice(3).trim(), text: content.trim() }
  })
  const diagrams = fences.filter(({ mermaid }) => mermaid)
  return {
    sections,
    prose,
    lead: lines.slice(0, from(headings[0]?.number ?? firstLine + lines.length)),
    diagrams: diagrams.map(({ content }) => content.map(({ text }) => text).join('\n')),
    faults: [
      ...(open ? [{ number: open.line, text: 'this code fence is never closed' }] : []),
      ...diagrams
        .filter(({ content }) => !isFlowchart(content))
        .map(({ line, content }) => ({
          number: content[0]?.number ?? line,
          text: `a diagram beginning with flowchart expected, ${firstWords(content)} found`,
        })),
      ...fences
        .filter(({ mermaid, content }) => !mermaid && isFlowchart(content))
        .map(({ line }) => ({
          number: line,
          text: 'the word mermaid expected behind the marks of this fence, none found',
        })),
      ...diagrams.flatMap(tooLong),
    ],
  }
}

function tooLong({ line, content }: Fence): readonly Line[] {
  const chars = content.reduce((sum, { text }) => sum + text.length + 1, 0)
  const wide = content.find(({ text }) => text.length > MAX_DIAGRAM_LINE)
  const at = (number: number, max: number, found: number, of: string) => ({
    number,
    text: `at most ${max} characters ${of} expected, ${found} found`,
  })
  return [
    ...(chars > MAX_DIAGRAM_CHARS ? [at(line, MAX_DIAGRAM_CHARS, chars, 'in a diagram')] : []),
    ...(wide ? [at(wide.number, MAX_DIAGRAM_LINE, wide.text.length, "in a diagram's line")] : []),
  ]
}

/** A heading as people write it: `## 3. Data`, `### 3) Data`, `# Data`. */
const HEADING = /^ {0,3}(#{1,6})\s*(?:(\d+)\s*[.)．、:：]?)?/u

/**
 * The stages whose sections aren't where they should be, each by what stands there instead: a heading of that
 * number that is written otherwise, or else one without a number.
 */
function sectionGaps(prose: readonly Line[], last: number): readonly Line[] {
  const headings = prose.flatMap((line) => {
    const [, marks, number] = HEADING.exec(line.text) ?? []
    return marks === undefined ? [] : [{ ...line, level: marks.length, stage: Number(number ?? 0) }]
  })
  const gaps: Line[] = []
  let next = 0
  for (let stage = 1; stage <= SECTIONS; stage++) {
    const wanted = `section ## ${stage}. expected`
    const at = headings.findIndex((heading, index) => index >= next && heading.stage === stage)
    const other = headings.findIndex(
      ({ level, stage: number }, index) => index >= next && level <= 2 && number !== stage,
    )
    const found = headings[at >= 0 ? at : other]
    if (!found) return [...gaps, { number: last, text: `${wanted}, none found` }]
    if (!found.text.startsWith(`## ${stage}.`))
      gaps.push({
        number: found.number,
        text: `${wanted}, ${found.text.trim().slice(0, HEADING_SHOWN)} found`,
      })
    // A number that comes again is mistyped here; one that doesn't belongs to a later section.
    const { stage: number } = found
    const again = headings.some((heading, index) => index > other && heading.stage === number)
    if (at >= 0) next = at + 1
    else if (number === 0 || again) next = other + 1
  }
  return gaps
}

/** Tells prose from fenced code; `open` is a fence that never ends. */
function separate(
  lines: readonly Line[],
): Readonly<{ prose: readonly Line[]; fences: readonly Fence[]; open?: Fence }> {
  const prose: Line[] = []
  const fences: Fence[] = []
  let open: Fence | undefined
  for (const line of lines) {
    if (!open) {
      open = opened(line)
      if (!open) prose.push(line)
    } else if (closes(line.text, open.mark)) {
      fences.push(open)
      open = undefined
    } else open.content.push(line)
  }
  return { prose, fences, ...(open && { open }) }
}

function opened({ number, text }: Line): Fence | undefined {
  // No part can match what another does, so that a long line costs one pass.
  const [, mark, info] = /^ {0,3}(`{3,}|~{3,}(?!~))([^`]*)$/u.exec(text) ?? []
  if (mark === undefined) return undefined
  return { mark, mermaid: info?.trim().toLowerCase() === 'mermaid', line: number, content: [] }
}

function closes(text: string, mark: string): boolean {
  const [, closing] = /^ {0,3}(`{3,}|~{3,})\s*$/u.exec(text) ?? []
  return closing?.startsWith(mark) ?? false
}

function isFlowchart(lines: readonly Line[]): boolean {
  return /^flowchart\b/u.test(firstSaid(lines))
}

function firstSaid(lines: readonly Line[]): string {
  return lines.find(({ text }) => text.trim() !== '' && !text.trim().startsWith('%%'))?.text.trim() ?? ''
}

function firstWords(lines: readonly Line[]): string {
  return firstSaid(lines).slice(0, HEADING_SHOWN) || 'nothing'
}
