import { expect, test } from 'vitest'
import { loadContent, loadTemplate } from '../../src/content/load.ts'
import { compareLanguages } from '../../src/content/parity.ts'
import { checkProblem } from '../../src/content/problem.ts'
import { isSlug, slugOf } from '../../src/content/slug.ts'

const CONTENT = new URL('../../content/', import.meta.url)
const template = loadTemplate(CONTENT)
const en = checkProblem(template.en, 'en.md')
const zh = checkProblem(template.zh, 'zh.md')

test('the template is a problem that would be taken, in both languages alike', () => {
  expect([...en.mistakes, ...zh.mistakes]).toEqual([])
  expect(compareLanguages(en, zh, 'zh.md')).toEqual([])
})

test('it says the same numbers in both languages, as the problems do', () => {
  const numbers = (text: string | undefined) =>
    (text?.match(/\d+(?:[.,]\d+)*/gu) ?? []).toSorted((a, b) => a.localeCompare(b))
  const facts = (checked: typeof en) => checked.value?.facts.map(({ fact }) => numbers(fact))
  expect(facts(zh)).toEqual(facts(en))
  const sums = (checked: typeof en) =>
    checked.value?.body.match(/`[^`\n]*\d[^`\n]*`/gu)?.map((sum) => sum.replace(/\s/gu, ''))
  expect(sums(en)?.length).toBeGreaterThan(4)
  expect(sums(zh)).toEqual(sums(en))
})

test('it is a problem of its own, with a comment above each part', () => {
  const { problems } = loadContent(CONTENT)
  expect([...problems.values()].map((each) => each.en.title)).not.toContain(en.value?.title)
  for (const text of [template.en, template.zh]) {
    const lines = text.split('\n')
    for (const key of [
      'title',
      'keyChallenges',
      'mustDiscuss',
      'brief',
      'facts',
      'probes',
      'curveballs',
      'tells',
    ])
      expect(lines[lines.findIndex((line) => line.startsWith(`${key}:`)) - 1], key).toMatch(/^# /u)
  }
})

test.each([
  ['ad-click.md', 'ad-click'],
  ['Ad Click (v2).MD', 'ad-click-v2'],
  ['AdClickPrediction.md', 'ad-click-prediction'],
  ['café_crème.md', 'cafe-creme'],
  ['notifications.en.md', 'notifications-en'],
  ['广告点击.md', undefined],
  ['.md', undefined],
  [`${'a'.repeat(39)}-b.md`, 'a'.repeat(39)],
])('the slug of %s is %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug)
  if (slug !== undefined) expect(isSlug(slug)).toBe(true)
})
