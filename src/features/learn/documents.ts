import { type InEach, inEach, LANGUAGES, type Language } from '#bot'
import { piecesOf, roomOf } from '../../content/pieces.ts'
import { PAGE_LIMIT } from '../../content/reference.ts'
import type { Content, LocalizedProblem } from '../../content/schema.ts'
import { readOutline } from '../../markdown/outline.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { glossaryDocument } from './glossary.ts'
import type { Document, DocumentIndex, Page, Pieces } from './rules.ts'

/** Action ids of buttons hold a page's id beside a slug and a language. */
const ID_LIMIT = 40

/** All documents: the references in their order, the glossary, then the problems. */
export function indexDocuments(
  content: Pick<Content, 'references' | 'glossary' | 'problems'>,
  texts: Texts,
): DocumentIndex {
  const references = [...content.references].map(([slug, reference]): Document => {
    const { pages } = reference.en
    const ids = idsOf(pages.map((page) => page.title))
    return {
      kind: 'reference',
      slug,
      title: inEach((language) => reference[language].title),
      oneLiner: inEach((language) => reference[language].oneLiner),
      pages: pages.map((page, index) => {
        const written = inEach((language) => reference[language].pages[index] ?? page)
        return {
          id: ids[index] ?? '',
          title: inEach((language) => written[language].title),
          pieces: inEach((language) => piecesOf(written[language].markdown)),
          role: 'explains',
          guarded: false,
        }
      }),
    }
  })
  const problems = [...content.problems].map(([slug, problem]) => problemDocument(slug, problem, texts))
  const glossary = glossaryDocument(content.glossary, texts)
  return new Map([...references, ...glossary, ...problems].map((document) => [document.slug, document]))
}

/** A problem's pages: the brief, its challenges with the topics of any answer, and the worked design by sections. */
function problemDocument(slug: string, problem: LocalizedProblem, texts: Texts): Document {
  const text = (markdown: string): Pieces => [{ kind: 'text', markdown }]
  const list = (
    language: Language,
    key: 'learn.challenges' | 'learn.mustDiscuss',
    lines: readonly string[],
  ) => `**${texts.in(language)(key)}**\n${lines.map((line) => `- ${line}`).join('\n')}`
  return {
    kind: 'problem',
    slug,
    title: inEach((language) => problem[language].title),
    oneLiner: inEach((language) => problem[language].oneLiner),
    pages: [
      {
        id: 'brief',
        title: inEach((language) => texts.in(language)('learn.brief')),
        pieces: inEach((language) => text(problem[language].brief)),
        role: 'explains',
        guarded: false,
      },
      {
        id: 'challenges',
        title: inEach((language) => texts.in(language)('learn.hard')),
        pieces: inEach((language) => {
          const { keyChallenges, mustDiscuss } = problem[language]
          return [
            ...text(list(language, 'learn.challenges', keyChallenges)),
            ...text(list(language, 'learn.mustDiscuss', mustDiscuss)),
          ]
        }),
        role: 'names',
        guarded: true,
      },
      ...designPages(problem),
    ],
  }
}

function designPages(problem: LocalizedProblem): readonly Page[] {
  const sections = inEach((language) => readOutline(problem[language].body, 1).sections)
  return sections.en.flatMap((section, index): readonly Page[] => {
    const same = inEach((language) => sections[language][index] ?? section)
    const parts = paginate(inEach((language) => piecesOf(same[language].text)))
    return parts.map((pieces, part) => {
      const position = parts.length > 1 ? ` (${part + 1}/${parts.length})` : ''
      return {
        id: part === 0 ? `design-${index + 1}` : `design-${index + 1}-${part + 1}`,
        title: inEach((language) => `${same[language].title}${position}`),
        pieces,
        role: 'explains',
        guarded: true,
      }
    })
  })
}

/**
 * Divides a section into pages, at the same paragraphs in each language so that a page has its counterpart. A section
 * whose structure differs stays whole, and the platform divides it.
 */
export function paginate(section: InEach<Pieces>): readonly InEach<Pieces>[] {
  const count = section.en.length
  if (LANGUAGES.some((language) => section[language].length !== count)) return [section]
  const starts: number[] = []
  let used = 0
  for (let index = 0; index < count; index++) {
    const room = Math.max(...LANGUAGES.map((language) => roomAt(section[language], index)))
    if (starts.length === 0 || used + room > PAGE_LIMIT) {
      starts.push(index)
      used = 0
    }
    used += room
  }
  return starts.map((start, page) =>
    inEach((language) => section[language].slice(start, starts[page + 1] ?? count)),
  )
}

function roomAt(pieces: Pieces, index: number): number {
  const piece = pieces[index]
  return piece ? roomOf(piece) : 0
}

/** Ids made of English titles, so that a button finds its page after others were added before it. */
export function idsOf(titles: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return titles.map((title) => {
    const id = shortId(title.toLowerCase().match(/[a-z0-9]+/gu) ?? ['page'])
    const free = [id, ...Array.from({ length: 98 }, (_, n) => `${id}-${n + 2}`)].find(
      (each) => !taken.has(each),
    )
    taken.add(free ?? id)
    return free ?? id
  })
}

/** The leading words that fit, with room for a number that makes ids unique. */
function shortId(words: readonly string[]): string {
  const [first = ''] = words
  return words
    .slice(1)
    .reduce(
      (id, word) => (id.length + word.length < ID_LIMIT - 4 ? `${id}-${word}` : id),
      first.slice(0, ID_LIMIT - 4),
    )
}
