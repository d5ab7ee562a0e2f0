import type { WordReader } from '#bot'
import { type Choosable, folded, foldedNames } from '../../content/choose.ts'

const MAX_WORDS = 12
const SEPARATOR = /[,，、;；]/u
/** A slug of two words or more, which may be of a problem that is the group's own. */
const SLUG = /^[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,10}$/u

/** Words that are a problem's slug or title; `list` takes several, separated by commas. */
export function problemWords(content: Choosable): Readonly<{ problem: WordReader; list: WordReader }> {
  const names = new Set(foldedNames(content))
  const isProblem = (text: string) => names.has(folded(text))
  const longest =
    (fits: (text: string) => boolean): WordReader =>
    (words) => {
      for (let length = Math.min(words.length, MAX_WORDS); length > 0; length--) {
        const text = words.slice(0, length).join(' ')
        if (text.length <= 300 && fits(text)) return length
      }
      return 0
    }
  return {
    problem: longest(isProblem),
    list: longest((text) => {
      const parts = text.split(SEPARATOR).map((part) => part.trim())
      return parts.every((part) => isProblem(part) || SLUG.test(part))
    }),
  }
}
