/** The characters that the bundled fonts hold. */

type Ranges = readonly (readonly [number, number])[]

/** Letters, Greek, Cyrillic, punctuation, arrows, mathematics, boxes, signs: as far as Noto Sans SC has them. */
const LATIN: Ranges = [
  [0x20, 0x7e],
  [0xa0, 0x24f],
  [0x2b0, 0x3ff],
  [0x400, 0x45f],
  [0x1e00, 0x1eff],
  [0x2010, 0x205e],
  [0x2070, 0x20cf],
  [0x2100, 0x23ff],
  [0x2460, 0x27bf],
]

/** All Latin, Greek and Cyrillic letters with their marks, and punctuation. ASCII, since marks need their letter. */
const LETTERS: Ranges = [
  [0x20, 0x7e],
  [0xa0, 0x52f],
  [0x1c80, 0x1c8f],
  [0x1d00, 0x1fff],
  [0x2010, 0x205e],
  [0x2070, 0x20f0],
  [0x2100, 0x218f],
  [0x2c60, 0x2c7f],
  [0xa720, 0xa7ff],
  [0xab30, 0xab6f],
]

/** Punctuation, kana and full-width forms. */
const WIDE: Ranges = [
  [0x3000, 0x30ff],
  [0x31f0, 0x33ff],
  [0xff00, 0xffef],
]
const BOPOMOFO: Ranges = [[0x3100, 0x312f]]
const JAMO: Ranges = [[0x3130, 0x318f]]

const FIRST = 0xa1
const LAST = 0xfe

/** The characters of an encoding with two bytes, whose first byte is in a range. */
function encoded(encoding: string, high: readonly [number, number], lowest = FIRST): readonly string[] {
  const decoder = new TextDecoder(encoding)
  const characters: string[] = []
  for (let first = high[0]; first <= high[1]; first++)
    for (let second = lowest; second <= LAST; second++) {
      const character = decoder.decode(Uint8Array.of(first, second))
      if ([...character].length === 1 && character !== '\u{fffd}' && !/\p{Co}/u.test(character))
        characters.push(character)
    }
  return characters
}

/** The usual characters of Chinese, Japanese and Korean, as their national standards list them. */
export const ENCODED = {
  gb2312: encoded('gbk', [0xa1, 0xf7]),
  /** Signs, and level 1: 5,401 characters. */
  big5: encoded('big5', [0xa1, 0xc6], 0x40),
  /** Signs, kana, and level 1 of JIS X 0208: 2,965 characters. */
  jis: encoded('euc-jp', [0xa1, 0xcf]),
  /** The 2,350 syllables of KS X 1001. */
  hangul: encoded('euc-kr', [0xb0, 0xc8]),
} as const

function charactersIn(ranges: Ranges): readonly string[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  )
}

const latin = charactersIn(LATIN)
const han = [...ENCODED.gb2312, ...charactersIn(WIDE), ...latin]
const cjk = [...han, ...charactersIn(BOPOMOFO), ...ENCODED.big5, ...ENCODED.jis]

/** Emoji have a font of their own. */
export function isText(character: string): boolean {
  return !/\p{Emoji_Presentation}/u.test(character)
}

/** By font file; undefined where a file holds all that its source has and no earlier file does. */
export const CHARACTERS = {
  latin: latin.filter(isText),
  han: han.filter(isText),
  cjk: cjk.filter(isText),
  hangul: [...charactersIn([[0x20, 0x7e]]), ...charactersIn(JAMO), ...ENCODED.hangul],
  letters: charactersIn(LETTERS),
  math: undefined,
  emoji: undefined,
  symbols: undefined,
  symbols2: undefined,
} as const
