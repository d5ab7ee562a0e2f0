import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const FONTS = new URL('../fonts/', import.meta.url)
const Runs = z.record(z.string(), z.array(z.tuple([z.int(), z.int(), z.int()])))
const END = 0x20000
/** Replaces a character that no font has. */
const MISSING = '□'
/** Characters without a glyph: joiners, variation selectors, directions, controls. */
const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Cs}|\p{Variation_Selector}/gu

const FILES = ['latin', 'han', 'emoji'] as const
type FontFile = (typeof FILES)[number]

/** The widths of the bundled characters, by font file. */
const widths = readWidths()

function readWidths(): Uint16Array {
  const table = new Uint16Array(END)
  const files = Runs.parse(JSON.parse(readFileSync(new URL('widths.json', FONTS), 'utf8')))
  FILES.forEach((file, index) => {
    for (const [first, count, width] of files[file] ?? [])
      for (let codePoint = first; codePoint < first + count && codePoint < END; codePoint++)
        // The upper bits name the file; an earlier file's character wins.
        if (table[codePoint] === 0) table[codePoint] = ((index + 1) << 12) | width
  })
  return table
}

function entry(character: string): number {
  return widths[character.codePointAt(0) ?? END] ?? 0
}

/** The text as it can be drawn: missing characters become a box, invisible ones are dropped. Keeps line breaks. */
export function drawable(text: string): string {
  return text
    .normalize('NFC')
    .split('\n')
    .map((line) => [...line.replaceAll('\t', ' ').replace(INVISIBLE, '')].map(known).join(''))
    .join('\n')
}

/** The character or a plainer substitute: `0` for a subscript zero, a letter without its accent. */
function known(character: string): string {
  const plainer = [character, character.normalize('NFKC'), character.normalize('NFKD').replace(/\p{M}/gu, '')]
  return plainer.find((text) => text !== '' && [...text].every((part) => entry(part) > 0)) ?? MISSING
}

/**
 * The width of a line of text, in the unit of its size. Kerning is ignored: it makes lines narrower by a percent or two,
 * so a line that fits by this measure never overflows.
 */
export function widthOf(line: string, size: number): number {
  let sum = 0
  for (const character of line) sum += entry(character) & 0xfff
  return (sum * size) / 1000
}

/** The font files that this text needs. */
export function filesFor(text: string): readonly string[] {
  const used = new Set<FontFile>(['latin'])
  for (const character of text) {
    const file = FILES[(entry(character) >> 12) - 1]
    if (file) used.add(file)
  }
  // The Chinese file contains the Latin one's characters.
  if (used.has('han')) used.delete('latin')
  return [...used].map((file) => fileURLToPath(new URL(`${file}.ttf`, FONTS)))
}
