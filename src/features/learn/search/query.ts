import type { Glossary } from '../../../content/glossary.ts'
import { simplified } from './simplified.ts'
import { compoundsIn, type Word, wordsIn } from './terms.ts'

/** Characters of a query that are used; nobody searches for more. */
export const QUERY_LIMIT = 200
const TERMS_LIMIT = 16

/** Words with which people ask. They are searched only where nothing else was typed. */
const ASKING = {
  en: /\b(?:about|best|between|can|choose|choosing|could|defin(?:e|ition)|difference|do|does|explain(?:ed)?|give|good|handle|have|if|into|me|mean(?:ing|s)?|much|my|need|our|please|say|tell|use|using|versus|we|where|which|who|will|you|your)\b/giu,
  zh: /什么是|是什么|什么叫|什么意思|为什么|什么时候|怎么样|怎么办|怎么|怎样|如何|哪些|哪个|应该|请问|介绍|一下|有没有|是否|区别|(?<!目)的|[吗呢]/gu,
}

/** Queries that ask for a term in the other language. */
const TRANSLATION =
  /\b(?:glossary|terminology|translat(?:e|ed|ion)|(?:in|to) (?:chinese|english|mandarin)|(?:chinese|english) (?:for|of|term|word))\b|术语表?|翻译|(?:的|用)?(?:中文|英文|英语)(?:是什么|怎么说|叫什么|名)?$|怎么译/giu

/** @property words each once, in their order; `compounds`: words that were typed with a hyphen between them */
export type Query = Readonly<{
  typed: string
  words: readonly Word[]
  compounds: readonly Word[]
  forTerm: boolean
}>

/** @param proper the field's term for each wording that the texts avoid, in lower case */
export function readQuery(typed: string, proper: ReadonlyMap<string, string>): Query {
  const line = typed.slice(0, QUERY_LIMIT).toWellFormed().trim()
  const words = simplified(line)
  const bare = without(words, TRANSLATION)
  const asked = without(without(bare, ASKING.en), ASKING.zh)
  const meant = corrected(asked, proper)
  return {
    typed: line,
    words: once(wordsIn(meant)),
    compounds: once(compoundsIn(meant)),
    forTerm: bare !== words,
  }
}

/**
 * The glossary's term for each wording that it avoids. The texts use the term, while people type either. Longer wordings
 * come first, because some contain others.
 */
export function properTerms({ terms }: Glossary): ReadonlyMap<string, string> {
  const pairs = terms.flatMap(({ zh, avoid = [] }) =>
    [avoid].flat().map((wording) => [wording.toLowerCase(), zh] as const),
  )
  return new Map(pairs.toSorted(([a], [b]) => b.length - a.length))
}

function once(words: readonly Word[]): readonly Word[] {
  return [...new Map(words.map((word) => [word.term, word])).values()].slice(0, TERMS_LIMIT)
}

function corrected(text: string, proper: ReadonlyMap<string, string>): string {
  return [...proper].reduce((said, [wording, term]) => said.replaceAll(wording, term), text.toLowerCase())
}

function without(text: string, pattern: RegExp): string {
  const rest = text.replace(pattern, ' ')
  return wordsIn(rest).length > 0 ? rest : text
}
