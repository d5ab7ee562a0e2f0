import { inEach, type Localized } from '#bot'
import type { Document, Page } from '../rules.ts'
import { labelsOf, leadsOf, proseOf, rowsOf } from './prose.ts'
import { compoundsIn, type Word, wordsIn } from './terms.ts'

/** The searched terms in their order, in English and simplified Chinese, with a blank around each. */
export type Terms = Readonly<Record<'title' | 'document' | 'leads' | 'text', string>>

/** A page; in the glossary one row, because the words of two rows have nothing in common. */
export type Entry = Readonly<{
  document: Document
  page: Page
  terms: Terms
  /** The terms of its own title. */
  own: readonly string[]
  /** The terms of its own title and of its document's. */
  titles: readonly string[]
  prose: Localized
}>

/** @param words gets all of the page's words */
export function entriesOf(document: Document, page: Page, words: Map<string, Word>): readonly Entry[] {
  const indexed = (...texts: readonly string[]): readonly string[] => {
    const found = texts.flatMap((text) => [...wordsIn(text), ...compoundsIn(text)])
    for (const word of found) words.set(word.typed, word)
    return found.map(({ term }) => term)
  }
  const own = indexed(page.title.en, page.title.zh)
  const ofDocument = indexed(document.title.en, document.title.zh)
  return partsOf(page).map(({ leads, prose, labels }) => ({
    document,
    page,
    own,
    titles: [...own, ...ofDocument],
    prose,
    terms: {
      // The title of a glossary page, such as `A–C`, says nothing about its rows.
      title: page.role === 'translates' ? '' : spaced(own),
      document: page.role === 'translates' ? '' : spaced(ofDocument),
      leads: spaced(indexed(...leads)),
      text: spaced(indexed(prose.en, prose.zh, ...labels)),
    },
  }))
}

type Part = Readonly<{ leads: readonly string[]; prose: Localized; labels: readonly string[] }>

function partsOf({ pieces, role }: Page): readonly Part[] {
  const { en, zh } = pieces
  if (role !== 'translates')
    return [
      {
        leads: [leadsOf(en), leadsOf(zh)],
        prose: inEach((language) => proseOf(pieces[language])),
        labels: [labelsOf(en), labelsOf(zh)],
      },
    ]
  const rows = inEach((language) => rowsOf(pieces[language]))
  return rows.en.map(({ names, line }, index) => ({
    leads: names,
    prose: inEach((language) => rows[language][index]?.line ?? line),
    labels: [],
  }))
}

function spaced(terms: readonly string[]): string {
  return ` ${terms.join(' ')} `
}
