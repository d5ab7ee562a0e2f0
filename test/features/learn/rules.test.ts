import { describe, expect, test } from 'vitest'
import { fillShelf } from '../../../src/features/learn/books.ts'
import { find, openPages, readPlace, titled, writePlace } from '../../../src/features/learn/rules.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { POSITION_BIAS, sampleContent } from './fixtures.ts'

const shelf = fillShelf(sampleContent(), loadTexts())
const nothing: ReadonlySet<string> = new Set()
const fraud: ReadonlySet<string> = new Set(['fraud-detection'])

describe('a place', () => {
  test('is written and read', () => {
    for (const place of [POSITION_BIAS, { book: 'framework' }])
      expect(readPlace(writePlace(place))).toEqual(place)
    expect(readPlace(' click-log/position-bias ')).toEqual(POSITION_BIAS)
  })

  test.each([
    ['a page', 'click-log/position-bias', nothing, 'page'],
    ['a book', 'click-log', nothing, 'book'],
    ['a page that is no more', 'click-log/position-baes', nothing, 'gone'],
    ['a book that is no more', 'klick-log/position-bias', nothing, 'gone'],
    ['nothing', '', nothing, 'gone'],
    ['a name that objects have', 'constructor/prototype', nothing, 'gone'],
    ['a worked design', 'fraud-detection/design-3', nothing, 'page'],
    ['a worked design during a mock', 'fraud-detection/design-3', fraud, 'closed'],
    ['what must be discussed, during a mock', 'fraud-detection/challenges', fraud, 'closed'],
    ['the brief during a mock', 'fraud-detection/brief', fraud, 'page'],
    ['a page of a reference during a mock', 'click-log/position-bias', fraud, 'page'],
  ] as const)('%s is found as what it is', (_, written, closed, kind) => {
    expect(find(shelf, readPlace(written), closed).kind).toBe(kind)
  })

  test('knows its number', () => {
    expect(find(shelf, readPlace('fraud-detection/challenges'), nothing)).toMatchObject({ index: 1 })
  })
})

test('during a mock only the brief is open', () => {
  const book = shelf.get('fraud-detection')
  if (!book) throw new Error('no fraud-detection')
  expect(openPages(book, nothing)).toHaveLength(book.pages.length)
  expect(openPages(book, fraud).map(({ id }) => id)).toEqual(['brief'])
})

test.each([
  ['Reading a click log', { book: 'click-log' }],
  ['读懂点击日志', { book: 'click-log' }],
  ['  POSITION   bias ', POSITION_BIAS],
  ['位置偏差', POSITION_BIAS],
  ['position', undefined],
  // Every problem has one.
  ['The brief', undefined],
  ['', undefined],
  ['?!', undefined],
])('the title %j leads to %j', (typed, place) => {
  const problems = [...shelf].filter(([slug]) => slug === 'click-log')
  const two = [...shelf].filter(([slug]) => slug === 'fraud-detection')
  const copy = two.map(([, book]) => ['another', { ...book, slug: 'another' }] as const)
  expect(titled(new Map([...problems, ...two, ...copy]), typed)).toEqual(place)
})
