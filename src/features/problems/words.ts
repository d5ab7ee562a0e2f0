import type { WordReader } from '#bot'
import { type Choosable, foldedNames } from '../../content/choose.ts'
import { longestWords } from '../../kit/longest-words.ts'
import { folded } from '../../kit/names.ts'

const MAX_WORDS = 12
const SEPARATOR = /[,，、;；]/u
/** A slug of two words or more, which may be of a problem that is the group's own. */
const SLUG = /^[a-z0-9]{1,40}(?:-[a-z0-9]{1,40}){1,10}$/u

/** Words that are a problem's slug or title; `list` takes several, separated by commas. */
export function problemWords(content: Choosable): Readonly<{ problem: WordReader; list: WordReader }> {
  const names = new Set(foldedNames(content))
  const isProblem = (text: string) => names.has(folded(text))
  const isListed = (part: string) => isProblem(part) || SLUG.test(part)
  return {
    problem: longestWords(isProblem, MAX_WORDS),
    list: longestWords((text) => text.split(SEPARATOR).every((part) => isListed(part.trim())), MAX_WORDS),
  }
}
