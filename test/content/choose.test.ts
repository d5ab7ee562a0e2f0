import { describe, expect, test } from 'vitest'
import { chosenProblem, findProblems, nearestSlugs } from '../../src/content/choose.ts'
import type { LocalizedProblem } from '../../src/content/schema.ts'
import { editDistance } from '../../src/kit/edit-distance.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { content as ourContent } from '../support/content.ts'

const [real] = ourContent.problems.values()
if (!real) throw new Error('a problem is needed')

const titled = (en: string, zh: string): LocalizedProblem => ({
  en: { ...real.en, title: en },
  zh: { ...real.zh, title: zh },
  'zh-TW': { ...real['zh-TW'], title: zh },
})
const content = {
  problems: new Map([
    ['content-moderation', titled('Content Moderation', '内容审核')],
    ['fraud-detection', titled('Fraud Detection', '支付欺诈检测')],
    ['rag-pipeline', titled('RAG Pipeline', '检索增强生成')],
    ['search-ranking', titled('Search Ranking', '搜索排序')],
  ]),
}

describe('findProblems', () => {
  test.each([
    ['fraud', ['fraud-detection']],
    ['FRAUD DET', ['fraud-detection']],
    ['fraud_detection', ['fraud-detection']],
    ['欺诈', ['fraud-detection']],
    ['检索', ['rag-pipeline']],
    ['ranking', ['search-ranking']],
    ['ra', ['rag-pipeline', 'content-moderation', 'fraud-detection', 'search-ranking']],
    ['ＦＲＡＵＤ', ['fraud-detection']],
    ['chess', []],
    ['x'.repeat(10_000), []],
  ])('“%s”', (typed, slugs) => {
    expect(findProblems(content, typed, 'en').map(({ value }) => value)).toEqual(slugs)
  })

  test.each(['', '   ', ' - '])('“%s” finds all', (typed) => {
    expect(findProblems(content, typed, 'en')).toHaveLength(4)
  })

  test('labels are titles in the language asked for', () => {
    expect(findProblems(content, 'fraud', 'zh')).toEqual([
      { value: 'fraud-detection', label: '支付欺诈检测' },
    ])
    expect(findProblems(content, '欺诈', 'en')).toEqual([
      { value: 'fraud-detection', label: 'Fraud Detection' },
    ])
  })
})

describe('nearestSlugs', () => {
  test.each([
    ['fraud-detecton', 'fraud-detection'],
    ['fruad', 'fraud-detection'],
    ['moderation', 'content-moderation'],
    ['serach', 'search-ranking'],
    ['rag', 'rag-pipeline'],
    ['内容审查', 'content-moderation'],
  ])('“%s” is nearest to %s', (typed, slug) => {
    expect(nearestSlugs(content, typed, 2)[0]).toBe(slug)
  })

  test('gives as many as asked for, or as there are', () => {
    expect(nearestSlugs(content, 'poker', 3)).toHaveLength(3)
    expect(nearestSlugs(content, '', 9)).toHaveLength(4)
  })
})

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['abc', 'abc', 0],
  ['fruad', 'fraud', 1],
  ['kitten', 'sitting', 3],
  ['内容审查', '内容审核', 1],
])('from “%s” to “%s” it is %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance)
  expect(editDistance(b, a)).toBe(distance)
})

describe('chosenProblem', () => {
  const t = loadTexts().in('en')
  const longer = new Map([
    ...content.problems,
    ['fraud-two', titled('Fraud detection, again', '支付欺诈检测，续')],
  ])

  test.each([
    'fraud-detection',
    'Fraud Detection',
    'fraud detection,',
    ' FRAUD  DETECTION. ',
    '支付欺诈检测',
    '「支付 欺诈检测」',
  ])('%s is that problem, whatever longer title begins alike', (typed) => {
    expect(chosenProblem({ problems: longer }, typed, t)).toBe('fraud-detection')
  })

  test.each(['fraud', '', '...', 'poker'])('“%s” is refused with the nearest', (typed) => {
    expect(() => chosenProblem({ problems: longer }, typed, t)).toThrow('error.unknownProblem')
  })
})
