import MiniSearch from 'minisearch'
import type { Language, Localized } from '#bot'
import { editDistance } from '../../content/edit-distance.ts'
import type { TextPiece } from '../../content/pieces.ts'
import type { Book, Page, Shelf } from './rules.ts'
import { type Closed, isOpen } from './rules.ts'
import { isHan, termsOf } from './terms.ts'

/** Nobody searches for more words; what is typed beyond is not looked at. */
const QUERY_LIMIT = 200
const TERMS_LIMIT = 16
/** Words of which so much differs look like nothing. */
const FAR = 0.4
/** Of a snippet, in characters: Chinese says twice as much in one. */
const SNIPPET: Readonly<Record<Language, number>> = { en: 140, zh: 70 }

export type Hit = Readonly<{ book: Book; page: Page; snippet: string }>

export type Search = Readonly<{
  /** The pages that fit best, of those that are open, best first: what has it in its title before others. */
  find(typed: string, language: Language, closed: Closed, limit: number): readonly Hit[]
  /** Where nothing was found: the pages whose titles look like it, the most alike first. */
  nearest(typed: string, closed: Closed, limit: number): readonly Omit<Hit, 'snippet'>[]
  /** Whether a page has all of these words in its title; false for no words. */
  isTitle(typed: string, closed: Closed): boolean
}>

type Entry = Readonly<{
  book: Book
  page: Page
  /** The terms of its own title, in both languages. */
  own: readonly string[]
  /** These, and those of its book's title. */
  titles: readonly string[]
  prose: Localized
}>

/** So many pages are indexed before others have their turn: together they take some 20 ms. */
const AT_ONCE = 8

/** Both languages stand in one index, so that a page is found by either, and shown in the reader's. */
export async function createSearch(shelf: Shelf): Promise<Search> {
  const entries = [...shelf.values()].flatMap((book) => book.pages.map((page) => entryOf(book, page)))
  const index = new MiniSearch<Readonly<{ id: number; title: string; book: string; text: string }>>({
    fields: ['title', 'book', 'text'],
    tokenize: (text) => [...termsOf(text)],
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: 6, book: 2 },
      prefix: (term) => isHan(term) || term.length > 2,
      fuzzy: (term) => !isHan(term) && term.length > 3 && (term.length < 8 ? 1 : 2),
      weights: { prefix: 0.5, fuzzy: 0.2 },
    },
  })
  await index.addAllAsync(
    entries.map(({ book, page, prose }, id) => ({
      id,
      title: inBoth(page.title),
      book: inBoth(book.title),
      text: [inBoth(prose), ...page.pieces.en.map(labels), ...page.pieces.zh.map(labels)].join('\n'),
    })),
    { chunkSize: AT_ONCE },
  )

  const open = (closed: Closed) => entries.filter(({ book, page }) => isOpen(book, page, closed))
  return {
    find(typed, language, closed, limit) {
      const query = shortened(typed)
      const terms = queryTerms(query)
      const filter = ({ id }: Readonly<{ id: unknown }>) => {
        const entry = entries[Number(id)]
        return entry !== undefined && isOpen(entry.book, entry.page, closed)
      }
      const search = (combineWith: 'AND' | 'OR') =>
        index.search({ queries: [...terms], combineWith, tokenize: (term) => [term] }, { filter })
      if (terms.length === 0) return []
      const all = search('AND')
      const found = all.length > 0 ? all : search('OR')
      const ranked = found.flatMap(({ id, terms: matched }) => {
        const entry = entries[Number(id)]
        return entry ? [{ entry, matched }] : []
      })
      const rank = ({ entry: { own, titles } }: (typeof ranked)[number]) =>
        isAmong(terms, own) ? 0 : isAmong(terms, titles) ? 1 : 2
      const best = ranked.toSorted((a, b) => rank(a) - rank(b)).slice(0, limit)
      return best.map(({ entry, matched }) => ({
        book: entry.book,
        page: entry.page,
        snippet: snippet(entry.prose[language], query, matched, SNIPPET[language]),
      }))
    },
    nearest(typed, closed, limit) {
      const here = open(closed)
      const words = [...new Set(here.flatMap(({ titles }) => titles))]
      const terms = queryTerms(shortened(typed)).map(
        (term) => new Map(words.map((word) => [word, difference(term, word)])),
      )
      return here
        .map((entry) => ({
          entry,
          distance: mean(
            terms.map((from) => Math.min(1, ...entry.titles.map((word) => from.get(word) ?? 1))),
          ),
        }))
        .filter(({ distance }) => distance < FAR)
        .sort((a, b) => a.distance - b.distance)
        .slice(0, limit)
        .map(({ entry: { book, page } }) => ({ book, page }))
    },
    isTitle(typed, closed) {
      const terms = queryTerms(shortened(typed))
      return terms.length > 0 && open(closed).some(({ titles }) => isAmong(terms, titles))
    },
  }
}

