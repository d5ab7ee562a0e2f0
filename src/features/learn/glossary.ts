import { inEach, LANGUAGES, type Language } from '#bot'
import type { Glossary } from '../../content/glossary.ts'
import { roomOf, type TextPiece } from '../../content/pieces.ts'
import type { Texts } from '../../texts/catalogue.ts'
import type { Document } from './rules.ts'

/** Pages of the glossary are shorter than others, because people look terms up instead of reading on. */
const ROOM = 2000
/** A term takes two lines on a phone. */
const TERMS_PER_PAGE = 25

type Term = Glossary['terms'][number]

/** The glossary as a document with pages in alphabetical order; empty without terms. */
export function glossaryDocument({ terms }: Glossary, texts: Texts): readonly Document[] {
  const sorted = terms.toSorted((a, b) => a.en.localeCompare(b.en, 'en', { sensitivity: 'base' }))
  if (sorted.length === 0) return []
  const pages = divided(sorted, texts).map((shown, index) => {
    const [first, last] = [initial(shown[0]), initial(shown.at(-1))]
    const range = first === last ? first : `${first}–${last}`
    return {
      id: `terms-${index + 1}`,
      title: inEach((language) => texts.in(language)('learn.glossary.page', { range, number: index + 1 })),
      pieces: inEach((language) => [table(shown, language, texts)]),
      role: 'translates' as const,
      guarded: false,
    }
  })
  return [
    {
      kind: 'reference',
      slug: 'glossary',
      title: inEach((language) => texts.in(language)('learn.glossary.title')),
      oneLiner: inEach((language) => texts.in(language)('learn.glossary.oneLiner')),
      pages,
    },
  ]
}

function divided(terms: readonly Term[], texts: Texts): readonly (readonly Term[])[] {
  const pages: { terms: Term[]; room: number }[] = []
  for (const term of terms) {
    const room = Math.max(...LANGUAGES.map((language) => roomOf(table([term], language, texts))))
    const last = pages.at(-1)
    if (last && last.terms.length < TERMS_PER_PAGE && last.room + room <= ROOM) {
      last.terms.push(term)
      last.room += room
    } else pages.push({ terms: [term], room })
  }
  return pages.map((page) => page.terms)
}

function table(terms: readonly Term[], language: Language, texts: Texts): TextPiece {
  const t = texts.in(language)
  const hasNotes = terms.some(({ note, avoid }) => note !== undefined || avoid !== undefined)
  const notes = ({ note, avoid = [] }: Term) => {
    const words = [avoid].flat().join(t('list.comma'))
    return [note ?? '', words && t('learn.glossary.avoid', { words })].filter(Boolean).join(' ')
  }
  return {
    kind: 'table',
    columns: [
      t('learn.glossary.english'),
      t('learn.glossary.chinese'),
      ...(hasNotes ? [t('learn.glossary.note')] : []),
    ],
    rows: terms.map((term) => [
      term.en,
      language === 'zh-TW' ? term['zh-TW'] : term.zh,
      ...(hasNotes ? [notes(term)] : []),
    ]),
  }
}

function initial(term: Term | undefined): string {
  return (term?.en.at(0) ?? '').toUpperCase()
}
