import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { besidesScope, outOfScope } from '../../../src/content/scope.ts'
import { indexDocuments } from '../../../src/features/learn/documents.ts'
import { createSearch, type Search } from '../../../src/features/learn/search/search.ts'
import { termsOf } from '../../../src/features/learn/search/terms.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { anyText } from '../../support/any-text.ts'
import { content as ourContent } from '../../support/content.ts'
import { sampleContent } from './fixtures.ts'
import { QUERIES } from './queries.ts'

const content = sampleContent()
const nothing: ReadonlySet<string> = new Set()
let search: Search

beforeAll(async () => {
  search = await createSearch(indexDocuments(content, loadTexts()), content.glossary)
})

function found(typed: string, closed = nothing): readonly string[] {
  return search.find(typed, 'en', closed, 8).map(({ document, page }) => `${document.slug}/${page.id}`)
}

describe('terms', () => {
  test.each([
    ['Position bias', ['posit', 'bia']],
    ['What is the metric?', ['metric']],
    ['metrics', ['metric']],
    ['loss', ['loss']],
    ['training, trains, trained', ['train', 'train', 'train']],
    ['calibrate, calibrated, calibration', ['calibrat', 'calibrat', 'calibrat']],
    ['labels, labelled, labelling', ['label', 'label', 'label']],
    ['speed, feed, string, bring', ['speed', 'feed', 'string', 'bring']],
    ['A/B test, AB 实验, A/B实验', ['ab', 'test', 'ab', '实验', 'ab', '实验']],
    ['L1/L2', ['l1', 'l2']],
    ['位置偏差', ['位置', '置偏', '偏差']],
    ['用PSI看漂移', ['用', 'psi', '看漂', '漂移']],
    ['ＰＳＩ', ['psi']],
    ['p99 < 100ms', ['p99', '100ms']],
    ['?!', []],
  ])('of %j', (text, terms) => {
    expect(termsOf(text)).toEqual(terms)
  })
})

describe('a search', () => {
  test.each([
    'position bias',
    'Position Bias',
    'bias position',
    '位置偏差',
    '点击 位置',
    'positon bias',
    'posit bias',
  ])('finds the page called so by %j', (typed) => {
    expect(found(typed)).toContain('click-log/position-bias')
  })

  test('finds a term in either language, and shows it in the reader’s', () => {
    for (const typed of ['inverse propensity', '逆倾向']) {
      const english = search
        .find(typed, 'en', nothing, 8)
        .find(({ document }) => document.slug === 'click-log')
      const chinese = search
        .find(typed, 'zh', nothing, 8)
        .find(({ document }) => document.slug === 'click-log')
      expect(english?.page.id).toBe(chinese?.page.id)
      expect(english?.snippet).toMatch(/[a-z]{4}/u)
      expect(english?.snippet).not.toMatch(/\p{Script=Han}/u)
      expect(chinese?.snippet).toMatch(/\p{Script=Han}{4}/u)
    }
    expect(search.find('inverse propensity', 'en', nothing, 8)[0]?.snippet).toContain('inverse propensity')
    expect(search.find('逆倾向加权', 'zh', nothing, 8)[0]?.snippet).toContain('逆倾向加权')
  })

  test('finds the worked design by a term in either language', () => {
    for (const typed of ['selection bias', '选择偏差'])
      expect(found(typed).some((place) => place.startsWith('fraud-detection/design-3'))).toBe(true)
  })

  test('finds the text of a diagram', () => {
    expect(found('结果页')).toEqual(['click-log/where-the-log-comes-from'])
  })

  test('ranks titles before texts, and a page’s own title before its document’s', () => {
    expect(found('three corrections')[0]).toBe('click-log/three-corrections')
    const [first, ...others] = found('click log')
    expect(first).toBe('click-log/where-the-log-comes-from')
    expect(others.slice(0, 2).every((place) => place.startsWith('click-log/'))).toBe(true)
  })

  test('shows no closed page, whatever the query', () => {
    const closed = new Set(['fraud-detection'])
    const guarded = /^fraud-detection\/(?!brief)/u
    expect(found('feedback delay').some((place) => guarded.test(place))).toBe(true)
    for (const typed of ['feedback delay', '选择偏差', 'fraud detection', 'zzzz', 'features'])
      expect(found(typed, closed).filter((place) => guarded.test(place))).toEqual([])
    for (const { document, page } of search.nearest('3. Daat', closed, 100))
      expect(`${document.slug}/${page.id}`).not.toMatch(guarded)
  })

  test('returns no more results than requested', () => {
    expect(search.find('payments', 'en', nothing, 8)).toHaveLength(8)
    expect(search.find('payments', 'en', nothing, 3)).toHaveLength(3)
  })

  test.each([
    '',
    '   ',
    '?!',
    'the',
    'x'.repeat(10_000),
    '位'.repeat(10_000),
    '\ud83d'.repeat(100),
    '\u0000',
    'qwxzk vvkjq '.repeat(900),
  ])('stands %#: what finds nothing', (typed) => {
    expect(search.find(typed, 'en', nothing, 8)).toEqual([])
    expect(search.nearest(typed, nothing, 3)).toEqual([])
  })

  test('of 10,000 characters uses the beginning', () => {
    expect(found(`position bias ${'?'.repeat(10_000)}`)).toContain('click-log/position-bias')
  })

  test('suggests similar titles', () => {
    const near = search.nearest('threee korrections', nothing, 3).map(({ page }) => page.id)
    expect(near[0]).toBe('three-corrections')
  })

  test('never throws, and its snippets are short', () => {
    fc.assert(
      fc.property(anyText({ maxLength: 60 }), fc.constantFrom('en', 'zh'), (typed, language) => {
        for (const { snippet } of search.find(typed, language, nothing, 8)) {
          expect(snippet.length).toBeLessThanOrEqual(142)
          expect(snippet.isWellFormed()).toBe(true)
        }
        search.nearest(typed, nothing, 3)
      }),
      { numRuns: 60 },
    )
  })
})

