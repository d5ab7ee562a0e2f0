import { MAIN_FONT } from '../text/fonts.ts'
import { layLabel } from '../text/label.ts'
import { widthOf } from '../text/widths.ts'

export const INK = '#0f172a'
export const QUIET = '#475569'
export const GRID = '#dbe2ea'
export const BLUE = '#3b71b5'
export const AMBER = '#c2711b'
/** For text, which would be illegible in the amber itself. */
export const AMBER_TEXT = '#92510d'
export const VIOLET = '#7656b3'

const FONT = MAIN_FONT
const NAME = 14
const NAME_WIDTH = 150

/** Room above the rows for title and legend, and below them for the axis and its labels. */
export const TOP = 80
export const BOTTOM = 50

/** The options that both charts share. */
export const TITLE = {
  left: 16,
  top: 14,
  textStyle: { fontFamily: FONT, fontSize: 18, color: INK, fontWeight: 'normal' },
} as const
export const LEGEND = {
  left: 16,
  top: 44,
  itemGap: 18,
  textStyle: { fontFamily: FONT, fontSize: 13, color: QUIET },
} as const
export const AXIS_TEXT = { fontFamily: FONT, fontSize: 12.5, color: QUIET } as const
export const NAME_TEXT = { fontFamily: FONT, fontSize: NAME, color: INK, lineHeight: 18 } as const

/** `height` is that of a row, `width` that of the longest name. */
type RowNames = Readonly<{ names: readonly string[]; width: number; height: number }>

/** Row labels, wrapped where they are long, and the row heights, which are at least `height`. */
export function rowNames(names: readonly string[], least: number): RowNames {
  const broken = names.map((name) => layLabel(name, NAME_WIDTH, NAME).lines)
  return {
    names: broken.map((lines) => lines.join('\n')),
    height: Math.max(least, ...broken.map((lines) => lines.length * NAME_TEXT.lineHeight + 12)),
    width: Math.ceil(Math.max(0, ...broken.flat().map((line) => widthOf(line, NAME)))),
  }
}
