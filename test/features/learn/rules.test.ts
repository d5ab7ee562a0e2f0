import { describe, expect, test } from 'vitest'
import { indexDocuments } from '../../../src/features/learn/documents.ts'
import { find, openPages, readPageRef, titled, writePageRef } from '../../../src/features/learn/rules.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { POSITION_BIAS, sampleContent } from './fixtures.ts'

const documentIndex = indexDocuments(sampleContent(), loadTexts())
const nothing: ReadonlySet<string> = new Set()
const fraud: ReadonlySet<string> = new Set(['fraud-detection'])

describe('a place', () => {
  test('is written and read', () => {
    for (const place of [POSITION_BIAS, { document: 'framework' }])
      expect(readPageRef(writePageRef(place))).toEqual(place)
    expect(readPageRef(' click-log/position-bias ')).toEqual(POSITION_BIAS)
  })

  test.each([
    ['a page', 'click-log/position-bias', nothing, 'page'],
    ['a document', 'click-log', nothing, 'document'],
    ['a page that is no more', 'click-log/position-baes', nothing, 'gone'],
    ['a document that is no more', 'klick-log/position-bias', nothing, 'gone'],
    ['nothing', '', nothing, 'gone'],
    ['a name that objects have', 'constructor/prototype', nothing, 'gone'],
    ['a worked design', 'fraud-detection/design-3', nothing, 'page'],
    ['a worked design during a mock', 'fraud-detection/design-3', fraud, 'closed'],
    ['what must be discussed, during a mock', 'fraud-detection/challenges', fraud, 'closed'],
    ['the brief during a mock', 'fraud-detection/brief', fraud, 'page'],
    ['a page of a reference during a mock', 'click-log/position-bias', fraud, 'page'],
  ] as const)('%s is found as what it is', (_, written, closed, kind) => {
    expect(find(documentIndex, readPageRef(written), closed).kind).toBe(kind)
  })

  test('knows its number', () => {
    expect(find(documentIndex, readPageRef('fraud-detection/challenges'), nothing)).toMatchObject({
      index: 1,
    })
  })
})

test('during a mock only the brief is open', () => {
  const document = documentIndex.get('fraud-detection')
  if (!document) throw new Error('no fraud-detection')
  expect(openPages(document, nothing)).toHaveLength(document.pages.length)
  expect(openPages(document, fraud).map(({ id }) => id)).toEqual(['brief'])
})

test.each([
  ['Reading a click log', { document: 'click-log' }],
  ['读懂点击日志', { document: 'click-log' }],
  ['  POSITION   bias ', POSITION_BIAS],
  ['位置偏差', POSITION_BIAS],
  ['position', undefined],
  // Every problem has one.
  ['The brief', undefined],
  ['', undefined],
  ['?!', undefined],
])('the title %j leads to %j', (typed, place) => {
  const problems = [...documentIndex].filter(([slug]) => slug === 'click-log')
  const two = [...documentIndex].filter(([slug]) => slug === 'fraud-detection')
  const copy = two.map(([, document]) => ['another', { ...document, slug: 'another' }] as const)
  expect(titled(new Map([...problems, ...two, ...copy]), typed)).toEqual(place)
})
