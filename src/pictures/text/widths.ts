import { clustersOf, clusterWidth, fontsWith, shownFor } from './clusters.ts'
import { type Font, fileOf, has, MAIN_FONT, widthIn } from './fonts.ts'

/** A part of a line that one font draws, and its width in thousandths of the size, without kerning. */
export type Run = Readonly<{ font: Font; text: string; width: number }>

/** The font of letters with all marks. */
const LETTERS: Font = 'Noto Sans'

/** The text as it can be drawn: missing characters become a box, invisible ones are dropped. Keeps line breaks. */
export function drawable(text: string): string {
  return text
    .normalize('NFC')
    .split('\n')
    .map((line) => {
      const spaced = line.replaceAll('\t', ' ')
      return has(MAIN_FONT, spaced) ? spaced : clustersOf(spaced).map(shownFor).join('')
    })
    .join('\n')
}

/** A drawable line in runs of one font each. */
export function runsOf(line: string): readonly Run[] {
  if (line === '') return []
  if (has(MAIN_FONT, line)) return [{ font: MAIN_FONT, text: line, width: widthIn(MAIN_FONT, line) }]
  return inFonts(line).reduce<{ font: Font; text: string; width: number }[]>((runs, { font, text }) => {
    const width = clusterWidth(font, text)
    const last = runs.at(-1)
    if (last?.font === font) {
      last.text += text
      last.width += width
    } else runs.push({ font, text, width })
    return runs
  }, [])
}

/**
 * The width of a line of text, in the unit of its size. Kerning is ignored: it makes lines narrower by a percent or two,
 * so a line that fits by this measure never overflows.
 */
export function widthOf(line: string, size: number): number {
  return (runsOf(line).reduce((sum, { width }) => sum + width, 0) * size) / 1000
}

/** The font files that these runs need. */
export function filesFor(runs: readonly Run[]): readonly string[] {
  const texts = new Map<Font, string>([[MAIN_FONT, '']])
  for (const { font, text } of runs) texts.set(font, (texts.get(font) ?? '') + text)
  return [...texts].map(([font, text]) => fileOf(font, text))
}

/** The clusters of a line with their fonts. */
function inFonts(line: string): readonly Readonly<{ font: Font; text: string }>[] {
  const runs: { font: Font; text: string }[] = []
  let word: { text: string; fonts: readonly Font[] }[] = []
  const endWord = () => {
    // A word is drawn in one font, so that its letters match.
    const plain = word.some(({ fonts }) => fonts[0] === LETTERS) ? LETTERS : MAIN_FONT
    for (const {
      text,
      fonts: [font = MAIN_FONT],
    } of word)
      runs.push({ text, font: font === MAIN_FONT ? plain : font })
    word = []
  }
  for (const text of clustersOf(line)) {
    const fonts = fontsWith(text)
    if (fonts.includes(LETTERS) && /^\p{L}/u.test(text)) word.push({ text, fonts })
    else {
      endWord()
      const before = runs.at(-1)?.font
      const goesOn = text === ' ' && before !== undefined && before !== 'Noto Emoji' && has(before, text)
      runs.push({ text, font: goesOn ? before : (fonts[0] ?? MAIN_FONT) })
    }
  }
  endWord()
  return runs
}
