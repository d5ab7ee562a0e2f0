import { FAMILIES, type Font, has, SEQUENCES, widthIn } from './fonts.ts'

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** Without any of these, each character is a cluster of its own. */
const JOINING =
  /[\p{M}\p{Cf}\p{Regional_Indicator}\p{Emoji_Modifier}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u
/** Asks for an emoji where a character is text by default. */
const SELECTOR = '\ufe0f'
const JOINER = '\u200d'
const SELECTORS = /\p{Variation_Selector}/gu
const TONES = /\p{Emoji_Modifier}/gu
/** Characters without a glyph: joiners, selectors, directions, controls. */
const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Cs}|\p{Variation_Selector}/gu
const PICTOGRAM = /\u20e3|[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/u
/** Raised and lowered letters and digits: elsewhere they mean something else. */
const PLACED = /[\p{Lm}\p{No}]/u
/** Letters of formulas, on which no font can place a mark. */
const STYLED = /^[\u{1d400}-\u{1d7ff}]/u
const EMOJI: readonly Font[] = ['Noto Emoji']
/** No sequence has more joined emoji. */
const MOST_JOINED = 6
/** Replaces what no font has. */
const MISSING = '□'

/** The characters as readers count them: a letter with its marks, a flag, joined emoji. */
export function clustersOf(text: string): readonly string[] {
  return JOINING.test(text) ? Array.from(graphemes.segment(text), ({ segment }) => segment) : [...text]
}

/** The text that is drawn for a cluster: itself, an equal or plainer writing that a font has, or a box. */
export function shownFor(cluster: string): string {
  const pictogram = PICTOGRAM.test(cluster) ? pictogramFor(cluster) : undefined
  if (pictogram !== undefined) return pictogram
  const visible = cluster.replace(INVISIBLE, '')
  const plain = PLACED.test(visible) ? [] : [visible.normalize('NFKC')]
  const drawn = [visible, visible.normalize('NFD'), ...plain].find((text) =>
    clustersOf(text).every((part) => fontsWith(part).length > 0),
  )
  return drawn ?? MISSING
}

/** An emoji without its tone of skin; one that the font has not joined, in its parts. Undefined for text. */
function pictogramFor(cluster: string): string | undefined {
  const bare = cluster.replace(SELECTORS, '')
  const plain = isSingle(bare) ? bare : bare.replace(TONES, '')
  if (SEQUENCES.has(plain)) return plain
  if (SEQUENCES.has(bare)) return bare
  if (!isSingle(plain)) return plain.includes(JOINER) ? inParts(plain) : undefined
  const asked = cluster.includes(SELECTOR) || plain !== bare
  const emoji = asked && !/\p{Emoji_Presentation}/u.test(plain) ? plain + SELECTOR : plain
  return [emoji, plain].find((text) => fontsWith(text).length > 0)
}

/** A joined emoji as the longest beginning that the font knows, and what remains. */
function inParts(joined: string): string {
  const pieces = joined.split(JOINER)
  const known = pieces
    .slice(0, MOST_JOINED)
    .findLastIndex((_, index) => SEQUENCES.has(pieces.slice(0, index + 1).join(JOINER)))
  const rest = pieces.slice(known + 1).map((piece) => shownFor(`${piece}${SELECTOR}`))
  return pieces.slice(0, known + 1).join(JOINER) + rest.join('')
}

/** The fonts that draw a cluster as it is written, the best one first. */
export function fontsWith(cluster: string): readonly Font[] {
  if (SEQUENCES.has(cluster)) return EMOJI
  if (cluster.endsWith(SELECTOR)) {
    const sign = cluster.slice(0, -SELECTOR.length)
    return isSingle(sign) && /\p{Extended_Pictographic}/u.test(sign) && has('Noto Emoji', sign) ? EMOJI : []
  }
  if (isSingle(cluster)) return FAMILIES.filter((font) => has(font, cluster))
  if (STYLED.test(cluster)) return []
  // Only the font of formulas knows where a mark stands on Greek letters.
  const placing: readonly Font[] = /^\p{Script=Greek}/u.test(cluster)
    ? ['Noto Sans Math', 'Noto Sans']
    : ['Noto Sans', 'Noto Sans Math']
  return [...new Set([...placing, ...FAMILIES])].filter((font) => has(font, cluster))
}

/** The width of a cluster in a font, in thousandths of its size. */
export function clusterWidth(font: Font, cluster: string): number {
  // The font joins a sequence to one emoji, and all emoji are equally wide.
  return widthIn(font, SEQUENCES.has(cluster) ? String.fromCodePoint(cluster.codePointAt(0) ?? 0) : cluster)
}

function isSingle(text: string): boolean {
  return text.length === 1 || (text.length === 2 && (text.codePointAt(0) ?? 0) > 0xffff)
}
