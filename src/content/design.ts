import { sentence } from '#bot'
import type { Heading } from '../markdown/blocks.ts'
import { type Fence, fencedText } from '../markdown/fences.ts'
import { firstStatement, isDiagramLanguage, isFlowchart } from '../markdown/flowchart.ts'
import { type Outline, readOutline } from '../markdown/outline.ts'
import { numbered } from '../markdown/titles.ts'
import { type Flaw, flaw, type Mistake } from './mistakes.ts'
import { STAGE_IDS } from './stages.ts'

const MIN_DIAGRAMS = 2
/** The most that a debrief can show; a whiteboard has fewer. */
const MAX_DIAGRAMS = 6
const MAX_DIAGRAM_CHARS = 4000
const MAX_DIAGRAM_LINE = 300
/** Characters that a mistake repeats of a line. */
const SHOWN = 40
/** The buffer has no section of its own. */
const SECTIONS = STAGE_IDS.length - 1

export type WorkedDesign = Readonly<{
  diagrams: readonly string[]
  /** Second-level headings in order. */
  headings: readonly string[]
  mistakes: readonly Mistake[]
}>

/** A flaw and the line on which it stands. */
export type FlawOnLine = Flaw & Readonly<{ line: number }>

/**
 * Reads a worked design's outline: a section `## 1.` … `## 7.` per stage, and its Mermaid diagrams.
 * @param firstLine the line of the file on which the body begins
 */
export function readDesign(body: string, file: string, firstLine: number): WorkedDesign {
  const outline = readOutline(body, firstLine)
  const diagrams = outline.fences.filter(isMermaid).map(fencedText)
  const found = diagrams.length
  const flaws: FlawOnLine[] = [...fenceFlaws(outline)]
  if (found < MIN_DIAGRAMS)
    flaws.push({ line: firstLine, ...flaw('minDiagrams', { min: MIN_DIAGRAMS, found }) })
  if (found > MAX_DIAGRAMS)
    flaws.push({ line: firstLine, ...flaw('maxDiagrams', { max: MAX_DIAGRAMS, found }) })
  flaws.push(...sectionGaps(headingsIn(body, outline.headings), firstLine + body.split('\n').length - 1))
  const headings = outline.sections.map(({ title }) => title)
  return { diagrams, headings, mistakes: inBody(flaws, file) }
}

/** Mistakes of a file's body. */
export function inBody(flaws: readonly FlawOnLine[], file: string): readonly Mistake[] {
  return flaws.map((each) => ({ file, path: 'body', ...each }))
}

/** Fences that are never closed, and diagrams that are none or too long. */
export function fenceFlaws({ fences }: Pick<Outline, 'fences'>): readonly FlawOnLine[] {
  const diagrams = fences.filter(isMermaid)
  return [
    ...fences.filter(({ closed }) => !closed).map(({ line }) => ({ line, ...flaw('openFence') })),
    ...diagrams
      .filter((fence) => !isFlowchart(fencedText(fence)))
      .map((fence) => ({
        line: fence.content[0]?.number ?? fence.line,
        ...flaw('flowchart', {
          found: firstStatement(fencedText(fence)).slice(0, SHOWN) || sentence('mistake.part.nothing'),
        }),
      })),
    ...fences
      .filter((fence) => !isMermaid(fence) && isFlowchart(fencedText(fence)))
      .map(({ line }) => ({ line, ...flaw('mermaid') })),
    ...diagrams.flatMap(tooLong),
  ]
}

function tooLong({ line, content }: Fence): readonly FlawOnLine[] {
  const chars = content.reduce((sum, { text }) => sum + text.length + 1, 0)
  const wide = content.find(({ text }) => text.length > MAX_DIAGRAM_LINE)
  return [
    ...(chars > MAX_DIAGRAM_CHARS
      ? [{ line, ...flaw('diagramChars', { max: MAX_DIAGRAM_CHARS, found: chars }) }]
      : []),
    ...(wide
      ? [{ line: wide.number, ...flaw('diagramLine', { max: MAX_DIAGRAM_LINE, found: wide.text.length }) }]
      : []),
  ]
}

/** A heading as it is written, with the number of the stage that it names; 0 for none. */
type Written = Readonly<{ number: number; text: string; level: number; stage: number }>

function headingsIn(body: string, headings: readonly Heading[]): readonly Written[] {
  return headings
    .filter(({ level }) => level <= 6)
    .map(({ line, level, title, start, end }) => {
      const [stage = 0] = numbered(title).numbers
      return { number: line, text: body.slice(start, end).trim(), level, stage }
    })
}

/**
 * Finds the stages without their section, each with the heading that stands there instead: one of that number
 * that is written differently, or else one without a number.
 */
function sectionGaps(headings: readonly Written[], last: number): readonly FlawOnLine[] {
  const gaps: FlawOnLine[] = []
  let next = 0
  for (let stage = 1; stage <= SECTIONS; stage++) {
    const section = `## ${stage}.`
    const at = headings.findIndex((heading, index) => index >= next && heading.stage === stage)
    const other = headings.findIndex(
      ({ level, stage: number }, index) => index >= next && level <= 2 && number !== stage,
    )
    const found = headings[at >= 0 ? at : other]
    if (!found) return [...gaps, { line: last, ...flaw('section', { section }) }]
    if (!found.text.startsWith(section)) {
      const instead = flaw('otherSection', { section, found: found.text.trim().slice(0, SHOWN) })
      gaps.push({ line: found.number, ...instead })
    }
    // A number that occurs again is mistyped here; otherwise the heading belongs to a later section.
    const { stage: number } = found
    const again = headings.some((heading, index) => index > other && heading.stage === number)
    if (at >= 0) next = at + 1
    else if (number === 0 || again) next = other + 1
  }
  return gaps
}

function isMermaid({ language }: Fence): boolean {
  return isDiagramLanguage(language)
}
