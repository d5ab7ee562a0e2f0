import { describe, expect, test } from 'vitest'
import { loadContent } from '../../src/content/load.ts'
import { readReference, recomputed, referenceSlugs, tableRows } from './reference-text.ts'

const content = loadContent(new URL('../../content/', import.meta.url))
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
    const places = referenceSlugs.map((slug) => readReference(slug, language).order)
    expect(places.toSorted((a, b) => a - b)).toEqual(referenceSlugs.map((_, index) => index + 1))
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

  test('what the bot is not for', () => {
    expect(rowsOf('out-of-scope', "What it isn't for", language)).toHaveLength(content.scope.topics.length)
  })
})

test.each([
  ['Recommendation System', 'Two-tower retrieval + reranking, exploration-exploitation'],
  ['Search Ranking', 'Inverted index + embedding retrieval, L1/L2 ranking cascade'],
  ['Content Moderation', 'Human-in-the-loop, escalation tiers, appeal workflow'],
  ['RAG Pipeline', 'Embedding model selection, hybrid search, reranking, citation'],
  ['Fraud Detection', 'Feature velocity, graph features, ensemble + rules, feedback delay'],
  ['Autonomous Driving Perception', 'Multi-task architecture, simulation, OTA updates, regulatory'],
])('%s: its topics by their fixed names', (name, topics) => {
  expect(rowOf('canonical-problems', 'Six at a glance', name)[2]).toBe(topics)
  const page = sectionOf('canonical-problems', name)
  for (const topic of topics.split(', ')) expect(page.toLowerCase()).toContain(`*${topic.toLowerCase()}*`)
})

describe('serving', () => {
  test.each([
    ['Batch', /precomputed/u, /hours/u, /little compute, much storage/u, /e-mail.*reports/u],
    ['Online', /10–500 ms/u, /request/u, /high.*GPU/u, /search.*fraud/u],
    ['Near-real-time', /1–60 s/u, /minutes/u, /medium/u, /feed.*moderation/u],
    ['Streaming', /below a second/u, /continuous/u, /high/u, /anomaly.*bidding.*fraud/u],
  ])('pattern: %s', (name, ...cells) => {
    const [, ...row] = rowOf('serving', 'Four patterns', name)
    for (const [index, cell] of cells.entries()) expect(row[index]).toMatch(cell)
  })

  test.each([
    ['Search', '50', '30'],
    ['Feed', '200', '100'],
    ['Text moderation', '100', '50'],
    ['Image moderation', '500', '300'],
    ['Fraud', '100', '30'],
    ['Driving perception', '100', '80'],
    ['RAG', '3 s', '500 ms to first token'],
    ['Ads', '10', '5'],
    ['Speech', '300', '200'],
  ])('latency: %s %s / %s', (name, total, model) => {
    expect(rowOf('serving', 'Latency targets', name).slice(1, 3)).toEqual([total, model])
    expect(rowsOf('serving', 'Latency targets')).toHaveLength(9)
  })

  test.each([
    ['Cost levers in the model', 'INT8', '2–4×'],
    ['Cost levers in the model', 'INT4, weights only', '3–6×'],
    ['Cost levers in the model', 'Pruning', '1.5–3×'],
    ['Cost levers in the model', 'ONNX Runtime', '1.2–2×'],
    ['Cost levers in the model', 'TensorRT', '2–5×'],
    ['Cost levers in the model', 'Cascade', '5–10× fewer GPU calls'],
    ['Cost levers in the bill', 'Spot', '60–90 %'],
    ['Cost levers in the bill', 'Autoscaling', '30–60 %'],
    ['Cost levers in the bill', 'Reserved', '30–50 %'],
    ['Cost levers in the bill', 'ARM', '20–40 %'],
  ])('%s: %s %s', (section, lever, gain) => {
    const [, stated, cost] = rowOf('serving', section, lever)
    expect(stated).toBe(gain)
    expect(cost?.length).toBeGreaterThan(10)
  })

  test('all eight frameworks are compared, and TorchServe is archived', () => {
    const rows = [...rowsOf('serving', 'Model servers'), ...rowsOf('serving', 'Serving platforms')]
    const names = rows.map(([name]) => name)
    for (const name of ['Triton', 'TF Serving', 'TorchServe', 'ONNX Runtime Server', 'vLLM'])
      expect(names).toContain(name)
    for (const name of ['KServe', 'Ray Serve', 'BentoML']) expect(names).toContain(name)
    expect(rowOf('serving', 'Model servers', 'TorchServe')[1]).toContain('archived in 2025')
  })

  test('three caches, with key, time to live, hit rate and what invalidates them', () => {
    const [head] = tableRows(sectionOf('serving', 'Three caches'))
    expect(head?.slice(1)).toEqual(['Embedding', 'Prediction', 'Feature'])
    for (const name of ['Key', 'TTL', 'Hit rate to plan with', 'Invalidated by'])
      expect(rowOf('serving', 'Three caches', name)).toHaveLength(4)
  })

  test('five ways to roll out', () => {
    expect(rowOf('serving', 'Roll-out', 'Shadow')[1]).toBe('1–7 days')
    const names = rowsOf('serving', 'Roll-out').map(([name]) => name)
    expect(names).toEqual(['Shadow', 'Canary 1-5-25-50-100 %', 'A/B', 'Interleaving', 'Blue-green'])
  })

  test('a checklist for rollback, and a decision tree', () => {
    expect(sectionOf('serving', 'Registry and rollback').match(/^\d+\. /gmu)).toHaveLength(8)
    expect(sectionOf('serving', 'Choosing a pattern')).toMatch(/```mermaid\nflowchart/u)
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

  test('the judge’s three biases, each with a counter', () => {
    const rows = rowsOf('metrics', 'When a model is the judge')
    expect(rows.map(([name]) => name)).toEqual(['Position', 'Verbosity', 'Self-preference'])
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

  test('KL, CUPED, peeking, novelty and interleaving are there', () => {
    expect(sectionOf('metrics', 'Drift')).toContain('`KL = Σ a × ln(a / e)`')
    expect(sectionOf('metrics', 'A/B tests: more from less, and when they break')).toMatch(
      /CUPED[\s\S]+Interleaving/u,
    )
    expect(sectionOf('metrics', 'A/B tests: how long, and when to look')).toMatch(/Novelty[\s\S]+Peeking/u)
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

test('scoring, as the rubric has it and as it was measured', () => {
  const levels = content.rubric.levels
  for (const language of LANGUAGES) {
    const rows = rowsOf('scoring', 'Four levels, ten criteria', language)
    expect(rows.map(([level, name]) => [level, name])).toEqual(
      levels.map(({ level, name }) => [`${level}`, name[language]]),
    )
  }
  const { body } = readReference('scoring', 'en')
  for (const fact of ['1404.3656', '12.4 to 9.9 %', 'about 7 %', '1307.2579', '1506.00852', 'from 20 on'])
    expect(body).toContain(fact)
  expect(body).toMatch(/Below 3 votes provisional[\s\S]+Krippendorff/u)
})
