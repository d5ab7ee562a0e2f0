import { type Fence, fencedText, fencesIn } from './fences.ts'
import { placedLines } from './lines.ts'

/**
 * Puts the marks of code on lines of their own, as Markdown wants them and chats don't. Only line breaks are added, and
 * the blocks stay the same.
 */
export function withMarksOnLines(text: string): string {
  const fences = fencesIn(placedLines(text))
  if (fences.every(({ own }) => own)) return text
  const tidy = withBreaks(text, fences.flatMap(breaksAround))
  const after = fencesIn(placedLines(tidy))
  const same = after.length === fences.length && after.every((fence, index) => isSame(fence, fences[index]))
  return same ? tidy : text
}

function isSame(tidy: Fence, before: Fence | undefined): boolean {
  return tidy.own && tidy.language === before?.language && fencedText(tidy) === fencedText(before)
}

type Break = Readonly<{ at: number; prefix: string }>

function breaksAround({ marks }: Fence): readonly Break[] {
  const { open, behind, text, close, end, prefix } = marks
  return [
    ...(behind ? [{ at: open, prefix: '' }] : []),
    ...[text, close].flatMap((at) => (at === undefined ? [] : [{ at, prefix }])),
    ...(end === undefined ? [] : [{ at: end, prefix: '' }]),
  ]
}

function withBreaks(text: string, breaks: readonly Break[]): string {
  const parts: string[] = []
  let from = 0
  for (const { at, prefix } of breaks) {
    parts.push(text.slice(from, at), '\n', prefix)
    from = at
  }
  return parts.join('') + text.slice(from)
}
