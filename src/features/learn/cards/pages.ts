import {
  type Action,
  action,
  type Block,
  type Button,
  type Language,
  type Message,
  type Translate,
} from '#bot'
import type { TextPiece } from '../../../content/pieces.ts'
import type { Draft, DraftBlock } from '../../../durable/outbox/index.ts'
import type { Texts } from '../../../texts/catalogue.ts'
import type { Document, DocumentIndex, Page } from '../rules.ts'
import { type Closed, openPages } from '../rules.ts'
import { drawDiagram } from './diagram.ts'

/** The reader of a page. */
export type Reader = Readonly<{
  language: Language
  /** The language to which the reader may switch. */
  other: Language
  texts: Texts
  closed: Closed
  /** False where pictures can't be shown: Slack's windows hold no uploaded files. */
  pictures: boolean
}>

/** The list of all documents. */
export function contents(documentIndex: DocumentIndex, reader: Reader): Message {
  const { language } = reader
  const t = wordsOf(reader)
  const documents = [...documentIndex.values()]
  const select = (kind: Document['kind'], placeholder: string): readonly Block[] => {
    const choices = documents
      .filter((document) => document.kind === kind)
      .map(({ slug, title, oneLiner }) => ({
        value: slug,
        label: title[language],
        description: oneLiner[language],
      }))
    return choices.length > 0
      ? [{ type: 'select', action: action('learn.book', language, kind), placeholder, choices }]
      : []
  }
  return {
    summary: t('learn.title'),
    blocks: [
      { type: 'heading', text: t('learn.title') },
      { type: 'text', text: t('learn.intro') },
      ...select('reference', t('learn.references')),
      ...select('problem', t('learn.problems')),
      buttons([searchButton(reader), switchTo(reader, action('learn.contents', reader.other))]),
    ],
  }
}

/** The list of a document's pages. */
export function documentContents(document: Document, reader: Reader): Message {
  const { language, closed } = reader
  const t = wordsOf(reader)
  const pages = openPages(document, closed)
  const lines = pages.map(({ title }) => `- ${title[language]}`)
  const [first] = pages
  return {
    summary: document.title[language],
    blocks: [
      { type: 'heading', text: document.title[language] },
      { type: 'text', text: document.oneLiner[language] },
      { type: 'text', text: lines.join('\n') },
      ...(pages.length < document.pages.length ? [closedNote(reader)] : []),
      {
        type: 'select',
        action: action('learn.page', language, document.slug),
        placeholder: t('learn.pages'),
        choices: pages.map(({ id, title }) => ({ value: id, label: title[language] })),
      },
      buttons([
        ...(first
          ? [{ label: t('learn.start'), action: to(language, document, first), style: 'primary' } as const]
          : []),
        contentsButton(reader),
        switchTo(reader, action('learn.book', reader.other, document.slug)),
      ]),
    ],
  }
}

export function pageMessage(document: Document, page: Page, index: number, reader: Reader): Draft {
  const { language, closed } = reader
  const t = wordsOf(reader)
  const open = openPages(document, closed)
  const turn = (label: string, by: number): Button => {
    const other = open[open.indexOf(page) + by]
    if (other) return { label, action: to(language, document, other) }
    // The ids of a message's components must be unique.
    return { label, action: action('learn.page', language, document.slug, page.id, by), disabled: true }
  }
  const title = page.title[language]
  return {
    summary: `${document.title[language]}: ${title}`,
    blocks: [
      { type: 'heading', text: title },
      ...draw(page.pieces[language], reader),
      {
        type: 'note',
        text: t('learn.position', {
          book: document.title[language],
          number: index + 1,
          of: document.pages.length,
        }),
      },
      buttons([
        turn(t('learn.previous'), -1),
        turn(t('learn.next'), 1),
        { label: t('learn.contents'), action: action('learn.book', language, document.slug) },
        switchTo(reader, to(reader.other, document, page)),
      ]),
    ],
  }
}

/** The message for a page that is closed now or no longer exists. */
export function missing(why: 'closed' | 'gone', document: Document | undefined, reader: Reader): Message {
  const t = wordsOf(reader)
  const text = why === 'closed' ? t('learn.closed') : t('learn.gone')
  return {
    summary: text,
    blocks: [
      ...(document ? [{ type: 'heading', text: document.title[reader.language] } as const] : []),
      { type: 'text', text },
      buttons([
        ...(document
          ? [{ label: t('learn.contents'), action: action('learn.book', reader.language, document.slug) }]
          : []),
        contentsButton(reader),
      ]),
    ],
  }
}

/** Consecutive texts become one block, so that their paragraphs look as they were written. */
function draw(pieces: readonly TextPiece[], reader: Reader): readonly DraftBlock[] {
  const { language, pictures } = reader
  const blocks: DraftBlock[] = []
  for (const piece of pieces) {
    const last = blocks.at(-1)
    if (piece.kind === 'diagram')
      blocks.push(...drawDiagram(piece.source, language, wordsOf(reader), pictures))
    else if (piece.kind === 'table') blocks.push({ type: 'table', columns: piece.columns, rows: piece.rows })
    else if (last?.type === 'text')
      blocks.splice(-1, 1, { type: 'text', text: `${last.text}\n\n${piece.markdown}` })
    else blocks.push({ type: 'text', text: piece.markdown })
  }
  return blocks
}

export function wordsOf({ texts, language }: Reader): Translate {
  return texts.in(language)
}

function to(language: Language, { slug }: Document, { id }: Page): Action {
  return action('learn.page', language, slug, id)
}

export function buttons(all: readonly Button[]): Block {
  return { type: 'buttons', buttons: all }
}

export function contentsButton(reader: Reader): Button {
  return { label: wordsOf(reader)('learn.all'), action: action('learn.contents', reader.language) }
}

export function searchButton(reader: Reader): Button {
  return { label: wordsOf(reader)('learn.search'), action: action('learn.search', reader.language) }
}

/** The button's label is in the other language. */
export function switchTo({ texts, other }: Reader, switched: Action): Button {
  return { label: texts.in(other)('learn.inThisLanguage'), action: switched }
}

function closedNote(reader: Reader): Block {
  return { type: 'note', text: wordsOf(reader)('learn.closed') }
}
