import { mermaidBlocks } from '../../markdown/diagrams.ts'
import { withoutPictures } from '../../markdown/embedded.ts'
import { withMarksOnLines } from '../../markdown/tidy.ts'

/** Characters of a part that are stored, files included; the rest is cut. Discord's longest message has 4,000. */
export const PART_MAX = 40_000

/** Index of a stage by the keycap that a candidate puts on a message of theirs: 1️⃣ is the first. */
export function stageOfEmoji(emoji: string): number | undefined {
  const digit = /^([1-7])\uFE0F?\u20E3$/u.exec(emoji)?.[1]
  return digit === undefined ? undefined : Number(digit) - 1
}

/** Diagrams shown per message; 2,000 characters could hold some thirty tiny blocks. */
export const MAX_DIAGRAMS = 6

/** The diagrams that are shown of a text, and the count of all. */
export type TextDiagrams = Readonly<{ sources: readonly string[]; of: number }>

/** Diagrams as they are stored with a text: those of the edit at this time. */
export type StoredDiagrams = TextDiagrams & Readonly<{ editedAt: number }>

export const NO_DIAGRAMS: TextDiagrams = { sources: [], of: 0 }

/** A Mermaid block of a message, with its number and the count of all blocks there. */
export type DiagramInText = Readonly<{ source: string; number: number; of: number }>

/** Without `diagram` the one at this index is removed. */
export type DiagramChange = Readonly<{ index: number; diagram?: DiagramInText }>

/** The diagrams of a message that are new, changed or gone after an edit, by their index. */
export function diagramChanges(before: TextDiagrams, after: TextDiagrams): readonly DiagramChange[] {
  const length = Math.max(before.sources.length, after.sources.length)
  return Array.from({ length }, (_, index) => index).flatMap((index): readonly DiagramChange[] => {
    const source = after.sources[index]
    if (source === undefined) return [{ index }]
    if (source === before.sources[index] && before.of === after.of) return []
    return [{ index, diagram: { source, number: index + 1, of: after.of } }]
  })
}

export function diagramsIn(text: string): TextDiagrams {
  const blocks = mermaidBlocks(text)
  return { sources: blocks.slice(0, MAX_DIAGRAMS), of: blocks.length }
}

/** A text as it is stored, and what was found in it. */
export type WrittenPart = Readonly<{
  text: string
  diagrams: TextDiagrams
  /** Pictures within the text that were left out. */
  pictures: number
  /** The length of a text of which only the beginning is stored. */
  cutFrom?: number
}>

/** Reads a part once, outside of any transaction. */
export function readPart(raw: string): WrittenPart {
  const { text: said, pictures } = withoutPictures(raw)
  const text = compact(withMarksOnLines(beginningOf(said)))
  const cut = said.length > PART_MAX
  return { text, diagrams: diagramsIn(text), pictures, ...(cut && { cutFrom: said.length }) }
}

/** No half of a character is left at the end. */
function beginningOf(text: string): string {
  const last = text.charCodeAt(PART_MAX - 1)
  const isFirstHalf = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, isFirstHalf && text.length > PART_MAX ? PART_MAX - 1 : PART_MAX)
}

/** The stored form of a text. Undefined when nothing is left. */
export function partText(raw: string): string | undefined {
  return readPart(raw).text || undefined
}

/** Without space at the ends of lines, runs of empty lines, NUL and half surrogate pairs, which the database refuses. */
function compact(text: string): string {
  const lines: string[] = []
  for (const each of text.replaceAll('\0', '').toWellFormed().split('\n')) {
    const line = each.trimEnd()
    if (line !== '' || lines.at(-1) !== '') lines.push(line)
  }
  return lines.join('\n').trim()
}

/**
 * The stage under which a message is filed after reactions may have been missed.
 * @param known the stage stored before: it stays while its keycap is there, else the last keycap counts
 * @param standing the stages whose keycaps are on the message
 * @returns null where no keycap is left
 */
export function standingStage(known: number | null, standing: readonly number[]): number | null {
  return known !== null && standing.includes(known) ? known : (standing.at(-1) ?? null)
}
