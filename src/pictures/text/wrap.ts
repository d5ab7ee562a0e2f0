import { widthOf } from './widths.ts'

/** Splits into words, in Chinese too, so that lines break between words there as well. */
const words = new Intl.Segmenter('zh', { granularity: 'word' })
const letters = new Intl.Segmenter('zh', { granularity: 'grapheme' })

const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff]/u
/** May not begin a line. */
const CLOSING = /^[，。、；：！？）】》」』”’％…—·,.;:!?)\]}%]/u
/** May not end one. */
const OPENING = /[（【《「『“‘([{]$/u
/** A number, and what it counts: `100 ms`, `259.2 M 笔`, `400 条`. */
const NUMBER = /\d(?:\s?[kMBT])?\s?$/u
const UNIT = /^(?:\p{L}{1,3}|%)$/u
/** After these a word that is longer than a line may be broken. */
const JOINT = /(?<=[-_/.:,&=+|])|(?<=\p{Ll})(?=\p{Lu})/u

/** Characters before a place by which it is judged. */
const LOOKED_BACK = 8
/** More lines than this are no label to look at, and balancing them takes long. */
const MOST_BALANCED = 40

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
  const units: string[][] = []
  let end = ''
  for (const { segment } of words.segment(paragraph)) {
    const last = units.at(-1)
    if (last && !mayBreak(end, segment)) last.push(segment)
    else units.push([segment])
    end = (end + segment).slice(-LOOKED_BACK)
  }
  return units
    .map((parts) => parts.join(''))
    .flatMap((unit) => (widthOf(unit.trimEnd(), size) > maxWidth ? broken(unit, maxWidth, size) : [unit]))
}

function mayBreak(before: string, after: string): boolean {
  if (/^\s/u.test(after) || CLOSING.test(after) || OPENING.test(before)) return false
  if (NUMBER.test(before) && UNIT.test(after)) return false
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

/**
 * As few lines as the width allows, about equally long; where that costs little, they end where a phrase does.
 * Among all divisions, the one with the least squared deviation from the mean line width wins.
 */
function balanced(units: readonly string[], maxWidth: number, size: number): readonly string[] {
  const narrow = filled(units, maxWidth, size)
  const count = narrow.length
  if (count === 1 || count > MOST_BALANCED) return narrow
  const mean = widthOf(units.join('').trimEnd(), size) / count
  const widths = units.map((unit) => widthOf(unit, size))
  const trimmed = units.map((unit) => widthOf(unit.trimEnd(), size))
  /** By how many pieces are written: the least cost in so many lines, and where the last of them begins. */
  let before: readonly Division[] = units.map((_, index) => ({
    cost: index === 0 ? 0 : Infinity,
    starts: [],
  }))
  before = [...before, { cost: Infinity, starts: [] }]
  for (let line = 0; line < count; line++) {
    const next: Division[] = before.map(() => ({ cost: Infinity, starts: [] }))
    for (let start = 0; start < units.length; start++) {
      const so = before[start]
      if (!so || so.cost === Infinity) continue
      let width = 0
      for (let end = start; end < units.length; end++) {
        const long = width + (trimmed[end] ?? 0)
        // A single piece may be a little longer: punctuation hangs on to it.
        if (long > maxWidth && end > start) break
        width += widths[end] ?? 0
        const cost =
          so.cost + ((long - mean) / size) ** 2 + (end + 1 < units.length ? endCost(units[end]) : 0)
        if (cost <= (next[end + 1]?.cost ?? Infinity)) next[end + 1] = { cost, starts: [...so.starts, start] }
      }
    }
    before = next
  }
  const best = before[units.length]
  if (!best || best.cost === Infinity) return narrow
  return best.starts.map((start, line) =>
    units
      .slice(start, best.starts[line + 1])
      .join('')
      .trimEnd(),
  )
}

type Division = Readonly<{ cost: number; starts: readonly number[] }>

/** The cost of a line break here: none after a phrase, little between words, more within Chinese words. */
function endCost(unit = ''): number {
  if (/[，。、；：！？）】》」』”’,.;:!?)\]}]\s*$/u.test(unit)) return 0
  return /\s$/u.test(unit) ? 2 : 8
}
