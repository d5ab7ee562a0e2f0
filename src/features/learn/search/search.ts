import { setImmediate } from 'node:timers/promises'
import MiniSearch from 'minisearch'
import type { InEach, Language } from '#bot'
import type { Glossary } from '../../../content/glossary.ts'
import type { DocumentIndex, Page } from '../rules.ts'
import { type Closed, type Hit, isOpen } from '../rules.ts'
import { type Entry, entriesOf, type Terms } from './entries.ts'
import { nearestTitles } from './nearest.ts'
import { snippet } from './prose.ts'
import { properTerms, type Query, readQuery } from './query.ts'
import { isHan, type Word } from './terms.ts'
import { createVocabulary } from './vocabulary.ts'

/** Characters of a snippet; one in Chinese holds twice as much. */
const SNIPPET: InEach<number> = { en: 140, zh: 70, 'zh-TW': 70 }

/** Titles say most about a page, emphasised terms less, its other text least. */
const BOOST = { title: 6, document: 2, leads: 3, text: 1 } satisfies Record<keyof Terms, number>
/** `b` is below the usual .7, because pages have similar lengths, and longer ones explain more. */
const BM25 = { k: 1.2, b: 0.55, d: 0.5 }
/** Weights of a longer word that begins with the typed one, and of a similar word. */
const [LONGER, MEANT] = [0.3, 0.7]
/** Factors for the typed words side by side: among emphasised terms, or in the text. */
const [SET_OFF, SIDE_BY_SIDE] = [4, 2]
/** Lists of terms are short, so each term weighs much there, although a name alone teaches nobody. */
const ROLE = { explains: 1, names: 0.2, translates: 0.05 }
/** Pages are left out whose share of the query is less than this part of the best page's. */
const ENOUGH = 0.35

export type Search = Readonly<{
  /**
   * The open pages that fit best, the best first. Pages with the query in their title come first, and pages that explain
   * it come before those that name it.
   */
  find(typed: string, language: Language, closed: Closed, limit: number): readonly Hit[]
  /** For a query without results: the pages with similar titles, the most similar first. */
  nearest(typed: string, closed: Closed, limit: number): readonly Omit<Hit, 'snippet'>[]
  /** True where a page has all of these words in its title; false for no words. */
  isTitle(typed: string, closed: Closed): boolean
}>

/** A page that has words of a query. `share`: the part of the words that it has, where rare words count more. */
type Match = Readonly<{ entry: Entry; score: number; share: number; terms: readonly string[] }>

/** Pages indexed before other work gets a turn, in some 20 ms. */
const AT_ONCE = 4

