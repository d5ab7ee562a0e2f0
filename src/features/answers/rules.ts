/** A message this long is stored; what exceeds it is cut, and its author told. Discord's longest is 4,000. */
export const PART_MAX = 40_000
/** A picture larger than this is not kept. */
export const PICTURE_MAX_BYTES = 8 * 1024 * 1024

/** Index of a stage by the keycap a candidate puts on a message of theirs: 1️⃣ is the first. */
export function stageOfEmoji(emoji: string): number | undefined {
  const digit = /^([1-7])\uFE0F?\u20E3$/u.exec(emoji)?.[1]
  return digit === undefined ? undefined : Number(digit) - 1
}

/** The sources of the Mermaid blocks in a text. A block left open counts to the end. */
export function mermaidBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^```mermaid[^\S\n]*\n([\s\S]*?)(?:^```|(?![\s\S]))/gmu)].map(([, source]) =>
    (source ?? '').trim(),
  )
}

/** What of a message is kept: trailing space and runs of empty lines are not. Undefined when nothing is left. */
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
 * The stage under which a message counts as filed, by the keycaps that stand on it after a time when
 * nobody looked: the one known before if it still stands, else the last; null when none does.
 */
export function standingStage(known: number | null, standing: readonly number[]): number | null {
  return known !== null && standing.includes(known) ? known : (standing.at(-1) ?? null)
}
