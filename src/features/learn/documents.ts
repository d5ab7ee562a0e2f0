import type { Language } from '#bot'
import { piecesOf, roomOf, type TextPiece } from '../../content/pieces.ts'
import { PAGE_LIMIT } from '../../content/reference.ts'
import type { Content, LocalizedProblem } from '../../content/schema.ts'
import { readOutline } from '../../markdown/outline.ts'
import type { Texts } from '../../texts/catalogue.ts'
import { glossaryDocument } from './glossary.ts'
import type { Document, DocumentIndex, InBoth, Page, Pieces } from './rules.ts'

/** Action ids of buttons hold a page's id beside a slug and a language. */
const ID_LIMIT = 40

/** All documents: the references in their order, the glossary, then the problems. */
export function indexDocuments(
  content: Pick<Content, 'references' | 'glossary' | 'problems'>,
  texts: Texts,
): DocumentIndex {
  const references = [...content.references].map(([slug, { en, zh }]): Document => {
    const ids = idsOf(en.pages.map(({ title }) => title))
    return {
      kind: 'reference',
      slug,
      title: { en: en.title, zh: zh.title },
      oneLiner: { en: en.oneLiner, zh: zh.oneLiner },
      pages: en.pages.map((page, index) => ({
        id: ids[index] ?? '',
        title: { en: page.title, zh: zh.pages[index]?.title ?? page.title },
        pieces: { en: piecesOf(page.markdown), zh: piecesOf(zh.pages[index]?.markdown ?? page.markdown) },
        role: 'explains',
        guarded: false,
      })),
    }
  })
  const problems = [...content.problems].map(([slug, problem]) => problemDocument(slug, problem, texts))
  const glossary = glossaryDocument(content.glossary, texts)
  return new Map([...references, ...glossary, ...problems].map((document) => [document.slug, document]))
}

/** A problem's pages: the brief, its challenges with the topics of any answer, and the worked design by sections. */
function problemDocument(slug: string, problem: LocalizedProblem, texts: Texts): Document {
  const both = <T>(of: (language: Language) => T): InBoth<T> => ({ en: of('en'), zh: of('zh') })
  const text = (markdown: string): Pieces => [{ kind: 'text', markdown }]
  const list = (
    language: Language,
    key: 'learn.challenges' | 'learn.mustDiscuss',
    lines: readonly string[],
  ) => `**${texts.in(language)(key)}**\n${lines.map((line) => `- ${line}`).join('\n')}`
  return {
    kind: 'problem',
    slug,
    title: both((language) => problem[language].title),
    oneLiner: both((language) => problem[language].oneLiner),
    pages: [
      {
        id: 'brief',
        title: both((language) => texts.in(language)('learn.brief')),
        pieces: both((language) => text(problem[language].brief)),
        role: 'explains',
        guarded: false,
      },
      {
        id: 'challenges',
        title: both((language) => texts.in(language)('learn.hard')),
        pieces: both((language) => {
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

function designPages({ en, zh }: LocalizedProblem): readonly Page[] {
  const [english, chinese] = [en, zh].map(({ body }) => readOutline(body, 1).sections)
  return (english ?? []).flatMap((section, index): readonly Page[] => {
    const same = chinese?.[index] ?? section
    const parts = paginate(piecesOf(section.text), piecesOf(same.text))
    return parts.map((pieces, part) => {
      const position = parts.length > 1 ? ` (${part + 1}/${parts.length})` : ''
      return {
        id: part === 0 ? `design-${index + 1}` : `design-${index + 1}-${part + 1}`,
        title: { en: `${section.title}${position}`, zh: `${same.title}${position}` },
        pieces,
        role: 'explains',
        guarded: true,
      }
    })
  })
}

/**
 * Divides a section into pages, at the same paragraphs in both languages so that a page has its counterpart. A section
 * whose structure differs stays whole, and the platform divides it.
 */
export function paginate(en: Pieces, zh: Pieces): readonly InBoth<Pieces>[] {
  if (en.length !== zh.length) return [{ en, zh }]
  const pages: { en: TextPiece[]; zh: TextPiece[]; room: number }[] = []
  for (const [index, piece] of en.entries()) {
    const same = zh[index] ?? piece
    const room = Math.max(roomOf(piece), roomOf(same))
    const last = pages.at(-1)
    if (last && last.room + room <= PAGE_LIMIT) {
      last.en.push(piece)
      last.zh.push(same)
      last.room += room
    } else pages.push({ en: [piece], zh: [same], room })
  }
  return pages
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