/** One index holds both languages, so that a page is found by either and shown in the reader's. */
export async function createSearch(documentIndex: DocumentIndex, glossary: Glossary): Promise<Search> {
  const proper = properTerms(glossary)
  const words = new Map<string, Word>()
  const entries: Entry[] = []
  const index = new MiniSearch<Readonly<{ id: number }> & Terms>({
    fields: Object.keys(BOOST),
    tokenize: (terms) => terms.split(' ').filter(Boolean),
    processTerm: (term) => term,
    searchOptions: { bm25: BM25, boost: BOOST, weights: { prefix: LONGER, fuzzy: 0 } },
  })
  for (const document of documentIndex.values())
    for (const [number, page] of document.pages.entries()) {
      for (const entry of entriesOf(document, page, words))
        index.add({ id: entries.push(entry) - 1, ...entry.terms })
      if (number % AT_ONCE === 0) await setImmediate()
    }
  const vocabulary = createVocabulary(words.values())

  /** An entry for each page that is open. */
  const titled = (closed: Closed) =>
    [...new Map(entries.map((entry) => [entry.page, entry])).values()].filter(({ document, page }) =>
      isOpen(document, page, closed),
    )

  /** The entries that have a word; where none has it, those with a similar word. */
  function pagesWith({ term, typed }: Word, filter: (result: { id: unknown }) => boolean) {
    const begun = isHan(typed) ? typed.length === 1 : typed.length > 2
    const found = index.search(
      { queries: [term, ...(begun && term !== typed ? [typed] : [])] },
      {
        filter,
        prefix: (each: string) => begun && each === typed,
      },
    )
    if (found.length > 0 || isHan(term)) return { found, weight: 1 }
    return { found: index.search({ queries: [...vocabulary.meant(typed)] }, { filter }), weight: MEANT }
  }

  function matches(query: Query, closed: Closed): readonly Match[] {
    const filter = ({ id }: Readonly<{ id: unknown }>) => {
      const entry = entries[Number(id)]
      return entry !== undefined && isOpen(entry.document, entry.page, closed)
    }
    const byEntry = new Map<number, { score: number; weight: number; terms: string[] }>()
    let all = 0
    for (const word of [...query.words, ...query.compounds]) {
      const { found, weight } = pagesWith(word, filter)
      if (found.length === 0) continue
      const rarity = Math.log(1 + (entries.length - found.length + 0.5) / (found.length + 0.5))
      all += rarity
      for (const { id, score, terms: matched } of found) {
        const sum = byEntry.get(Number(id)) ?? { score: 0, weight: 0, terms: [] }
        byEntry.set(Number(id), {
          score: sum.score + score * weight,
          weight: sum.weight + rarity,
          terms: [...sum.terms, ...matched],
        })
      }
    }
    return [...byEntry].flatMap(([id, { score, weight, terms: matched }]) => {
      const entry = entries[id]
      return entry ? [{ entry, score, share: weight / all, terms: matched }] : []
    })
  }

  return {
    find(typed, language, closed, limit) {
      const query = readQuery(typed, proper)
      const found = matches(query, closed)
      const most = Math.max(0, ...found.map(({ share }) => share))
      const phrase = query.words.length > 1 ? query.words.map(({ term }) => term).join(' ') : undefined
      const ranked = found
        .filter(({ share }) => share >= ENOUGH * most)
        .map((match) => ({
          ...match,
          tier: tierOf(match.entry, query),
          worth: match.score * match.share * closeness(match.entry, phrase) * ROLE[match.entry.page.role],
        }))
        .sort((a, b) => a.tier - b.tier || b.worth - a.worth)
      const seen = new Set<Page>()
      const pages = ranked.filter(({ entry: { page } }) => !seen.has(page) && seen.add(page))
      return pages.slice(0, limit).map(({ entry: { document, page, prose }, terms: matched }) => ({
        document,
        page,
        snippet: snippet(prose[language], sought(query, matched), SNIPPET[language]),
      }))
    },
    nearest: (typed, closed, limit) => nearestTitles(titled(closed), readQuery(typed, proper).words, limit),
    isTitle(typed, closed) {
      const { words } = readQuery(typed, proper)
      return words.length > 0 && titled(closed).some(({ titles }) => areAmong(words, titles))
    },
  }
}

/** 0: the page's title has all words, or its row translates the term; 1: with its document's title; 2: neither. */
function tierOf({ own, titles, page }: Entry, { words, forTerm }: Query): 0 | 1 | 2 {
  if (forTerm) return page.role === 'translates' ? 0 : 2
  if (page.role === 'translates') return 2
  if (areAmong(words, own)) return 0
  return areAmong(words, titles) ? 1 : 2
}

/** The texts around which a snippet is cut: the whole query, else its longest word, as typed or as found. */
function sought({ typed, words }: Query, matched: readonly string[]): readonly string[] {
  const each = [...words.map((word) => word.typed), ...matched.map((term) => term.replace(/i$/u, ''))]
  return [typed.toLowerCase(), ...each.toSorted((a, b) => b.length - a.length)]
}

function closeness({ terms, page }: Entry, phrase: string | undefined): number {
  if (phrase === undefined || page.role === 'translates') return 1
  if (terms.leads.includes(` ${phrase} `)) return SET_OFF
  return terms.text.includes(` ${phrase} `) ? SIDE_BY_SIDE : 1
}

function areAmong(words: readonly Word[], titles: readonly string[]): boolean {
  return words.every(({ term, typed }) =>
    titles.some((title) => title === term || (typed.length > 3 && title.startsWith(typed))),
  )
}
