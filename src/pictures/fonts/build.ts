import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { create } from 'fontkit'
import subsetFont from 'subset-font'
import { CHARACTERS, isText } from './characters.ts'
import { sequencesOf } from './sequences.ts'

/**
 * Writes the fonts that pictures are drawn with, and the widths of their characters. Each picture loads its fonts anew,
 * so what is rarely needed has files of its own. `latin`, `han` and `cjk` contain each other: a Chinese text loads one
 * file with everything, since a fallback from one file to another takes longer.
 */

const HERE = new URL('./', import.meta.url)
const SC = import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')

/** In the order of preference: a character is taken from the first that has it. */
const FILES = {
  latin: SC,
  han: SC,
  cjk: SC,
  hangul: import.meta.resolve('@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf'),
  letters: import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  math: import.meta.resolve('@expo-google-fonts/noto-sans-math/400Regular/NotoSansMath_400Regular.ttf'),
  emoji: import.meta.resolve('@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'),
  symbols: import.meta.resolve(
    '@expo-google-fonts/noto-sans-symbols/400Regular/NotoSansSymbols_400Regular.ttf',
  ),
  symbols2: import.meta.resolve(
    '@expo-google-fonts/noto-sans-symbols-2/400Regular/NotoSansSymbols2_400Regular.ttf',
  ),
} as const
/** Their characters may be met with marks or in sequences, so they are kept though an earlier file has them. */
const WHOLE: ReadonlySet<string> = new Set(['math', 'emoji'])

/** Widths in thousandths of the font's size: runs of gap after the last run, how many characters, width; flat. */
function widthsOf(file: Buffer): readonly number[] {
  const font = create(file)
  const runs: [number, number, number][] = []
  for (const codePoint of [...font.characterSet].sort((a, b) => a - b)) {
    const width = Math.round((font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm) * 1000)
    const last = runs.at(-1)
    if (last && last[0] + last[1] === codePoint && last[2] === width) last[1] += 1
    else runs.push([codePoint, 1, width])
  }
  let end = 0
  return runs.flatMap(([first, count, width]) => {
    const gap = first - end
    end = first + count
    return [gap, count, width]
  })
}

const widths: Record<string, readonly number[]> = {}
const had = new Set<number>()
for (const [name, url] of Object.entries(FILES)) {
  const file = await readFile(new URL(url))
  const { characterSet } = create(file)
  const listed = CHARACTERS[name as keyof typeof FILES]
  const characters =
    listed ??
    characterSet
      .filter((codePoint) => WHOLE.has(name) || !had.has(codePoint))
      .map((codePoint) => String.fromCodePoint(codePoint))
      .filter((character) => name === 'emoji' || isText(character))
  const font = await subsetFont(file, characters.join(''), {
    targetFormat: 'sfnt',
    keepFeatures: ['ccmp', 'kern', 'mark', 'mkmk'],
    noHinting: true,
    // For text from top to bottom, and for setting formulas.
    dropTables: ['vhea', 'vmtx', 'MATH'],
  })
  await writeFile(new URL(`${name}.ttf`, HERE), font)
  for (const codePoint of create(font).characterSet) had.add(codePoint)
  widths[name] = widthsOf(font)
  const [, folder = ''] = /@expo-google-fonts\/([^/]+)\//u.exec(url) ?? []
  await copyFile(new URL('../LICENSE_FONT', url), new URL(`LICENSE-${folder}`, HERE))
}
const sequences = sequencesOf(create(await readFile(new URL('emoji.ttf', HERE))))
await writeFile(new URL('widths.json', HERE), `${JSON.stringify({ widths, sequences })}\n`)
