const DIGITS = '零一二三四五六七八九'

/** A Chinese numeral below 100, in digits: `两`, `十二`, `二十三`, `〇`. Undefined for anything else. */
export function chineseNumber(text: string): number | undefined {
  const plain = text
    .replace(/[两兩]/gu, '二')
    .replace(/〇/gu, '零')
    .replace(/^廿/u, '二十')
  const [, tens, ten, ones] = /^([零一二三四五六七八九])?(十)?([零一二三四五六七八九])?$/u.exec(plain) ?? []
  if (ten === undefined) {
    const single = tens ?? ones
    return single === undefined || (tens !== undefined && ones !== undefined && tens !== '零')
      ? undefined
      : DIGITS.indexOf(ones ?? single)
  }
  return (
    (tens === undefined ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === undefined ? 0 : DIGITS.indexOf(ones))
  )
}

/** A number in digits or Chinese numerals. */
export function numberIn(text: string): number | undefined {
  return /^\d{1,4}$/u.test(text) ? Number(text) : chineseNumber(text)
}

/** A number as these readers find it: digits, or Chinese numerals below 100. */
export const NUMBER = String.raw`\d{1,2}|[零〇一二两兩三四五六七八九十廿]{1,3}`

const MAX_TYPED = 120

/** A text as people mean it: without full-width forms, capitals and double spaces; undefined where it is too long. */
export function plainWords(typed: string): string | undefined {
  if (typed.length > MAX_TYPED) return undefined
  return typed.normalize('NFKC').toLowerCase().replace(/[’‘]/gu, "'").replace(/\s+/gu, ' ').trim()
}