function entryOf(book: Book, page: Page): Entry {
  const own = termsOf(inBoth(page.title))
  const titles = [...own, ...termsOf(inBoth(book.title))]
  return { book, page, own, titles, prose: { en: proseOf(page.pieces.en), zh: proseOf(page.pieces.zh) } }
}

function inBoth({ en, zh }: Localized): string {
  return `${en}\n${zh}`
}

function shortened(typed: string): string {
  return typed.slice(0, QUERY_LIMIT).toWellFormed()
}

function queryTerms(query: string): readonly string[] {
  return [...new Set(termsOf(query))].slice(0, TERMS_LIMIT)
}

function isAmong(terms: readonly string[], titles: readonly string[]): boolean {
  return terms.every((term) =>
    titles.some((title) => title === term || (term.length > 3 && title.startsWith(term))),
  )
}

/** How much of two words differs, from 0 to 1. */
function difference(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  // What differs so much in length alone is not looked at letter by letter.
  return Math.abs(a.length - b.length) > length / 2 ? 1 : editDistance(a, b) / length
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 1 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}

/** What is read of a page, without marks; diagrams are drawn, not read. */
function proseOf(pieces: readonly TextPiece[]): string {
  return pieces
    .map((piece) => {
      if (piece.kind === 'diagram') return ''
      return piece.kind === 'text'
        ? piece.markdown
        : [piece.columns, ...piece.rows].map((row) => row.join(' · ')).join('\n')
    })
    .join('\n')
    .replace(/^\s*(?:#+|[-*>]|\d+\.)\s+/gmu, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\*\*|[`*]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
}

/** The words in a diagram. */
function labels(piece: TextPiece): string {
  if (piece.kind !== 'diagram') return ''
  return [...piece.source.matchAll(/"([^"]*)"|\|([^|]*)\|/gu)]
    .map(([, node, edge]) => node ?? edge)
    .join('\n')
}

/** A stretch of a text around what was looked for, where it stands there. */
function snippet(prose: string, query: string, matched: readonly string[], length: number): string {
  const lower = prose.toLowerCase()
  const wanted = [query.trim().toLowerCase(), ...matched.toSorted((a, b) => b.length - a.length)]
  const at = wanted.map((each) => (each === '' ? -1 : lower.indexOf(each))).find((place) => place >= 0) ?? 0
  const early = Math.max(0, at - Math.floor(length / 3))
  const start = early === 0 ? 0 : wordStart(prose, early, at)
  const part = prose
    .slice(start, start + length)
    .toWellFormed()
    .trim()
  return `${start > 0 ? '…' : ''}${part}${start + length < prose.length ? '…' : ''}`
}

/** The first beginning of a word from there on: Chinese may begin anywhere. */
function wordStart(prose: string, from: number, before: number): number {
  const blank = prose.slice(from, before).search(/[\s，。；：、]/u)
  return blank < 0 ? from : from + blank + 1
}
