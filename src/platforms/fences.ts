/** The marks that open or close a code block at the start of a line, and what follows them there. */
export type FenceLine = Readonly<{ marks: string; rest: string }>

const LEAST_MARKS = 3

/**
 * The marks at the start of a line as services show them: three or more ticks or tildes. What a member may have meant is
 * for `markdown/` to say.
 */
export function fenceLine(line: string): FenceLine | undefined {
  const [mark] = line
  if (mark !== '`' && mark !== '~') return undefined
  let end = 1
  while (line[end] === mark) end++
  const [marks, rest] = [line.slice(0, end), line.slice(end)]
  // Ticks further on in the line close what these open.
  return end < LEAST_MARKS || (mark === '`' && rest.includes('`')) ? undefined : { marks, rest }
}

/** A stretch of a text: code with the marks around it, or what is between two blocks. */
export type Stretch = Readonly<{ kind: 'code'; source: string } | { kind: 'prose'; text: string }>

/** Divides a text into its code blocks and the rest, in order. A block that is left open extends to the end. */
export function stretchesOf(text: string): readonly Stretch[] {
  const stretches: Stretch[] = []
  const lines = text.split('\n')
  let from = 0
  const prose = (to: number) => {
    // The last line has no newline after it.
    const said = lines.slice(from, to).join('\n') + (to < lines.length ? '\n' : '')
    if (to > from) stretches.push({ kind: 'prose', text: said })
  }
  // Marks on the last line open nothing.
  for (let at = 0; at < lines.length - 1; at++) {
    const marks = fenceLine(lines[at] ?? '')?.marks
    if (marks === undefined) continue
    prose(at)
    const first = at + 1
    at = first
    while (at < lines.length && !closes(lines[at] ?? '', marks)) at++
    stretches.push({ kind: 'code', source: lines.slice(first, at).join('\n') })
    from = at + 1
  }
  prose(lines.length)
  return stretches
}

/** Whether a line closes a block with these marks: as many or more, and nothing else. */
function closes(line: string, marks: string): boolean {
  if (!line.startsWith(marks)) return false
  let end = marks.length
  while (line[end] === '`' || line[end] === '~') end++
  while (line[end] === ' ' || line[end] === '\t') end++
  return end === line.length
}
