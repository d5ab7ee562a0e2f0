import { describe, expect, test } from 'vitest'
import { content } from '../support/content.ts'
import { readReference, recomputed, referenceSlugs, tableRows } from './reference-text.ts'

const LANGUAGES = ['en', 'zh'] as const
type Language = (typeof LANGUAGES)[number]

/** Both languages have the same numbers line by line, so figures are looked up in English. */
const sectionOf = (slug: string, title: string, language: Language = 'en') => {
  const { sections } = readReference(slug, 'en')
  const index = sections.findIndex((section) => section.title === title)
  expect(index, `${slug}: ${title}`).toBeGreaterThanOrEqual(0)
  return readReference(slug, language).sections[index]?.body ?? ''
}

const rowsOf = (slug: string, title: string, language: Language = 'en') =>
  tableRows(sectionOf(slug, title, language)).slice(1)

const rowOf = (slug: string, title: string, name: string) => {
  const row = rowsOf(slug, title).find(([first]) => first === name)
  expect(row, `${slug}, ${title}: ${name}`).toBeDefined()
  return row ?? []
}

test('each reference has a place of its own', () => {
  expect(referenceSlugs).toHaveLength(10)
  for (const language of LANGUAGES) {
    const orders = referenceSlugs.map((slug) => readReference(slug, language).order)
    expect(orders.toSorted((a, b) => a - b)).toEqual(referenceSlugs.map((_, index) => index + 1))
  }
})

