import type { Font } from 'fontkit'

const TONE = /\p{Emoji_Modifier}/u
const TONES = /\p{Emoji_Modifier}/gu

/**
 * The sequences of characters that the font draws as one: flags, keycaps, and what joiners join. Those with tones of skin
 * are left out where there is one without, since in one colour they look the same.
 */
export function sequencesOf(font: Font): readonly string[] {
  const all = new Set(ligaturesIn(font).map(withJoiner).filter(isUsual))
  return [...all]
    .filter((text) => !TONE.test(text) || (/\u200d/u.test(text) && !all.has(text.replaceAll(TONES, ''))))
    .toSorted()
}

function ligaturesIn(font: Font): readonly string[] {
  const characters = new Map(
    font.characterSet.map((codePoint) => [
      font.glyphForCodePoint(codePoint).id,
      String.fromCodePoint(codePoint),
    ]),
  )
  const tables = font.GSUB.lookupList.toArray().flatMap(({ subTables }) => subTables)
  return tables.flatMap(({ coverage, ligatureSets }) => {
    const sets = ligatureSets?.toArray() ?? []
    return glyphsIn(coverage).flatMap((first, index) =>
      (sets[index] ?? []).map(({ components }) =>
        [first, ...components].map((glyph) => characters.get(glyph) ?? '').join(''),
      ),
    )
  })
}

/** The font joins a running woman, who is one glyph by then, with what follows. */
function withJoiner(sequence: string): string {
  return sequence.replace(/(?<=[^\u200d])[\u2640\u2642](?=\u200d)/u, '\u200d$&')
}

function isUsual(sequence: string): boolean {
  return /^\p{RGI_Emoji}$/v.test(withSelectors(sequence))
}

/** The font's sequences leave out the selectors that Unicode's list of emoji asks for. */
function withSelectors(sequence: string): string {
  return sequence
    .replace(/^[0-9#*](?=\u20e3)/u, '$&\ufe0f')
    .replace(/\p{Extended_Pictographic}|[\u2640\u2642]/gu, (sign) =>
      /\p{Emoji_Presentation}/u.test(sign) ? sign : `${sign}\ufe0f`,
    )
}

function glyphsIn(coverage: Coverage | undefined): readonly number[] {
  if (!coverage) return []
  if (coverage.version === 1) return coverage.glyphs
  return coverage.rangeRecords.flatMap(({ start, end }) =>
    Array.from({ length: end - start + 1 }, (_, index) => start + index),
  )
}

type Coverage = NonNullable<
  ReturnType<Font['GSUB']['lookupList']['toArray']>[number]['subTables'][number]['coverage']
>
