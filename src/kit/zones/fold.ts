/** Longer than the name of any place, so a longer text means none. */
const MAX_NAME = 100

/** Letters that Unicode does not decompose into a plain letter and a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
}

/** The form in which names are compared: without case, marks, punctuation and doubled spaces. */
export function folded(text: string): string {
  return text
    .slice(0, MAX_NAME)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}.'’‘ʻʼ`]/gu, '')
    .replace(/[ßæœøđðłıþ]/gu, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
