import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const FOLDER = new URL('../fonts/', import.meta.url)
/** Widths by file: runs of gap after the last run, how many characters, width in thousandths; flat. */
const Read = z.object({ widths: z.record(z.string(), z.array(z.int())), sequences: z.array(z.string()) })
/** No bundled character lies beyond. */
const END = 0x20000

/** The fonts in the order of preference, with their files. Of files that contain each other, one is loaded. */
const FONTS = {
  'Noto Sans SC': ['latin', 'han', 'cjk'],
  'Noto Sans KR': ['hangul'],
  'Noto Sans': ['letters'],
  'Noto Sans Math': ['math'],
  'Noto Emoji': ['emoji'],
  'Noto Sans Symbols': ['symbols'],
  'Noto Sans Symbols 2': ['symbols2'],
} as const

/** A bundled font's family. */
export type Font = keyof typeof FONTS
export const MAIN_FONT = 'Noto Sans SC' satisfies Font
export const FAMILIES = Object.keys(FONTS) as readonly Font[]

/** By font: per character the number of its file, counted from one, and its width in the lower twelve bits. */
type Table = Uint16Array
const { tables, sequences } = readTables()

/** Sequences that are drawn as one emoji, such as flags, without variation selectors and skin tones. */
export const SEQUENCES: ReadonlySet<string> = sequences

function readTables() {
  const read = Read.parse(JSON.parse(readFileSync(new URL('widths.json', FOLDER), 'utf8')))
  const filled = FAMILIES.map((font): [Font, Table] => {
    const table = new Uint16Array(END)
    FONTS[font].forEach((file, level) => {
      const runs = read.widths[file] ?? []
      let at = 0
      for (let run = 0; run < runs.length; run += 3) {
        const [gap = 0, count = 0, width = 0] = [runs[run], runs[run + 1], runs[run + 2]]
        at += gap
        for (const end = Math.min(END, at + count); at < end; at++)
          if (table[at] === 0) table[at] = ((level + 1) << 12) | width
      }
    })
    return [font, table]
  })
  return { tables: new Map(filled), sequences: new Set(read.sequences) }
}

function entry(font: Font, codePoint: number): number {
  return tables.get(font)?.[codePoint] ?? 0
}

/** Whether a font has all of these characters. */
export function has(font: Font, characters: string): boolean {
  for (const character of characters) if (entry(font, character.codePointAt(0) ?? END) === 0) return false
  return true
}

/** The width of these characters in a font, in thousandths of its size, without kerning. */
export function widthIn(font: Font, characters: string): number {
  let sum = 0
  for (const character of characters) sum += entry(font, character.codePointAt(0) ?? END) & 0xfff
  return sum
}

/** The file of a font that has these characters. */
export function fileOf(font: Font, characters: string): string {
  let level = 1
  for (const character of characters)
    level = Math.max(level, entry(font, character.codePointAt(0) ?? END) >> 12)
  const files: readonly string[] = FONTS[font]
  return fileURLToPath(new URL(`${files[level - 1]}.ttf`, FOLDER))
}
