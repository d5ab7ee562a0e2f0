/** A line of a file; `number` counts from 1. */
export type Line = Readonly<{ number: number; text: string }>

/** A fenced block of code. */
export type Fence = Readonly<{
  /** The marks that open it. */
  mark: string
  /** The text after the marks in lower case, such as `mermaid`. */
  language: string
  /** The line of its opening marks. */
  line: number
  content: readonly Line[]
}>

/** The part below a second-level heading, up to the next one. `line`: the heading's. */
export type Section = Readonly<{ line: number; title: string; text: string }>

export type Outline = Readonly<{
  sections: readonly Section[]
  /** The lines before the first section. */
  lead: readonly Line[]
  /** All lines outside of fences. */
  prose: readonly Line[]
  fences: readonly Fence[]
  /** The fence that is never closed. */
  open?: Fence
}>

/**
 * Divides Markdown by its second-level headings and its fences, in linear time.
 * @param firstLine the line of the file on which the text begins
 */
export function readOutline(text: string, firstLine: number): Outline {
  const lines = text.split('\n').map((each, index) => ({ number: firstLine + index, text: each }))
  const { prose, fences, open } = separate(lines)
  const headings = prose.filter((line) => line.text.startsWith('## '))
  const end = firstLine + lines.length
  const sections = headings.map(({ number, text: heading }, index) => {
    const below = lines.slice(number - firstLine + 1, (headings[index + 1]?.number ?? end) - firstLine)
    const content = below.map((line) => line.text).join('\n')
    return { line: number, title: heading.slice(3).trim(), text: content.trim() }
  })
  const lead = lines.slice(0, (headings[0]?.number ?? end) - firstLine)
  return { sections, lead, prose, fences, ...(open && { open }) }
}

/** The text inside a fence. */
export function fencedText({ content }: Fence): string {
  return content.map(({ text }) => text).join('\n')
}

type OpenFence = Fence & Readonly<{ content: Line[] }>

/** Separates prose from fenced code. */
function separate(
  lines: readonly Line[],
): Readonly<{ prose: readonly Line[]; fences: readonly Fence[]; open?: Fence }> {
  const prose: Line[] = []
  const fences: Fence[] = []
  let open: OpenFence | undefined
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

function opened({ number, text }: Line): OpenFence | undefined {
  // The parts match disjoint characters, so a long line takes one pass.
  const [, mark, info = ''] = /^ {0,3}(`{3,}|~{3,}(?!~))([^`]*)$/u.exec(text) ?? []
  if (mark === undefined) return undefined
  return { mark, language: info.trim().toLowerCase(), line: number, content: [] }
}

function closes(text: string, mark: string): boolean {
  const [, closing] = /^ {0,3}(`{3,}|~{3,})\s*$/u.exec(text) ?? []
  return closing?.startsWith(mark) ?? false
}
