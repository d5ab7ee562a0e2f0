import { widthOf } from './widths.ts'

/** Divides into words, in Chinese too, so that a line ends between words there as well. */
const words = new Intl.Segmenter('zh', { granularity: 'word' })
const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' })

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]/u
/** May not begin a line. */
const CLOSING = /^[，。、；：！？）】》」』”’％…—·,.;:!?)\]}%]/u
/** May not end one. */
const OPENING = /[（【《「『“‘([{]$/u
/** After these a word that is longer than a line may be broken. */
const JOINT = /(?<=[-_/.:,&=+|])|(?<=\p{Ll})(?=\p{Lu})/u

/**
 * Breaks a text into lines that are no wider than asked, and about equally long.
 * Line breaks of its own are kept.
 */
export function wrap(text: string, maxWidth: number, size: number): readonly string[] {
  return text
    .split('\n')
    .flatMap((paragraph) => balanced(unitsOf(paragraph.trim(), maxWidth, size), maxWidth, size))
}

/** The pieces between which a line may end. A space belongs to the piece before. */
function unitsOf(paragraph: string, maxWidth: number, size: number): readonly string[] {
  const units: string[] = []
  for (const { segment } of words.segment(paragraph)) {
    const last = units.at(-1)
    if (last !== undefined && !mayBreak(last, segment)) units[units.length - 1] = last + segment
    else units.push(segment)
  }
  return units.flatMap((unit) =>
    widthOf(unit.trimEnd(), size) > maxWidth ? broken(unit, maxWidth, size) : [unit],
  )
}

function mayBreak(before: string, after: string): boolean {
  if (/^\s/u.test(after) || CLOSING.test(after) || OPENING.test(before)) return false
  if (/\s$/u.test(before)) return true
  return WIDE.test(before.at(-1) ?? '') || WIDE.test(after[0] ?? '')
}

/** Pieces of a word that is wider than a line: at its joints, else anywhere. */
function broken(unit: string, maxWidth: number, size: number): readonly string[] {
  return unit
    .split(JOINT)
    .flatMap((piece) =>
      widthOf(piece.trimEnd(), size) > maxWidth
        ? [...letters.segment(piece)].map(({ segment }) => segment)
        : [piece],
    )
}

function filled(units: readonly string[], maxWidth: number, size: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const unit of units) {
    if (line !== '' && widthOf((line + unit).trimEnd(), size) > maxWidth) {
      lines.push(line.trimEnd())
      line = unit
    } else line += unit
  }
  return [...lines, line.trimEnd()]
}

/** As few lines as the width allows, made as narrow as that number of lines allows. */
function balanced(units: readonly string[], maxWidth: number, size: number): readonly string[] {
  let best = filled(units, maxWidth, size)
  if (best.length === 1) return best
  const least = Math.max(...units.map((unit) => widthOf(unit.trimEnd(), size)))
  for (let width = maxWidth - size / 2; width >= least; width -= size / 2) {
    const lines = filled(units, width, size)
    if (lines.length > best.length) break
    best = lines
  }
  return best
}
