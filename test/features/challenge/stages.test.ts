import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joinStages } from '../../../src/features/challenge/rules/join.ts'
import { wordsForStage } from '../../../src/features/challenge/rules/stage-words.ts'
import { byStage } from '../../../src/features/challenge/rules/stages.ts'
import { mermaidBlocks } from '../../../src/markdown/diagrams.ts'
import { anyMarkdown } from '../../markdown/any-markdown.ts'

const STAGES = [
  { names: ['Requirements', '需求澄清'] },
  { names: ['Metrics', '指标定义'] },
  { names: ['Data', '数据'] },
]

describe('an answer by stages', () => {
  test.each<[string, string, Record<number, string>]>([
    ['by number', '## 1. Goals\na\n## 3) Tables\nb', { 0: '## 1. Goals\na', 2: '## 3) Tables\nb' }],
    ['by name', '# Metrics\nm\n# data pipeline\nd', { 1: '# Metrics\nm', 2: '# data pipeline\nd' }],
    ['in Chinese', '## 指标定义\nm\n## 3、数据\nd', { 1: '## 指标定义\nm', 2: '## 3、数据\nd' }],
    ['no heading', 'all of it', { 0: 'all of it' }],
    ['other headings stay where they are', '## 2\nm\n### Offline\nn', { 1: '## 2\nm\n### Offline\nn' }],
    ['back to an earlier one', '## 2\nm\n## 1\nr\n## 2\nn', { 0: '## 1\nr', 1: '## 2\nm\n## 2\nn' }],
    ['not inside code', '## 2\n```\n# 3\n```', { 1: '## 2\n```\n# 3\n```' }],
    ['a number beyond the stages', '## 2026 plans\nx', { 0: '## 2026 plans\nx' }],
    [
      'lines that number and name',
      'Stage 1: Requirements\nr\nStage 2: Metrics\nm',
      { 0: 'Stage 1: Requirements\nr', 1: 'Stage 2: Metrics\nm' },
    ],
    [
      'callouts of Obsidian',
      '> [!info] Metrics\n> m\n\n> [!note]- 数据\n> d',
      { 1: '> [!info] Metrics\n> m', 2: '> [!note]- 数据\n> d' },
    ],
    ['brackets', '【Metrics】m\n【数据】：d', { 1: '【Metrics】m', 2: '【数据】：d' }],
    ['dashes', '**Metrics** — m\n- Data - d', { 1: '**Metrics** — m', 2: '- Data - d' }],
    ['minutes', 'Metrics (5 min)\nm\n\nData (10 min)\nd', { 1: 'Metrics (5 min)\nm', 2: 'Data (10 min)\nd' }],
    ['parts of a larger text', '1.1\tMetrics\nm\n1.2\tData\nd', { 1: '1.1\tMetrics\nm', 2: '1.2\tData\nd' }],
    ['nothing', '\n', {}],
  ])('%s', (_, text, expected) => {
    expect(Object.fromEntries(byStage(text, STAGES))).toEqual(expected)
  })

  test('joined stages are split as they were', () => {
    const parts = new Map([
      [2, 'third'],
      [0, 'first'],
    ])
    const joined = joinStages(parts, ['Requirements', 'Metrics', 'Data'])
    expect(joined).toBe('## 1. Requirements\n\nfirst\n\n## 3. Data\n\nthird')
    expect([...byStage(joined, STAGES).keys()]).toEqual([0, 2])
  })
})

/** The stages as the content names them, with the usual words. */
const ALL = [
  ['requirements', 'Requirements', '需求澄清'],
  ['metrics', 'Metrics', '指标定义'],
  ['data', 'Data', '数据'],
  ['features', 'Features', '特征'],
  ['model', 'Model', '模型'],
  ['serving', 'Serving', '在线服务'],
  ['monitoring', 'Monitoring', '监控与迭代'],
].map((names) => ({ names: [...names, ...wordsForStage(names[0] ?? '')] }))

const covered = (text: string) => [...byStage(text, ALL).keys()]

/** Code whose marks do not match. */
const anyCode = fc
  .array(
    fc.constantFrom(
      ...['```', '````', '`````', '~~~', '~~~~', '`', 'mermaid\nflowchart LR\nA-->B', '\n', '\n'],
      ...['> ', '- ', '    ', 'x', '## '],
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''))

