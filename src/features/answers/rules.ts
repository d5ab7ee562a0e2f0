import { mermaidBlocks } from '../../markdown/diagrams.ts'

/** Characters of a part that are stored; the rest is cut. Discord's longest message has 4,000. */
export const PART_MAX = 40_000
/** A larger picture is not kept. */
export const PICTURE_MAX_BYTES = 8 * 1024 * 1024

/** Index of a stage by the keycap that a candidate puts on a message of theirs: 1️⃣ is the first. */
export function stageOfEmoji(emoji: string): number | undefined {
  const digit = /^([1-7])\uFE0F?\u20E3$/u.exec(emoji)?.[1]
  return digit === undefined ? undefined : Number(digit) - 1
}

/** Diagrams shown per message; 2,000 characters could hold some thirty tiny blocks. */
export const MAX_DIAGRAMS = 6

/** A Mermaid block of a message, with its number and the count of all blocks there. */
export type DiagramInText = Readonly<{ source: string; number: number; of: number }>

/** Without `diagram` the one at this index is removed. */
export type DiagramChange = Readonly<{ index: number; diagram?: DiagramInText }>

/** The diagrams of a message that are new, changed or gone after an edit, by their index. */
export function diagramChanges(before: string, after: string): readonly DiagramChange[] {
  const [old, now] = [diagramsIn(before), diagramsIn(after)]
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => index).flatMap((index) => {
    const [was, is] = [old[index], now[index]]
    if (!is) return [{ index }]
    return was?.source === is.source && was.of === is.of ? [] : [{ index, diagram: is }]
  })
}

function diagramsIn(text: string): readonly DiagramInText[] {
  const blocks = mermaidBlocks(text)
  return blocks
    .slice(0, MAX_DIAGRAMS)
    .map((source, index) => ({ source, number: index + 1, of: blocks.length }))
}

/** The stored form of a text, without trailing space and runs of empty lines. Undefined when nothing is left. */
export function partText(text: string): string | undefined {
  const kept = text
    .slice(0, PART_MAX)
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
  return kept === '' ? undefined : kept
}

export function isPicture(mediaType: string | undefined): boolean {
  return /^image\/(png|jpeg|gif|webp)\b/u.test(mediaType ?? '')
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
