import { besidesScope, outOfScope } from '../../content/scope.ts'
import type { Draft } from '../../durable/outbox/index.ts'
import type { FeatureDeps } from '../feature.ts'
import { contents, documentContents, missing, pageMessage, type Reader } from './cards/pages.ts'
import { nothing, outside, results } from './cards/results.ts'
import { indexDocuments } from './documents.ts'
import { type DocumentIndex, find, type PageRef, readPageRef, titled } from './rules.ts'
import { QUERY_LIMIT } from './search/query.ts'
import { createSearch, type Search } from './search/search.ts'
import { simplified } from './search/simplified.ts'

/** The documents, and the answers to queries. */
export type Library = Readonly<{
  /** Built when first needed, which takes a tenth of a second. */
  documents(): DocumentIndex
  /** The search index. Built when first needed, which takes half a second. */
  search(): Promise<Search>
  /** A document's contents or a page, or the reason why it can't be shown. */
  show(ref: PageRef, reader: Reader): Draft
  /** The page that a query names, else the results of a search. */
  answer(query: string, reader: Reader): Promise<Draft>
}>

const HITS_SHOWN = 8
const NEAR_SHOWN = 3

export function createLibrary({ content, texts }: Pick<FeatureDeps, 'content' | 'texts'>): Library {
  let indexed: DocumentIndex | undefined
  const documents = () => {
    indexed ??= indexDocuments(content, texts)
    return indexed
  }
  let built: Promise<Search> | undefined
  const search = () => {
    built ??= createSearch(documents(), content.glossary)
    return built
  }

  function show(ref: PageRef, reader: Reader): Draft {
    const found = find(documents(), ref, reader.closed)
    switch (found.kind) {
      case 'document':
        return documentContents(found.document, reader)
      case 'page':
        return pageMessage(found.document, found.page, found.index, reader)
      case 'closed':
      case 'gone':
        return missing(found.kind, found.document, reader)
      default:
        return found satisfies never
    }
  }

  async function answer(query: string, reader: Reader): Promise<Draft> {
    if (query.trim() === '') return contents(documents(), reader)
    const ref = readPageRef(query)
    const { kind } = find(documents(), ref, reader.closed)
    if (kind !== 'gone') return show(ref, reader)
    const exact = titled(documents(), query)
    if (exact) return show(exact, reader)
    const index = await search()
    const meant = simplified(query.slice(0, QUERY_LIMIT))
    const topic = outOfScope(content.scope, meant)
    // A query that also names a page asks for that page.
    if (topic && !index.isTitle(besidesScope(content.scope, meant), reader.closed))
      return outside(texts.in(reader.language)(`scope.${topic}`), reader)
    const hits = index.find(query, reader.language, reader.closed, HITS_SHOWN)
    return hits.length > 0
      ? results({ query, hits, reader })
      : nothing(query, index.nearest(query, reader.closed, NEAR_SHOWN), reader)
  }

  return { documents, search, show, answer }
}
