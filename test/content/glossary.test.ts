import { describe, expect, test } from 'vitest'
import { content } from '../support/content.ts'
import { localized } from '../support/localized.ts'
import { avoidedWordings, chineseLines, pairsBelow, strayTerms } from './wording.ts'

const CONTENT = new URL('../../content/', import.meta.url)
const { terms } = content.glossary

describe('the glossary', () => {
  test('fixes the terms of the field', () => {
    expect(terms.length).toBeGreaterThanOrEqual(400)
    expect(terms.filter(({ strict }) => strict).length).toBeGreaterThanOrEqual(120)
  })

  test('stands in the order of the alphabet, so that a term is found and added in one place', () => {
    const names = terms.map(({ en }) => en.toLowerCase())
    expect(names).toEqual(names.toSorted())
  })

  test('has Chinese for every term that is not left in English', () => {
    const english = terms.filter(({ zh }) => !/\p{Script=Han}/u.test(zh))
    for (const { en, zh } of english) expect(zh.toLowerCase()).toBe(en.toLowerCase())
  })

  test('no Chinese text uses a wording that it avoids', () => {
    const lines = chineseLines(CONTENT)
    const parts = lines.map(({ where }) => where.split(/[/:]/u)[0])
    for (const part of ['framework.yaml', 'locales', 'problems', 'rubric.yaml', 'scope.yaml'])
      expect(parts).toContain(part)
    expect(avoidedWordings(lines, terms)).toEqual([])
  })

  test('where English says a strict term, Chinese says its own', () => {
    const pairs = pairsBelow(CONTENT)
    expect(pairs.length).toBeGreaterThan(900)
    expect(strayTerms(pairs, terms)).toEqual([])
  })
})

describe('wordings that the glossary avoids', () => {
  const term = { ...localized('recall', '召回率'), avoid: ['查全率'], strict: true }
  const stray = (en: string, zh: string, terms = [term]) =>
    strayTerms([{ where: 'here', en, zh }], terms).length

  test('an avoided wording, with its line', () => {
    expect(avoidedWordings([{ where: 'zh.md:3', text: '查全率达到 85%' }], [term])).toEqual([
      'zh.md:3: 召回率 expected, 查全率 found',
    ])
    expect(avoidedWordings([{ where: 'zh.md:3', text: '召回率达到 85%' }], [term])).toEqual([])
  })

  test.each([
    ['Recall above 85 %', '覆盖 85% 以上', 1],
    ['Recall above 85 %', '召回率高于 85%', 0],
    ['Recalls differ', '各不相同', 1],
    ['total-recall is a film', '是部电影', 0],
    ['recalled cars', '召回的车', 0],
    ['monitoring', 'monitoring', 0],
  ])('“%s” | “%s”: %d', (en, zh, found) => {
    expect(stray(en, zh)).toBe(found)
  })

  test('abbreviations are none of the words that look like them', () => {
    const mAP = { ...localized('mAP', 'mAP'), avoid: [], strict: true }
    expect(stray('Maps are a hint', '地图只是提示', [mAP])).toBe(0)
    expect(stray('mAP above .80', '平均精度高于 .80', [mAP])).toBe(1)
  })

  test('a remark in brackets is not part of the term', () => {
    const odds = { ...localized('odds (of fraud)', '几率（odds）'), avoid: [], strict: true }
    expect(stray('the odds rise', '几率上升', [odds])).toBe(0)
    expect(stray('the odds rise', '赔率上升', [odds])).toBe(1)
  })
})
