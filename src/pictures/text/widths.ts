import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const FONTS = new URL('../fonts/', import.meta.url)
const Runs = z.record(z.string(), z.array(z.tuple([z.int(), z.int(), z.int()])))
const END = 0x20000
/** Stands for a character that no font has. */
const MISSING = '□'
/** Without a shape of their own: joiners, variation selectors, directions, controls. */
const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Cs}|\p{Variation_Selector}/gu

const FILES = ['latin', 'han', 'emoji'] as const
type FontFile = (typeof FILES)[number]

/** The widths of the characters that come along, by the file they are in. */
const widths = readWidths()

function readWidths(): Uint16Array {
  const table = new Uint16Array(END)
  const files = Runs.parse(JSON.parse(readFileSync(new URL('widths.json', FONTS), 'utf8')))
  FILES.forEach((file, index) => {
    for (const [first, count, width] of files[file] ?? [])
      for (let codePoint = first; codePoint < first + count && codePoint < END; codePoint++)
        // The file stands in the upper bits; what an earlier file has is taken from there.
        if (table[codePoint] === 0) table[codePoint] = ((index + 1) << 12) | width
  })
  return table
}

function entry(character: string): number {
  return widths[character.codePointAt(0) ?? END] ?? 0
}

/** The text as it can be drawn: what no font has is an empty box, what is invisible is gone. Keeps line breaks. */
export function drawable(text: string): string {
  return text
    .normalize('NFC')
    .split('\n')
    .map((line) => [...line.replaceAll('\t', ' ').replace(INVISIBLE, '')].map(known).join(''))
    .join('\n')
}

/** The character, or a plainer one for it: `0` for a small one below the line, a letter without its accent. */
function known(character: string): string {
  const plainer = [character, character.normalize('NFKC'), character.normalize('NFKD').replace(/\p{M}/gu, '')]
  return plainer.find((text) => text !== '' && [...text].every((part) => entry(part) > 0)) ?? MISSING
}

/**
 * How wide a line of text is, in the unit of its size. Kerning is left out: it makes lines narrower by a percent or two,
 * so nothing that fits by this measure runs over.
 */
export function widthOf(line: string, size: number): number {
  let sum = 0
  for (const character of line) sum += entry(character) & 0xfff
  return (sum * size) / 1000
}

/** The files without which this text can't be drawn. */
export function filesFor(text: string): readonly string[] {
  const used = new Set<FontFile>(['latin'])
  for (const character of text) {
    const file = FILES[(entry(character) >> 12) - 1]
    if (file) used.add(file)
  }
  // What is in the Latin file is in the Chinese one too.
  if (used.has('han')) used.delete('latin')
  return [...used].map((file) => fileURLToPath(new URL(`${file}.ttf`, FONTS)))
}
