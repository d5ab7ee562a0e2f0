import type { Language, Localized } from '#bot'
import type { TextPiece } from '../../content/pieces.ts'

export type Pieces = readonly TextPiece[]
export type InBoth<T> = Readonly<Record<Language, T>>

/** What a page does with its terms: a list of what there is to say names them, the glossary translates them. */
type Role = 'explains' | 'names' | 'translates'

/** `guarded`: shown only while nobody in the group works on the problem. */
export type Page = Readonly<{
  id: string
  title: Localized
  pieces: InBoth<Pieces>
  role: Role
  guarded: boolean
}>

/** A reference, or what a learner may see of a problem. */
export type Book = Readonly<{
  kind: 'reference' | 'problem'
  slug: string
  title: Localized
  oneLiner: Localized
  pages: readonly Page[]
}>

/** By slug, in the order in which they are offered. */
export type Shelf = ReadonlyMap<string, Book>

/** A page, or without `page` a book. */
export type Place = Readonly<{ book: string; page?: string }>

/** Slugs of problems that somebody in the group works on: what would give them away is closed. */
export type Closed = ReadonlySet<string>

/** What a place turns out to be. */
export type Found =
  | Readonly<{ kind: 'book'; book: Book }>
  | Readonly<{ kind: 'page'; book: Book; page: Page; index: number }>
  /** It is there, and opens when nobody works on the problem any more. */
  | Readonly<{ kind: 'closed'; book: Book }>
  | Readonly<{ kind: 'gone'; book?: Book }>

/** How a place is written where there is one text for it: a choice's value, a suggestion. */
export function writePlace({ book, page }: Place): string {
  return page === undefined ? book : `${book}/${page}`
}

export function readPlace(text: string): Place {
  const [book = '', page] = text.trim().split('/')
  return page === undefined ? { book } : { book, page }
}

export function find(shelf: Shelf, { book: slug, page: id }: Place, closed: Closed): Found {
  const book = shelf.get(slug)
  if (!book) return { kind: 'gone' }
  if (id === undefined) return { kind: 'book', book }
  const index = book.pages.findIndex((page) => page.id === id)
  const page = book.pages[index]
  if (!page) return { kind: 'gone', book }
  return isOpen(book, page, closed) ? { kind: 'page', book, page, index } : { kind: 'closed', book }
}

/** A worked design would spoil a mock or a challenge that is under way; its brief is known to all. */
export function isOpen(book: Book, page: Page, closed: Closed): boolean {
  return !(page.guarded && closed.has(book.slug))
}

export function openPages(book: Book, closed: Closed): readonly Page[] {
  return book.pages.filter((page) => isOpen(book, page, closed))
}

/** The book of exactly this title in either language, else the page, where only one has it. */
export function titled(shelf: Shelf, typed: string): Place | undefined {
  const wanted = folded(typed)
  if (wanted === '') return undefined
  const has = ({ title }: Book | Page) => [title.en, title.zh].some((each) => folded(each) === wanted)
  const books = [...shelf.values()]
  const [book, ...others] = books.filter(has)
  if (book) return others.length === 0 ? { book: book.slug } : undefined
  const [page, ...more] = books.flatMap(({ slug, pages }) =>
    pages.filter(has).map(({ id }) => ({ book: slug, page: id })),
  )
  return more.length === 0 ? page : undefined
}

export function otherLanguage(language: Language): Language {
  return language === 'en' ? 'zh' : 'en'
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
}
