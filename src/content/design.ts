import { sentence } from '#bot'
import { type Fence, fencedText, type Line, type Outline, readOutline } from '../markdown/outline.ts'
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
  flaws.push(...sectionGaps(outline.prose, firstLine + body.split('\n').length - 1))
  const headings = outline.sections.map(({ title }) => title)
  return { diagrams, headings, mistakes: inBody(flaws, file) }
}

/** Mistakes of a file's body. */
export function inBody(flaws: readonly FlawOnLine[], file: string): readonly Mistake[] {
  return flaws.map((each) => ({ file, path: 'body', ...each }))
}

/** A fence that is never closed, and diagrams that are none or too long. */
export function fenceFlaws({ fences, open }: Pick<Outline, 'fences' | 'open'>): readonly FlawOnLine[] {
  const diagrams = fences.filter(isMermaid)
  return [
    ...(open ? [{ line: open.line, ...flaw('openFence') }] : []),
    ...diagrams
      .filter(({ content }) => !isFlowchart(content))
      .map(({ line, content }) => ({
        line: content[0]?.number ?? line,
        ...flaw('flowchart', {
          found: firstSaid(content).slice(0, SHOWN) || sentence('mistake.part.nothing'),
        }),
      })),
    ...fences
      .filter((fence) => !isMermaid(fence) && isFlowchart(fence.content))
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

/** A heading as people write it: `## 3. Data`, `### 3) Data`, `# Data`. */
const HEADING = /^ {0,3}(#{1,6})\s*(?:(\d+)\s*[.)．、:：]?)?/u

/**
 * Finds the stages without their section, each with the heading that stands there instead: one of that number
 * that is written differently, or else one without a number.
 */
function sectionGaps(prose: readonly Line[], last: number): readonly FlawOnLine[] {
  const headings = prose.flatMap((line) => {
    const [, marks, number] = HEADING.exec(line.text) ?? []
    return marks === undefined ? [] : [{ ...line, level: marks.length, stage: Number(number ?? 0) }]
  })
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
  return language === 'mermaid'
}

function isFlowchart(lines: readonly Line[]): boolean {
  return /^flowchart\b/u.test(firstSaid(lines))
}

function firstSaid(lines: readonly Line[]): string {
  return lines.find(({ text }) => text.trim() !== '' && !text.trim().startsWith('%%'))?.text.trim() ?? ''
}
