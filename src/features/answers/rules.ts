/** A message this long is stored; what exceeds it is cut, and its author told. Discord's longest is 4,000. */
export const PART_MAX = 40_000
/** A picture larger than this is not kept. */
export const PICTURE_MAX_BYTES = 8 * 1024 * 1024

/** Index of a stage by the keycap a candidate puts on a message of theirs: 1️⃣ is the first. */
export function stageOfEmoji(emoji: string): number | undefined {
  const digit = /^([1-7])\uFE0F?\u20E3$/u.exec(emoji)?.[1]
  return digit === undefined ? undefined : Number(digit) - 1
}

const FENCE = /^ {0,3}(`{3,}|~{3,})[^\S\n]*([^\n]*)\n([\s\S]*?)(?:^ {0,3}\1|(?![\s\S]))/gmu
/** Slack's code blocks have no language, so there a flowchart is known by its first line. */
const FLOWCHART = /^\s*(?:flowchart|graph)\s+(?:TB|TD|BT|LR|RL)\b/u

/** The sources of the Mermaid blocks in a text. A block left open counts to the end. */
export function mermaidBlocks(text: string): readonly string[] {
  return [...text.matchAll(FENCE)].flatMap(([, , info = '', body = '']) => {
    const named = info.trim().toLowerCase() === 'mermaid'
    return named || (info.trim() === '' && FLOWCHART.test(body))
      ? [body.trimEnd().replace(/^\s*\n/u, '')]
      : []
  })
}

/** What is drawn of a message: 2,000 characters hold some thirty tiny blocks. */
export const MOST_DRAWN = 6

/** A drawing under a message: the Mermaid text, and its number among how many blocks of the message. */
export type Drawing = Readonly<{ source: string; number: number; of: number }>

export type Redrawing = Readonly<{ index: number; drawing?: Drawing }>

/**
 * What changes about the drawings of a message from one wording to the next, by their index: each that is new or
 * changed, and without a drawing each that goes.
 */
export function redrawn(before: string, after: string): readonly Redrawing[] {
  const [old, now] = [drawingsOf(before), drawingsOf(after)]
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => index).flatMap((index) => {
    const [was, is] = [old[index], now[index]]
    if (!is) return [{ index }]
    return was?.source === is.source && was.of === is.of ? [] : [{ index, drawing: is }]
  })
}

function drawingsOf(text: string): readonly Drawing[] {
  const blocks = mermaidBlocks(text)
  return blocks
    .slice(0, MOST_DRAWN)
    .map((source, index) => ({ source, number: index + 1, of: blocks.length }))
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
