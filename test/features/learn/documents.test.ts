import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeAction, LANGUAGES } from '#bot'
import { createPictureRenderer } from '../../../src/app/pictures.ts'
import { roomOf, type TextPiece } from '../../../src/content/pieces.ts'
import { PAGE_LIMIT } from '../../../src/content/reference.ts'
import { drawnNow } from '../../../src/durable/outbox/index.ts'
import { contents, documentContents, pageMessage } from '../../../src/features/learn/cards/pages.ts'
import { idsOf, indexDocuments, paginate } from '../../../src/features/learn/documents.ts'
import { otherLanguage } from '../../../src/features/learn/rules.ts'
import { render as renderForDiscord } from '../../../src/platforms/discord/render.ts'
import { drawSaid } from '../../../src/platforms/slack/views.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { localized } from '../../support/localized.ts'
import { sampleContent } from './fixtures.ts'

const content = sampleContent()
const texts = loadTexts()
const documentIndex = indexDocuments(content, texts)

const UNDRAWN = createPictureRenderer(
  {
    diagram: async () => ({ refused: 'failed' }),
    chart: async () => ({ refused: 'failed' }),
    warm: () => undefined,
  },
  texts,
)

describe('the documentIndex', () => {
  test('has the references in their order, the glossary, and every problem', () => {
    expect([...documentIndex.keys()]).toEqual([
      ...content.references.keys(),
      'glossary',
      ...content.problems.keys(),
    ])
  })

  test('has the brief of a problem, its challenges, and the whole worked design', () => {
    const document = documentIndex.get('fraud-detection')
    const problem = content.problems.get('fraud-detection')
    expect(document?.pages.slice(0, 3).map(({ id }) => id)).toEqual(['brief', 'challenges', 'design-1'])
    for (const language of LANGUAGES) {
      const pieces = document?.pages.flatMap((page) => page.pieces[language]) ?? []
      expect(pieces[0]).toEqual({ kind: 'text', markdown: problem?.[language].brief })
      const said = pieces.map((piece) => (piece.kind === 'text' ? piece.markdown : '')).join('\n')
      for (const line of [
        ...(problem?.[language].keyChallenges ?? []),
        ...(problem?.[language].mustDiscuss ?? []),
      ])
        expect(said).toContain(`- ${line}`)
      const lines = (problem?.[language].body ?? '').split('\n').filter((line) => /^[\p{L}*-]/u.test(line))
      const drawn = JSON.stringify(pieces)
      for (const line of lines) expect(drawn).toContain(JSON.stringify(line).slice(1, -1))
      expect(pieces.filter(({ kind }) => kind === 'diagram')).toHaveLength(2)
      expect(pieces.filter(({ kind }) => kind === 'table')).toHaveLength(2)
    }
  })

  test('has nothing of the interviewer’s kit', () => {
    const shown = JSON.stringify([...documentIndex.values()])
    for (const { en, zh } of content.problems.values())
      for (const { facts, curveballs, probes, tells } of [en, zh])
        for (const text of [
          ...facts.map(({ fact }) => fact),
          ...curveballs.map((curveball) => curveball.text),
          ...Object.values(probes).flat(),
          ...Object.values(tells).flatMap(({ strong, weak }) => [...strong, ...weak]),
        ])
          expect(shown).not.toContain(JSON.stringify(text).slice(1, -1))
  })

  test('has the glossary in alphabetical order, with the wordings to avoid', () => {
    const document = documentIndex.get('glossary')
    const rows = document?.pages.flatMap(({ pieces }) =>
      pieces.zh.flatMap((piece) => (piece.kind === 'table' ? piece.rows : [])),
    )
    expect(rows).toHaveLength(31)
    const names = rows?.map(([name]) => name ?? '') ?? []
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')))
    expect(rows).toContainEqual(['position bias', '位置偏差', 'Of clicks. 不说：位置偏置、位置偏见。'])
    expect(document?.pages.map(({ title }) => title.en)).toEqual(['A–U (part 1)', 'V–Z (part 2)'])
    const without = indexDocuments({ ...content, glossary: { terms: [] } }, texts)
    expect(without.has('glossary')).toBe(false)
  })
})

