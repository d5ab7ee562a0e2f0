import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadContent } from '../../src/content/load.ts'
import { ContentError, locateMistake } from '../../src/content/mistakes.ts'
import { parseProblem } from '../../src/content/problem.ts'
import { loadTexts } from '../../src/texts/catalogue.ts'
import { copySmallContent } from './small-content.ts'

const EN = 'problems/fraud-detection/en.md'
const ZH = 'problems/fraud-detection/zh.md'

const t = loadTexts().in('en')

let dir: string

beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), 'loopmate-content-')), 'content')
  copySmallContent(dir)
})

afterEach(() => {
  rmSync(join(dir, '..'), { recursive: true })
})

function mistakes(): readonly string[] {
  try {
    loadContent(dir)
    return []
  } catch (error) {
    if (!(error instanceof ContentError)) throw error
    return error.mistakes.map((mistake) => locateMistake(t, mistake))
  }
}

/** Changes a file, and tells on which line `needle` then stands. */
function change(file: string, edit: (text: string) => string, needle: string): number {
  const path = join(dir, file)
  const before = readFileSync(path, 'utf8')
  const after = edit(before)
  expect(after, 'the edit must change something').not.toBe(before)
  writeFileSync(path, after)
  const index = after.indexOf(needle)
  expect(index, `${needle} must be there`).toBeGreaterThanOrEqual(0)
  return after.slice(0, index).split('\n').length
}

const replace = (from: string | RegExp, to: string | ((found: string) => string)) => (text: string) =>
  typeof to === 'string' ? text.replace(from, to) : text.replace(from, to)
const factsLeft = (count: number) =>
  replace(
    /facts:\n(?: {2}- stage: .*\n {4}topic: .*\n {4}fact: .*\n)+/u,
    [
      'facts:',
      ...Array.from({ length: count }, () => '  - stage: data\n    topic: Labels\n    fact: Late.'),
      '',
    ].join('\n'),
  )

test('the content as it is has no mistakes', () => {
  expect(mistakes()).toEqual([])
})