describe('an answer by the form', () => {
  const titles = ALL.map(({ names }) => names[1] ?? '')

  test('keeps what is in a stage in that stage', () => {
    const joined = joinStages(
      new Map([
        [0, '# Goals\nx\n## Data\ny\n\nLatency\n=======\nz'],
        [4, '```mermaid\nflowchart LR\n  A --> B'],
        [6, '**Serving**\nw'],
      ]),
      titles,
    )
    expect(joined).toBe(
      '## 1. Requirements\n\n### Goals\nx\n#### Data\ny\n\n### Latency\nz\n\n' +
        '## 5. Model\n\n```mermaid\nflowchart LR\n  A --> B\n```\n\n## 7. Monitoring\n\n**Serving**\nw',
    )
    expect(covered(joined)).toEqual([0, 4, 6])
  })

  test('keeps ticks that are left over in one stage from pairing with those of the next', () => {
    const parts = new Map([
      [0, 'My drawing: ```js'],
      [1, 'p99 in ```'],
      [2, '```\nx'],
      [3, 'more'],
    ])
    expect(covered(joinStages(parts, titles))).toEqual([0, 1, 2, 3])
  })

  test('is read stage by stage as if each had been written alone, whatever is in the others', () => {
    // Marks of code that would pair with those of another stage are broken up by a character that nobody sees.
    const readStages = (parts: ReadonlyMap<number, string>) =>
      [...byStage(joinStages(parts, titles), ALL)].map(([stage, text]) => ({
        stage,
        text: text.replaceAll('\u200b', ''),
        diagrams: mermaidBlocks(text),
      }))
    const stage = fc.tuple(fc.nat(6), fc.oneof(anyMarkdown, anyCode))
    fc.assert(
      fc.property(fc.array(stage, { minLength: 1, maxLength: 4 }), (all) => {
        const parts = new Map(all.map(([index, text]) => [index, `Words. ${text}`]))
        const alone = [...parts].sort(([a], [b]) => a - b).flatMap((part) => readStages(new Map([part])))
        expect(readStages(parts)).toEqual(alone)
        expect(alone).toHaveLength(parts.size)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the stages of exported documents', () => {
  test('Notion: emoji, toggles, a drawing in a list', () => {
    const text = `## 🎯 Requirements

- 100 ms
    - toggle

        \`\`\`mermaid
        flowchart LR
          A[one] --> B[two]
        \`\`\`

## 📏 Metrics

Recall.
`
    const stages = byStage(text, ALL)
    expect([...stages.keys()]).toEqual([0, 1])
    expect(stages.get(1)).toBe('## 📏 Metrics\n\nRecall.')
  })

  test('Notion: toggle headings with what they hold', () => {
    const text = '- # Requirements\n    100 ms\n    - ## Data residency\n        EU\n- # Serving\n    p99\n'
    expect(covered(text)).toEqual([0, 5])
  })

  test('Google Docs: bold headings, escaped dots, anchors', () => {
    const text = `# **Design**

## **1\\. Requirements** {#requirements}

Block within 100 ms.

## **2\\. Metrics**

Precision.
`
    expect(covered(text)).toEqual([0, 1])
  })

  test('a title alone is no text of the first stage', () => {
    expect(covered('# Fraud model\n\n## Data\n\nClicks.\n\n## Serving\n\n50 ms.')).toEqual([2, 5])
    expect(covered('# Fraud\n\nFor a bank.\n\n## Data\n\nClicks.')).toEqual([0, 2])
  })

  test('Obsidian: front matter, callouts, tags', () => {
    const text = `---
tags: [mlsd]
---
# 1 Requirements
#mlsd
> [!note] Data
> later

# 2 Metrics
Recall.
`
    expect(covered(text)).toEqual([0, 1])
  })

  test('Word: underlined, bold or bare lines', () => {
    expect(covered('Requirements\n============\n\nx\n\nMetrics\n=======\n\ny')).toEqual([0, 1])
    expect(covered('**1. Requirements**\n\nx\n\n**2. Metrics**\n\ny')).toEqual([0, 1])
    expect(covered('1.\tRequirements\n\n100 ms.\n\n2.\tMetrics\n\nRecall.')).toEqual([0, 1])
    expect(covered('# []{#_Toc1 .anchor}Requirements\n\nx\n\n# []{#_Toc2 .anchor}Data\n\ny')).toEqual([0, 2])
  })

  test('a message with bold words before its paragraphs', () => {
    expect(covered('**Requirements:** 100 ms\n**Metrics:** recall\nand precision')).toEqual([0, 1])
    expect(covered('需求：100 ms\n\n指标：召回率')).toEqual([0, 1])
  })

  test('a table of contents and a sentence open nothing', () => {
    expect(covered('1. Requirements\n2. Metrics\n3. Data\n\nI start with users.')).toEqual([0])
    expect(covered('Data: we have clicks.\n\nMore text.')).toEqual([0])
  })

  test('GitHub: folded parts', () => {
    const text =
      '<details>\n<summary>Data</summary>\n\nx\n</details>\n<details>\n<summary><b>Model</b></summary>\ny'
    expect(covered(text)).toEqual([2, 4])
  })

  test('Markdown that was escaped once more', () => {
    expect(covered('\\## 3\\. Data\nx\n\n\\## 5\\. Model\ny')).toEqual([2, 4])
  })

  test('Windows line ends', () => {
    expect([...byStage('## Requirements\r\nx\r\n## Data\r\ny\r\n', ALL)]).toEqual([
      [0, '## Requirements\nx'],
      [2, '## Data\ny'],
    ])
  })
})

describe('a sub-heading belongs to its stage', () => {
  test.each<[string, string, readonly number[]]>([
    [
      'numbered',
      '## Requirements\n\n### 1. Functional\n\n### 2. Scale\n\n### 3. Latency\n\n## Model',
      [0, 4],
    ],
    ['named below one parent', '## Requirements\n### Metrics\nx\n### Data\ny\n### Model\nz', [0]],
    [
      'numbered and named below two parents',
      '## Requirements & scope\n### 1. Metrics\n### 2. Data\n### 3. Model\nx\n## Serving',
      [0, 5],
    ],
    ['named below a single part', '## Model\n### Data\nx\n### Features\ny\n### Serving\nz', [4]],
    [
      'below the title of a document',
      '# Feature store\n## Requirements\nx\n## Data\ny\n## Model\nz',
      [0, 2, 4],
    ],
    ['of two parts, in all headings', '## 1.1 Data\nx\n### Model\n## 1.2 Serving\ny', [2, 5]],
    ['beside chapters', '# 1.0 Requirements\n## 1.1 Data\nx\n# 2.0 Metrics\ny', [0, 1]],
    ['named', '## Model\nx\n### Features\ny\n### Serving\nz\n## Monitoring\nw', [4, 6]],
    ['numbered at the same level', '## Requirements\nx\n## 1. Users\ny\n## 2. Load\nz\n## Model\nw', [0, 4]],
    ['bold', '## Requirements\nx\n**Data**\ny\n## Model\nz', [0, 4]],
    ['numbers of two parts', '## 1 Goals\nx\n## 1.1 Data\ny\n## 2 Success\nz', [0, 1]],
    ['below numbers alone', '## 1. Why\nx\n### 3. c\ny\n## 2. How good\nz', [0, 1]],
    ['below another order', '## 1. Overview\nx\n## 2. Requirements\ny\n## 3. Data\nz', [0, 2]],
    ['deeper than the first', '# Requirements\nx\n## Metrics\ny\n# Data\nz', [0, 2]],
    [
      'below chapters',
      '# Part A: problem\n## Requirements\nx\n## Metrics\ny\n# Part B\n## Serving\nz',
      [0, 1, 5],
    ],
  ])('%s', (_, text, stages) => {
    expect(covered(text)).toEqual(stages)
  })
})

describe('a heading names', () => {
  test.each<[string, number]>([
    ['Requirements', 0],
    ['Problem framing & requirements', 0],
    ['Clarifying questions', 0],
    ['Scope and goals', 0],
    ['Functional requirements', 0],
    ['需求', 0],
    ['问题定义与目标', 0],
    ['需求釐清', 0],
    ['Offline metrics', 1],
    ['Evaluation', 1],
    ['Success metrics (KPIs)', 1],
    ['评估指标', 1],
    ['Metrics for the model', 1],
    ['Data & labels', 2],
    ['Training data', 2],
    ['Data collection', 2],
    ['数据与标签', 2],
    ['資料收集', 2],
    ['Feature engineering', 3],
    ['特征工程', 3],
    ['FEATURES', 3],
    ['Modelling', 4],
    ['Model selection and training', 4],
    ['模型设计', 4],
    ['Loss function', 4],
    ['Serving & deployment', 5],
    ['Model serving', 5],
    ['Online inference', 5],
    ['部署上线', 5],
    ['在线服务', 5],
    ['Monitoring & iteration', 6],
    ['Model monitoring', 6],
    ['A/B testing', 6],
    ['监控', 6],
    ['上线后监控', 6],
    ['Maintenance of the model', 6],
  ])('%s: stage %i', (title, stage) => {
    expect(covered(`## ${title}\nx`)).toEqual([stage])
    expect(covered(`## Requirements\na\n## ${title}\nx\n## Monitoring\nb`)).toEqual([
      ...new Set([0, stage, 6]),
    ])
  })

  test.each([
    '4. x',
    '4) x',
    '（4）x',
    '(4) x',
    '４．x',
    '四、x',
    '（四）x',
    '第四步：x',
    'Stage 4: x',
    'Step 4 - x',
    'IV. x',
    '4 x',
    '4',
    '4️⃣ x',
    '④ x',
    '**4\\. x** ##',
  ])('the fourth stage: ## %s', (title) => {
    expect(covered(`## ${title}\ntext`)).toEqual([3])
  })

  test.each(['2026 plans', 'Appendix', 'Sources', 'My answer', 'Trade-offs', '8. Summary'])(
    'none: ## %s',
    (title) => {
      expect(covered(`## Metrics\nm\n## ${title}\nx`)).toEqual([1])
    },
  )
})
