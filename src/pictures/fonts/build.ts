import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { create } from 'fontkit'
import subsetFont from 'subset-font'

/**
 * Writes the fonts that pictures are drawn with, and the widths of their characters. Each picture loads its fonts anew:
 * English texts load a small file without the 6,763 Chinese characters, and Chinese texts load one file with everything,
 * since a fallback from one file to another takes longer.
 */

const HERE = new URL('./', import.meta.url)
const SANS = import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
const EMOJI = import.meta.resolve('@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf')

/** Characters that engineers use besides letters: Greek, Cyrillic, punctuation, arrows, mathematics, boxes, signs. */
const LATIN = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x2b0, 0x36f],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x1e00, 0x1eff],
  [0x2010, 0x205e],
  [0x2070, 0x20cf],
  [0x2100, 0x23ff],
  [0x2460, 0x27bf],
] as const

/** Punctuation, kana and full-width forms, in addition to GB2312. */
const WIDE = [
  [0x3000, 0x30ff],
  [0x3200, 0x33ff],
  [0xff00, 0xffef],
] as const

function charactersIn(ranges: readonly (readonly [number, number])[]): string[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  )
}

/** All of GB2312: two bytes of at least 0xA1, the first at most 0xF7. */
function gb2312(): string[] {
  const decoder = new TextDecoder('gbk')
  const characters: string[] = []
  for (let high = 0xa1; high <= 0xf7; high++)
    for (let low = 0xa1; low <= 0xfe; low++) {
      const character = decoder.decode(Uint8Array.of(high, low))
      if ([...character].length === 1 && character !== '\u{fffd}' && !/\p{Co}/u.test(character))
        characters.push(character)
    }
  return characters
}

/** Pictograms that are shown as such without being asked, in one colour. */
function emoji(): string[] {
  return charactersIn([[0x2600, 0x1faff]]).filter((character) => /\p{Emoji_Presentation}/u.test(character))
}

/** Widths in thousandths of the font's size: runs of [first code point, how many, width]. */
function widthsOf(file: Buffer): number[][] {
  const font = create(file)
  const runs: [number, number, number][] = []
  for (const codePoint of [...font.characterSet].sort((a, b) => a - b)) {
    const width = Math.round((font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm) * 1000)
    const last = runs.at(-1)
    if (last && last[0] + last[1] === codePoint && last[2] === width) last[1] += 1
    else runs.push([codePoint, 1, width])
  }
  return runs
}

const latin = charactersIn(LATIN)
const han = [...gb2312(), ...charactersIn(WIDE), ...latin]
const files = { latin: [SANS, latin], han: [SANS, han], emoji: [EMOJI, emoji()] } as const

const widths: Record<string, number[][]> = {}
for (const [name, [source, characters]] of Object.entries(files)) {
  const font = await subsetFont(await readFile(new URL(source)), characters.join(''), {
    targetFormat: 'sfnt',
    keepFeatures: ['ccmp', 'kern', 'mark', 'mkmk'],
    noHinting: true,
    // For text from top to bottom.
    dropTables: ['vhea', 'vmtx'],
  })
  await writeFile(new URL(`${name}.ttf`, HERE), font)
  widths[name] = widthsOf(font)
}
await writeFile(new URL('widths.json', HERE), `${JSON.stringify(widths)}\n`)
for (const [name, font] of Object.entries({ 'noto-sans-sc': SANS, 'noto-emoji': EMOJI }))
  await copyFile(new URL('../LICENSE_FONT', font), new URL(`LICENSE-${name}`, HERE))