test.each<[string, string, (text: string) => string, string, string]>([
  ['too few facts', EN, factsLeft(9), 'facts:', 'facts: at least 12 expected, 9 found'],
  [
    'a stage that is none',
    EN,
    replace('stage: metrics', 'stage: metricks'),
    'stage: metricks',
    'facts[5].stage: requirements, metrics, data, features, model, serving, monitoring, buffer expected, "metricks" found',
  ],
  [
    'a missing stage',
    EN,
    replace('  monitoring:\n    - Labels are', '  serving2:\n    - Labels are'),
    'probes:',
    'probes.monitoring: a list expected, nothing found',
  ],
  [
    'a missing stage among the tells',
    ZH,
    replace('  buffer:\n    strong:', '  puffer:\n    strong:'),
    'tells:',
    'tells.buffer: a map expected, nothing found',
  ],
  [
    'facts for one stage only',
    EN,
    factsLeft(12),
    'facts:',
    'facts: facts for at least 5 stages expected, for 1 found',
  ],
  [
    'too few probes',
    EN,
    replace('    - What is live after the first month?\n', ''),
    'buffer:',
    'probes.buffer: at least 3 expected, 2 found',
  ],
  [
    'too few curveballs',
    ZH,
    replace(/(?: {2}- minute: .*\n {4}text: .*\n){3}(?=tells:)/u, ''),
    'curveballs:',
    'curveballs: at least 6 expected, 5 found',
  ],
  [
    'curveballs out of order',
    EN,
    replace('minute: 17', 'minute: 9'),
    'minute: 9',
    'curveballs[2].minute: at least 10, as before it, expected, 9 found',
  ],
  [
    'a single tell',
    EN,
    replace('      - Answers doubts with a larger model.\n', ''),
    'weak:\n      - Defends',
    'tells.buffer.weak: at least 2 expected, 1 found',
  ],
  [
    'too little that must be discussed',
    EN,
    replace('  - graph features\n  - ensemble + rules\n  - feedback delay\n', ''),
    'mustDiscuss:',
    'mustDiscuss: at least 2 expected, 1 found',
  ],
  [
    'a topic that the worked design leaves out',
    ZH,
    replace('  - 图特征\n', '  - 区块链\n'),
    '- 区块链',
    'mustDiscuss[1]: 区块链 expected in the worked design, too, not found there',
  ],
  [
    'a mistyped key',
    EN,
    replace('curveballs:', 'curvebals:'),
    'curvebals:',
    'curvebals: unknown key: did you mean curveballs?',
  ],
  [
    'a text too long',
    EN,
    replace('- Walk me through the 100 ms.', `- ${'x'.repeat(201)}\n    - Walk me through the 100 ms.`),
    '- xxx',
    'probes.serving[0]: at most 200 characters expected, 201 found',
  ],
  [
    'a minute that is none',
    EN,
    replace('minute: 17', 'minute: soon'),
    'minute: soon',
    'curveballs[2].minute: a number expected, "soon" found',
  ],
  [
    'a minute after the end',
    EN,
    replace('minute: 40', 'minute: 45'),
    'minute: 45',
    'curveballs[7].minute: at most 44 expected, 45 found',
  ],
  ['no title', ZH, replace(/^title: .*$/mu, 'title:'), 'title:', 'title: string expected, nothing found'],
  [
    'front matter that never ends',
    EN,
    (text) => text.replace('\n---\n', '\n'),
    '## 1. Requirements',
    'front matter is never closed by a line ---',
  ],
  [
    'no front matter',
    EN,
    (text) => text.slice(4),
    'title:',
    'a line --- expected before everything else, title: Fraud Detection found',
  ],
  [
    'a key given twice',
    EN,
    replace('facts:', 'title: Twice\nfacts:'),
    'title: Twice',
    'the key title stands twice, first in line 2',
  ],
  [
    'a quotation mark never closed',
    EN,
    replace(/^oneLiner: .*$/mu, 'oneLiner: "Decide'),
    'oneLiner: "Decide',
    'this quotation mark is never closed',
  ],
  ['an endless code fence', EN, (text) => `${text}\n~~~\n`, '~~~', 'body: this code fence is never closed'],
  [
    'another kind of diagram',
    ZH,
    replace('flowchart TD', 'sequenceDiagram'),
    'sequenceDiagram',
    'body: a diagram beginning with flowchart expected, sequenceDiagram found',
  ],
  [
    'a missing section',
    EN,
    replace('## 4. Features', '### Features'),
    '## 5. Model',
    'body: section ## 4. expected, ## 5. Model found',
  ],
  [
    'a section without a text',
    EN,
    replace(/(?<=## 4\. Features\n)[\s\S]*?(?=## 5\.)/u, '\n'),
    '## 4. Features',
    'body: a text expected under ## 4. Features, none found',
  ],
  [
    'a serving diagram without latencies',
    EN,
    replace(/(?<=flowchart TD)[\s\S]*?(?=```)/u, (part) => part.replace(/\d+ m?s\b/gu, 'fast')),
    'flowchart TD',
    'body: a latency such as 20 ms expected in the diagram of serving, none found',
  ],
  [
    'a serving diagram whose feedback is no dotted arrow',
    ZH,
    replace('-.->|反馈：标签|', '-->|反馈：标签|'),
    'flowchart TD',
    'body: a dotted arrow that says feedback (反馈) expected in the diagram of serving, none found',
  ],
  [
    'a serving diagram that never retrains',
    EN,
    replace('|retrain trigger|', '|alarm|'),
    'flowchart TD',
    'body: a dotted arrow that says retrain (重训) expected in the diagram of serving, none found',
  ],
  [
    'a training diagram without labels',
    EN,
    replace(/(?<=flowchart LR)[\s\S]*?(?=```)/u, (part) => part.replace(/label/giu, 'row')),
    '## 1.',
    'body: a diagram of data and training expected, with where labels (标签) come from, none found',
  ],
  [
    'a single diagram',
    EN,
    replace('```mermaid\nflowchart LR', '```text\nflowchart LR'),
    '## 1.',
    'body: at least 2 mermaid diagrams expected, 1 found',
  ],
  [
    'a curveball at another minute than in English',
    ZH,
    replace('minute: 17', 'minute: 18'),
    'minute: 18',
    'curveballs[2].minute: 17 expected as in English, 18 found',
  ],
  [
    'a fact filed elsewhere than in English',
    ZH,
    replace('- stage: metrics\n    topic: 目标', '- stage: model\n    topic: 目标'),
    'stage: model',
    'facts[6].stage: metrics expected as in English, model found',
  ],
  [
    'a probe that English lacks',
    ZH,
    replace('  buffer:\n    - ', '  buffer:\n    - 还有呢？\n    - '),
    'buffer:',
    'probes.buffer: 3 expected as in English, 4 found',
  ],
  [
    'a diagram that English lacks',
    ZH,
    (text) => `${text}\n\`\`\`mermaid\nflowchart LR\n  A --> B\n\`\`\`\n`,
    '## 1.',
    'body: 2 mermaid diagrams expected as in English, 3 found',
  ],
  [
    'a section that English lacks',
    ZH,
    (text) => `${text}\n## 附录\n`,
    '## 1.',
    'body: 8 sections expected as in English, 9 found',
  ],
  [
    'a stage that lasts too long',
    'framework.yaml',
    replace('minutes: 7', 'minutes: 8'),
    'stages:',
    'stages: 45 minutes in all expected, 46 found',
  ],
  [
    'stages out of order',
    'framework.yaml',
    replace('id: metrics', 'id: data'),
    'id: data',
    'stages[1].id: metrics expected, data found',
  ],
  [
    'a text in one language only',
    'framework.yaml',
    replace('{ en: Metrics, zh: 指标定义 }', '{ en: Metrics }'),
    '{ en: Metrics }',
    'stages[1].name.zh: string expected, nothing found',
  ],
  [
    'an anchor too long for a select',
    'rubric.yaml',
    replace(/(?<=short:\n {10}en: )".*"/u, `"${'x'.repeat(76)}"`),
    'en: "xxx',
    'criteria[0].levels[0].short.en: at most 75 characters expected, 76 found',
  ],
  [
    'a criterion of three levels',
    'rubric.yaml',
    replace(/ {6}- level: 4\n(?: {8}.*\n)+/u, ''),
    '    levels:\n      - level: 1',
    'criteria[0].levels: exactly 4 expected, 3 found',
  ],
  [
    'an emoji used twice',
    'rubric.yaml',
    replace('emoji: 🔕', 'emoji: 🎯'),
    'emoji: 🎯\n    name: { en: No',
    'antiPatterns[2].emoji: 🎯 is taken',
  ],
])('%s is named with its line', (_, file, edit, needle, text) => {
  const line = change(file, edit, needle)
  const found = mistakes()
  expect(
    found.find((mistake) => mistake.startsWith(`content/${file}:${line}: ${text}`)),
    found.join('\n'),
  ).toBeDefined()
})

test.each<[string, (text: string) => string, string, RegExp]>([
  [
    'a term that is there twice',
    replace('terms:\n', 'terms:\n  - { en: Precision, zh: 精确率 }\n'),
    '{ en: precision,',
    /terms\[\d+\]\.en: precision is there already$/u,
  ],
  [
    'a wording to avoid that another term needs',
    replace('avoid: [大厅, 大堂]', 'avoid: [精确]'),
    '{ en: lobby',
    /terms\[\d+\]\.avoid: 精确 can't be avoided, since [\w ]*precision is .*精确率$/u,
  ],
  [
    'a term in one language only',
    replace('{ en: active learning, zh: 主动学习 }', '{ en: active learning }'),
    '{ en: active learning }',
    /terms\[\d+\]\.zh: string expected, nothing found$/u,
  ],
])('in the glossary, %s is named with its line', (_, edit, needle, text) => {
  const line = change('glossary.yaml', edit, needle)
  expect(mistakes()).toEqual([expect.stringMatching(text)])
  expect(mistakes()[0]).toContain(`content/glossary.yaml:${line}: `)
})

describe('files', () => {
  test('a language that is missing', () => {
    rmSync(join(dir, ZH))
    expect(mistakes()).toEqual([`content/${ZH}:1: this file is expected, but missing`])
  })

  test('no framework at all', () => {
    rmSync(join(dir, 'framework.yaml'))
    expect(mistakes()).toEqual(['content/framework.yaml:1: this file is expected, but missing'])
  })

  test('no problems', () => {
    rmSync(join(dir, 'problems'), { recursive: true })
    expect(mistakes()).toEqual(['content/problems:1: at least one problem expected, none found'])
  })

  test('a problem folder whose name is no slug', () => {
    cpSync(join(dir, 'problems/fraud-detection'), join(dir, 'problems/Ad Clicks'), { recursive: true })
    expect(mistakes()).toEqual([
      'content/problems/Ad Clicks:1: a folder named in kebab-case, at most 40 characters, expected',
    ])
  })

  test('another encoding, with the first line that shows it', () => {
    writeFileSync(join(dir, EN), Buffer.from('---\ntitle: Fraud\noneLiner: caf\u00e9\n', 'latin1'))
    expect(mistakes()).toEqual([
      `content/${EN}:3: text in UTF-8 expected, Windows-1252 found: save the file as UTF-8`,
    ])
    for (const bytes of [
      Buffer.from('\uFEFF---\n', 'utf16le'),
      Buffer.from('---\n标题\n', 'utf16le').swap16(),
    ]) {
      writeFileSync(join(dir, EN), bytes)
      expect(mistakes()).toEqual([
        `content/${EN}:1: text in UTF-8 expected, UTF-16 found: save the file as UTF-8`,
      ])
    }
  })

  test('Chinese as older editors on Windows save it', () => {
    // 的标题 in GBK; Node only writes UTF-8, UTF-16 and Latin-1.
    const title = Buffer.from([0xb5, 0xc4, 0xb1, 0xea, 0xcc, 0xe2])
    writeFileSync(join(dir, ZH), Buffer.concat([Buffer.from('---\ntitle: '), title, Buffer.from('\n---\n')]))
    expect(mistakes()).toEqual([`content/${ZH}:2: text in UTF-8 expected, GBK found: save the file as UTF-8`])
  })

  test('mistakes in several files are listed together', () => {
    change('framework.yaml', replace('minutes: 7', 'minutes: 6'), 'minutes: 6')
    change(EN, replace('minute: 17', 'minute: -1'), 'minute: -1')
    change(ZH, replace('minute: 22', 'minute: 99'), 'minute: 99')
    expect(mistakes().map((mistake) => mistake.split(':')[0])).toEqual([
      'content/framework.yaml',
      `content/${EN}`,
      `content/${ZH}`,
    ])
  })
})

describe('parseProblem', () => {
  const text = readFileSync(new URL(`../../content/${EN}`, import.meta.url), 'utf8')

  test('reads a file as Windows writes it', () => {
    expect(parseProblem(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'mine.md')).toEqual(
      parseProblem(text, 'mine.md'),
    )
  })

  test('keeps the body and its diagrams', () => {
    const { body, diagrams } = parseProblem(text, 'mine.md')
    expect(body.startsWith('## 1. Requirements')).toBe(true)
    expect(diagrams).toHaveLength(2)
    for (const diagram of diagrams) expect(body).toContain(`\`\`\`mermaid\n${diagram}\n\`\`\``)
  })

  test('takes a dotted arrow however its words are written', () => {
    const rewritten = text.replace('-.->|feedback: labels|', '-. feedback: labels .->')
    expect(rewritten).not.toBe(text)
    expect(() => parseProblem(rewritten, 'mine.md')).not.toThrow()
  })

  test.each([
    ['nothing', ''],
    ['a picture', '\u0089PNG\r\n\u001a\n'],
    ['front matter that is a list', '---\n- a\n---\n'],
    [
      'aliases that multiply',
      `---\na: &a [1,1,1,1,1,1,1,1]\n${'bcdefgh'
        .split('')
        .map((key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
        .join('\n')}\n---\n`,
    ],
    ['brackets without end', `---\ntitle: ${'['.repeat(20_000)}\n---\n`],
  ])('refuses %s', (_, broken) => {
    expect(() => parseProblem(broken, 'mine.md')).toThrow(ContentError)
    expect(() => parseProblem(broken, 'mine.md')).toThrow(/^mine\.md:\d+: /u)
  })
})