describe('out of scope', () => {
  const answered = (typed: string) =>
    outOfScope(content.scope, typed) !== undefined &&
    !search.isTitle(besidesScope(content.scope, typed), nothing)

  test.each([
    'coding',
    'coding interview',
    'help me with a coding question',
    'two sum in pytorch',
    'maths',
    'a proof of the theory behind backpropagation',
    'paper review',
    'tell me about yourself',
    '算法题',
    '行为面试怎么准备',
    '数学推导',
  ])('%j is', (typed) => {
    expect(answered(typed)).toBe(true)
  })

  test.each([
    'position bias',
    'position bias math',
    '位置偏差的数学推导',
    'implement the corrections',
    'fraud detection papers',
    '',
  ])('%j is not: it names a page of ours, or no such topic', (typed) => {
    expect(answered(typed)).toBe(false)
  })
})

describe('what people type leads to what explains it', () => {
  const real = ourContent
  const documentIndex = indexDocuments(real, loadTexts())
  const pages = new Set(
    [...documentIndex.values()].flatMap(({ slug, pages: all }) => all.map(({ id }) => `${slug}/${id}`)),
  )
  let built: Search

  beforeAll(async () => {
    built = await createSearch(documentIndex, real.glossary)
  })

  const hits = (typed: string, limit = 8) =>
    built.find(typed, 'en', nothing, limit).map(({ document, page }) => `${document.slug}/${page.id}`)

  test.each(QUERIES)('$typed', ({ typed, first = [], among = [] }) => {
    // A page that is called otherwise by now can't be found.
    for (const place of [...first, ...among]) expect(pages).toContain(place)
    const [best, ...others] = hits(typed, 3)
    if (first.length > 0) expect(first, `${typed} finds first ${best}`).toContain(best)
    expect([best, ...others]).toEqual(expect.arrayContaining([...among]))
  })

  test('a term of the glossary is always found, in the glossary where no other page has it', () => {
    for (const { en, zh } of real.glossary.terms)
      for (const typed of [en, zh]) {
        const found = hits(typed)
        expect(found, typed).not.toEqual([])
        const asked = built.find(`${typed} in English`, 'en', nothing, 3)
        const rows = asked.flatMap(({ page }) =>
          page.pieces.en.flatMap((piece) => (piece.kind === 'table' ? piece.rows : [])),
        )
        expect(
          rows.map(([english]) => english),
          typed,
        ).toContain(en)
      }
  })

  test('a row of the glossary is shown without its neighbours', () => {
    const [hit] = built.find('灰度 英文', 'zh', nothing, 1)
    expect(hit?.snippet).toBe('canary · 灰度 · 不说：金丝雀。')
  })
})
