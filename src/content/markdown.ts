import type { Mistake } from './errors.ts'
import { STAGE_IDS } from './schema.ts'

const MIN_DIAGRAMS = 2
/** What a debrief can show; what is longer is no whiteboard any more. */
const MAX_DIAGRAMS = 6
const MAX_DIAGRAM_CHARS = 4000
const MAX_DIAGRAM_LINE = 300
/** The buffer has no section of its own. */
const SECTIONS = STAGE_IDS.length - 1

type Line = Readonly<{ number: number; text: string }>
type Fence = Readonly<{ mark: string; mermaid: boolean; line: number; content: Line[] }>

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
  const lines = body.split('\n').map((text, index) => ({ number: firstLine + index, text }))
  const { prose, fences, open } = separate(lines)
  const headings = prose
    .filter(({ text }) => text.startsWith('## '))
    .map(({ number, text }) => ({ number, text: text.slice(3).trim() }))
  const diagrams = fences.filter(({ mermaid }) => mermaid)

  const faults: Line[] = []
  if (open) faults.push({ number: open.line, text: 'this code fence is never closed' })
  if (diagrams.length < MIN_DIAGRAMS)
    faults.push({
      number: firstLine,
      text: `at least ${MIN_DIAGRAMS} mermaid diagrams expected, ${diagrams.length} found`,
    })
  for (const { line, content } of diagrams)
    if (!isFlowchart(content))
      faults.push({
        number: content[0]?.number ?? line,
        text: 'a diagram beginning with flowchart expected',
      })
  if (diagrams.length > MAX_DIAGRAMS)
    faults.push({
      number: diagrams[MAX_DIAGRAMS]?.line ?? firstLine,
      text: `at most ${MAX_DIAGRAMS} mermaid diagrams expected, ${diagrams.length} found`,
    })
  for (const diagram of diagrams) faults.push(...tooLong(diagram))
  const gap = sectionGap(headings)
  if (gap) faults.push({ number: gap.at?.number ?? firstLine + lines.length - 1, text: gap.text })

  return {
    diagrams: diagrams.map(({ content }) => content.map(({ text }) => text).join('\n')),
    headings: headings.map(({ text }) => text),
    mistakes: faults.map(({ number, text }) => ({ file, line: number, text: `body: ${text}` })),
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

/** The first stage whose section isn't where it should be; `at` is the heading that stands there instead. */
function sectionGap(headings: readonly Line[]): Readonly<{ at?: Line; text: string }> | undefined {
  const numbered = headings.filter(({ text }) => /^\d+\./u.test(text))
  for (let section = 1; section <= SECTIONS; section++) {
    const at = numbered[section - 1]
    if (!at) return { text: `section ## ${section}. expected, none found` }
    if (!at.text.startsWith(`${section}.`))
      return { at, text: `section ## ${section}. expected, ## ${at.text} found` }
  }
  return undefined
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
  const first = lines.find(({ text }) => text.trim() !== '' && !text.trim().startsWith('%%'))
  return /^\s*flowchart\b/u.test(first?.text ?? '')
}