describe.each([...documentIndex.values()])('$slug', (document) => {
  test.each(LANGUAGES)(
    'fits one message a page on Discord and one window on Slack (%s)',
    async (language) => {
      // Pictures are shown wherever they can be; what is not drawn takes the most room.
      const messagesWith = (pictures: boolean) => {
        const other = otherLanguage(language, language)
        const reader = { language, other, texts, closed: new Set<string>(), pictures }
        return [
          contents(documentIndex, reader),
          documentContents(document, reader),
          ...document.pages.map((page, index) => pageMessage(document, page, index, reader)),
        ].map((message) => drawnNow(message, UNDRAWN))
      }
      const ink = { person: () => '', name: () => '', relative: () => '', address: () => '' }
      const place = { platform: 'slack', space: 'T1', channel: 'C1' } as const
      for (const message of await Promise.all(messagesWith(true)))
        expect(renderForDiscord(message), message.summary).toHaveLength(1)
      for (const message of await Promise.all(messagesWith(false))) {
        expect(drawSaid([message], place, ink, texts.in('en')).overflow, message.summary).toBe(false)
        for (const block of message.blocks)
          for (const button of block.type === 'buttons' ? block.buttons : [])
            if ('action' in button) expect(encodeAction(button.action)).toContain('learn.')
      }
    },
  )
})

const piece: fc.Arbitrary<TextPiece> = fc.oneof(
  fc
    .integer({ min: 1, max: PAGE_LIMIT })
    .map((length) => ({ kind: 'text' as const, markdown: 'x'.repeat(length) })),
  fc
    .integer({ min: 1, max: PAGE_LIMIT - 20 })
    .map((length) => ({ kind: 'diagram' as const, source: 'y'.repeat(length) })),
)

describe('paginate', () => {
  test('loses nothing, keeps the order, and no page is longer than it may be', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, piece), { minLength: 1, maxLength: 30 }), (pairs) => {
        const [en, zh] = [pairs.map(([each]) => each), pairs.map(([, each]) => each)]
        const pages = paginate(localized(en, zh))
        expect(pages.flatMap((page) => page.en)).toEqual(en)
        expect(pages.flatMap((page) => page.zh)).toEqual(zh)
        for (const page of pages)
          for (const pieces of [page.en, page.zh])
            expect(pieces.reduce((sum, each) => sum + roomOf(each), 0)).toBeLessThanOrEqual(PAGE_LIMIT)
      }),
    )
  })

  test('leaves a section whole that differs between the languages', () => {
    const text = { kind: 'text', markdown: 'x'.repeat(PAGE_LIMIT) } as const
    expect(paginate(localized([text, text], [text]))).toEqual([localized([text, text], [text])])
    expect(paginate(localized([text, text], [text, text]))).toHaveLength(2)
  })
})

describe('page ids', () => {
  test.each([
    [
      ['Position bias', 'Position: bias!', 'Position bias'],
      ['position-bias', 'position-bias-2', 'position-bias-3'],
    ],
    [
      ['误差', ''],
      ['page', 'page-2'],
    ],
    [['A/B design'], ['a-b-design']],
    [['x'.repeat(60)], ['x'.repeat(36)]],
  ])('%j', (titles, ids) => {
    expect(idsOf(titles)).toEqual(ids)
  })

  test('are unique, and fit into a button beside the longest slug', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 }), { maxLength: 40 }), (titles) => {
        const ids = idsOf(titles)
        expect(new Set(ids).size).toBe(titles.length)
        for (const id of ids) {
          const args = ['zh', 's'.repeat(40), id, '-1']
          expect(encodeAction({ name: 'learn.page', args }).length).toBeLessThanOrEqual(100)
        }
      }),
    )
  })
})
