import type { InEach, Language, Localized } from '#bot'
import type { TextPiece } from '../../content/pieces.ts'
import { folded } from '../../kit/names.ts'

export type Pieces = readonly TextPiece[]

/** The use of terms on a page: most pages explain them, a list of topics names them, the glossary translates them. */
type Role = 'explains' | 'names' | 'translates'

/** `guarded`: shown only while nobody in the group works on the problem. */
export type Page = Readonly<{
  id: string
  title: Localized
  pieces: InEach<Pieces>
  role: Role
  guarded: boolean
}>

/** A reference, the glossary, or the pages of a problem. */
export type Document = Readonly<{
  kind: 'reference' | 'problem'
  slug: string
  title: Localized
  oneLiner: Localized
  pages: readonly Page[]
}>

/** Documents by slug, in the order in which they are listed. */
export type DocumentIndex = ReadonlyMap<string, Document>

/** A page, or without `page` a document. */
export type PageRef = Readonly<{ document: string; page?: string }>

/** Slugs of problems that the group works on now; their guarded pages are closed. */
export type Closed = ReadonlySet<string>

/** A page that a search found, with an excerpt of its text. */
export type Hit = Readonly<{ document: Document; page: Page; snippet: string }>

/** The result of looking up a `PageRef`. */
export type Lookup =
  | Readonly<{ kind: 'document'; document: Document }>
  | Readonly<{ kind: 'page'; document: Document; page: Page; index: number }>
  /** The page exists, and opens when nobody works on the problem any more. */
  | Readonly<{ kind: 'closed'; document: Document }>
  | Readonly<{ kind: 'gone'; document?: Document }>

/** A `PageRef` as one text, for a choice's value or a suggestion. */
export function writePageRef({ document, page }: PageRef): string {
  return page === undefined ? document : `${document}/${page}`
}

export function readPageRef(text: string): PageRef {
  const [document = '', page] = text.trim().split('/')
  return page === undefined ? { document } : { document, page }
}

export function find(
  documentIndex: DocumentIndex,
  { document: slug, page: id }: PageRef,
  closed: Closed,
): Lookup {
  const document = documentIndex.get(slug)
  if (!document) return { kind: 'gone' }
  if (id === undefined) return { kind: 'document', document }
  const index = document.pages.findIndex((page) => page.id === id)
  const page = document.pages[index]
  if (!page) return { kind: 'gone', document }
  return isOpen(document, page, closed)
    ? { kind: 'page', document, page, index }
    : { kind: 'closed', document }
}

/** A worked design would spoil a mock or a challenge that is under way. The brief is known to all. */
export function isOpen(document: Document, page: Page, closed: Closed): boolean {
  return !(page.guarded && closed.has(document.slug))
}

export function openPages(document: Document, closed: Closed): readonly Page[] {
  return document.pages.filter((page) => isOpen(document, page, closed))
}

/** The document of exactly this title in any language, else the page, where only one has it. */
export function titled(documentIndex: DocumentIndex, typed: string): PageRef | undefined {
  const wanted = folded(typed)
  if (wanted === '') return undefined
  const has = ({ title }: Document | Page) => Object.values(title).some((each) => folded(each) === wanted)
  const documents = [...documentIndex.values()]
  const [document, ...others] = documents.filter(has)
  if (document) return others.length === 0 ? { document: document.slug } : undefined
  const [page, ...more] = documents.flatMap(({ slug, pages }) =>
    pages.filter(has).map(({ id }) => ({ document: slug, page: id })),
  )
  return more.length === 0 ? page : undefined
}

/** The language to which a page can be switched: English, or from English the reader's Chinese. */
export function otherLanguage(language: Language, own: Language): Language {
  if (language !== 'en') return 'en'
  return own === 'en' ? 'zh' : own
}