describe.each(LANGUAGES)('the method, as the framework and the rubric have it (%s)', (language) => {
  const stages = content.stages.filter(({ id }) => id !== 'buffer')

  test('a page a stage, in order', () => {
    const titles = readReference('framework', language).sections.map(({ title }) => title)
    expect(titles.slice(1, 8)).toEqual(stages.map(({ name }, index) => `${index + 1}. ${name[language]}`))
  })

  test('each with its minutes', () => {
    const pages = readReference('framework', language).sections.slice(1, 8)
    for (const [index, { minutes }] of stages.entries())
      expect(pages[index]?.body.split('\n')[0]).toMatch(
        language === 'en' ? new RegExp(`\\(${minutes} minutes`, 'u') : new RegExp(`（${minutes} 分钟`, 'u'),
      )
  })

  test('the time budget', () => {
    const rows = rowsOf('time-budget', 'The budget', language)
    expect(rows.map(([name, minutes, clock]) => [name, minutes, clock])).toEqual(
      content.stages.map(({ name, minutes, from, to }) => [name[language], `${minutes}`, `${from}–${to}`]),
    )
    for (const [, , , cover] of rows) expect(cover?.length).toBeGreaterThan(8)
  })

  test('the whiteboard by minute', () => {
    const rows = rowsOf('whiteboard', 'Minute by minute', language)
    expect(rows.map(([clock]) => clock)).toEqual(stages.map(({ from, to }) => `${from}–${to}`))
    for (const [, draw, why] of rows) expect(draw && why).toBeTruthy()
  })

  test('the five signals, each on a page', () => {
    const names = content.rubric.signals.map(({ name }) => name[language])
    expect(rowsOf('staff-signals', 'What the signals are', language).map(([name]) => name)).toEqual(names)
    const titles = readReference('staff-signals', language).sections.map(({ title }) => title)
    expect(titles.slice(1, 6)).toEqual(names.map((name, index) => `${index + 1}. ${name}`))
  })

  test('each signal in three sentences to say, from three problems, in the first person', () => {
    for (const { title, body } of readReference('staff-signals', language).sections.slice(1, 6)) {
      const said = body.split('\n').filter((line) => /^- [^:：]+[:：].*“/u.test(line))
      expect(said.length, title).toBeGreaterThanOrEqual(3)
      expect(new Set(said.map((line) => line.split(/[:：]/u)[0])).size, title).toBe(said.length)
      for (const line of said) expect(line).toMatch(language === 'en' ? /\bI\b|I'|\bmy\b|\bour\b/u : /我/u)
    }
  })

  test('the three anti-patterns, each with two voices and a way back', () => {
    const names = content.rubric.antiPatterns.map(({ name }) => name[language])
    const rows = rowsOf('anti-patterns', 'Three ways to lose a level', language)
    expect(rows.map(([name]) => name)).toEqual(names)
    const bodies = readReference('anti-patterns', language)
      .sections.slice(1, 7)
      .map(({ body }) => body)
    for (const [index, body] of bodies.entries())
      for (const voice of index % 2 === 0
        ? [/\*\*(Novice|新手)/u, /\*\*(Expert|行家)/u]
        : [/\*\*(The way back|补救)/u])
        expect(body).toMatch(voice)
  })

  test('the problems with their challenges and topics, as the problems have them', () => {
    const rows = rowsOf('canonical-problems', 'Six at a glance', language)
    expect(rows).toHaveLength(6)
    const comma = language === 'en' ? ', ' : '、'
    const here = [...content.problems.values()].map((problem) => problem[language])
    for (const { title, keyChallenges, mustDiscuss } of here)
      expect(rows).toContainEqual([title, keyChallenges.join(comma), mustDiscuss.join(comma)])
  })

  test('the page of what the bot is not for has every topic of the scope', () => {
    expect(rowsOf('out-of-scope', "What it isn't for", language)).toHaveLength(content.scope.topics.length)
  })
})

describe('serving', () => {
  test('three caches, with key, time to live, hit rate and what invalidates them', () => {
    const [head] = tableRows(sectionOf('serving', 'Three caches'))
    expect(head?.slice(1)).toEqual(['Embedding', 'Prediction', 'Feature'])
    for (const name of ['Key', 'TTL', 'Hit rate to plan with', 'Invalidated by'])
      expect(rowOf('serving', 'Three caches', name)).toHaveLength(4)
  })
})

describe('metrics', () => {
  test.each([
    ['Classification at a threshold', ['Precision', 'Recall', 'F-beta']],
    ['Classification over all thresholds', ['AUC-PR', 'AUC-ROC', 'Log loss', 'Calibration']],
    ['Ranking', ['P@K', 'R@K', 'Hit@K', 'MRR', 'MAP', 'NDCG@K']],
    ['Regression', ['MAE', 'RMSE', 'MAPE', 'Quantile loss']],
    [
      'Generation',
      ['Faithfulness', 'Answer relevance', 'Citation precision', 'Win rate', 'Likert', 'LLM judge'],
    ],
  ])('%s: formula, range, use and abuse', (section, names) => {
    const rows = rowsOf('metrics', section)
    expect(rows.map(([name]) => name)).toEqual(names)
    for (const [, formula, range, use, abuse] of rows) {
      expect(formula).toMatch(/`.+`/u)
      expect(range).toMatch(/\d/u)
      expect(use && abuse).toBeTruthy()
    }
  })

  test('seven gaps between offline and online, each with a fix', () => {
    const rows = [
      ...rowsOf('metrics', 'Why offline and online disagree: the data'),
      ...rowsOf('metrics', 'Why offline and online disagree: the rest'),
    ]
    expect(rows.map(([name]) => name)).toEqual([
      'Position bias',
      'Selection bias',
      'Feedback loops',
      'Delayed labels',
      'Novelty',
      'Train/serve skew',
      'Wrong objective',
    ])
    for (const [, shows, fix] of rows) expect(shows && fix).toBeTruthy()
  })

  test('the size of a test, from its formula', () => {
    const body = sectionOf('metrics', 'A/B tests: how many')
    expect(body).toContain('`n = 16 × p × (1 − p) / d^2`')
    const size = (p: number, lift: number) => (16 * p * (1 - p)) / (p * lift) ** 2
    const stated = recomputed(body).filter(({ text }) => text.startsWith('16 ×'))
    expect(stated.map(({ stated: value }) => value)).toEqual(
      [size(0.05, 0.01), size(0.05, 0.05)].map(Math.round),
    )
    expect(body).toMatch(/about 3\.0 M[\s\S]+about 122,000/u)
  })

  test('PSI in its bands, and both examples as their shares give them', () => {
    const body = sectionOf('metrics', 'Drift')
    expect(body).toMatch(/Below \.1 stable, \.1–\.2 watch, above \.2 act/u)
    const psi = (shares: readonly (readonly [number, number])[]) =>
      shares.reduce((sum, [expected, actual]) => sum + (actual - expected) * Math.log(actual / expected), 0)
    const [small, large] = recomputed(body)
    expect(
      psi([
        [0.6, 0.7],
        [0.4, 0.3],
      ]),
    ).toBeCloseTo(small?.stated ?? 0, 3)
    expect(
      psi([
        [0.6, 0.85],
        [0.4, 0.15],
      ]),
    ).toBeCloseTo(large?.stated ?? 0, 2)
  })

  test('NDCG by both gains, and log loss at its floor', () => {
    const dcg = (gains: readonly number[]) =>
      gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0)
    const ndcg = (gain: (grade: number) => number) => dcg([3, 0, 2].map(gain)) / dcg([3, 2, 0].map(gain))
    const [exponential, linear] = recomputed(sectionOf('metrics', 'Ranking')).filter(({ text }) =>
      text.startsWith('('),
    )
    expect(ndcg((grade) => 2 ** grade - 1)).toBeCloseTo(exponential?.stated ?? 0, 3)
    expect(ndcg((grade) => grade)).toBeCloseTo(linear?.stated ?? 0, 3)
    const floor = -(0.001 * Math.log(0.001) + 0.999 * Math.log(0.999))
    expect(sectionOf('metrics', 'Classification over all thresholds')).toContain(floor.toFixed(4).slice(1))
  })

  test('a tree leads from each type to offline, online and guardrail', () => {
    expect(sectionOf('metrics', 'Which offline metric')).toMatch(/```mermaid\nflowchart TD/u)
    const [, diagram = ''] =
      /```mermaid\n([\s\S]*?)```/u.exec(sectionOf('metrics', 'From offline to online to guardrail')) ?? []
    expect(diagram.match(/T\d\[.*--> O\d\[.*--> W\d\[.*--> G\d\[/gu)).toHaveLength(5)
  })
})

test('scoring, as the rubric has it', () => {
  const levels = content.rubric.levels
  for (const language of LANGUAGES) {
    const rows = rowsOf('scoring', 'Four levels, ten criteria', language)
    expect(rows.map(([level, name]) => [level, name])).toEqual(
      levels.map(({ level, name }) => [`${level}`, name[language]]),
    )
  }
})
