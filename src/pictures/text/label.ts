import { decodeHTML } from 'entities/decode'
import { replacePairs } from '../../kit/paired-marks.ts'
import { drawable, widthOf } from './widths.ts'
import { wrap } from './wrap.ts'

/** A wrapped text and its size. */
export type Label = Readonly<{ lines: readonly string[]; size: number; width: number; height: number }>

const LINE_HEIGHT = 1.36

/** Wraps and measures a text as it can be drawn. */
export function layLabel(text: string, maxWidth: number, size: number): Label {
  const shown = ellipses(drawable(text)).trim()
  const lines = shown === '' ? [] : wrap(shown, maxWidth, size)
  return {
    lines,
    size,
    width: Math.ceil(Math.max(0, ...lines.map((line) => widthOf(line, size)))),
    height: Math.ceil(lines.length * size * LINE_HEIGHT),
  }
}

/** A line's baseline, from the top of its label. */
export function baseline(label: Label, line: number): number {
  // Capitals are 0.733 em high; this centres them in the line.
  return label.size * (LINE_HEIGHT * (line + 0.5) + 0.733 / 2)
}

/** Formatting that people use in labels; any other `<...>` is text, such as `Map<String, Int>`. */
const FORMATTING =
  /<\/?(?:a|b|i|u|s|em|strong|small|big|sub|sup|code|center|span|div|p|font|ul|li|h[1-6])(?:\s[^<>]*)?\/?>/giu
const BREAK = /<br\s*\/?>|\\n/giu

/** Controls and directions, but not what joins emoji. */
const CONTROLS = /(?!\n|\t|\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Cs}]/gu

/** A text for reading aloud and copying: as written, also where no font has its characters. */
export function readable(text: string): string {
  return text.normalize('NFC').replace(CONTROLS, '')
}

/**
 * The plain text of a label from Mermaid's parser: all spellings of line breaks read, formatting removed, entities
 * resolved.
 */
export function plainLabel(raw: string, markdown: boolean): string {
  const entities = raw.replaceAll('ﬂ°°', '&#').replaceAll('ﬂ°', '&').replaceAll('¶ß', ';')
  const text = withoutIcons(decodeHTML(entities.replace(BREAK, '\n').replace(FORMATTING, '')))
  const shown = markdown || /^`.*`$/su.test(text) ? withoutMarks(text.replace(/^`|`$/gu, '')) : text
  const plain = readable(shown)
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .join('\n')
    .trim()
  return drawable(plain).trim() === '' ? '' : plain
}

/** The code of an icon, such as `fa:fa-server`, which Mermaid draws with a font of its own. */
const ICON = /\bfa[a-z]{0,2}:fa-([a-z0-9-]{1,40})[ \t]?/gu

/** A label without codes of icons; one that is nothing else is said by its icon's name. */
function withoutIcons(text: string): string {
  const words = text.replace(ICON, '')
  return words.trim() === ''
    ? text.replace(ICON, (_, name: string) => `${name.replaceAll('-', ' ')} `)
    : words
}

/** The font's `…` is the Chinese one, in the middle of the line. */
function ellipses(text: string): string {
  return /\p{Script=Han}/u.test(text) ? text : text.replaceAll('…', '...')
}

/** Underscores around words; those within a name, such as `user_id`, belong to it. */
const SLANTED = /(?<![\p{L}\p{N}_])_([^\s_](?:[^_\n]{0,200}[^\s_])?)_(?![\p{L}\p{N}_])/gu

function withoutMarks(text: string): string {
  const same = (inside: string) => inside
  const shown = ['**', '__', '*'].reduce((rest, mark) => replacePairs(rest, mark, same), text)
  return shown.replace(SLANTED, '$1')
}
