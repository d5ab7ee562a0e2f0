import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDiagram } from '../../src/pictures/flowchart/diagram.ts'
import type { DiagramMistake } from '../../src/pictures/flowchart/mistake.ts'

const CASES: readonly (readonly [what: string, source: string, mistake: DiagramMistake])[] = [
  [
    'brackets in a label without quotes, left open',
    'flowchart TD\n  A --> B\n  B[score (p) --> C',
    { line: 3, found: '(', expected: [']'], hint: 'quote' },
  ],
  [
    'brackets in a rhombus',
    'flowchart TD\n  A{is it (really) --> C',
    { line: 2, found: '(', expected: ['}'], hint: 'quote' },
  ],
  [
    'a label that is not closed, named where it opens',
    'flowchart TD\n  A --> B[Ranker\n  C --> D\n',
    { line: 2, found: '', expected: [']'], hint: 'close' },
  ],
  [
    'a cylinder that is closed like a box',
    'flowchart TD\n  A[(Store] --> B',
    { line: 2, found: ']', expected: [')]'], hint: 'close' },
  ],
  [
    'a circle that is closed once',
    'flowchart TD\nA((x) --> B',
    { line: 2, found: '--> B', expected: ['))'], hint: 'close' },
  ],
  [
    'a subgraph without a title',
    'flowchart TD\n  A --> B\n\n  subgraph\n    C\n  end',
    { line: 4, found: 'subgraph', expected: ['text'] },
  ],
  [
    'a quoted label without its bracket',
    'flowchart TD\nA["x" --> B',
    { line: 2, found: '', expected: [']'], hint: 'close' },
  ],
  [
    "an edge's label that is not closed",
    'flowchart TD\nA -->|yes B',
    { line: 2, found: '', expected: ['|'], hint: 'close' },
  ],
  [
    'two names side by side',
    'flowchart TD\n A B',
    { line: 2, found: 'B', expected: ['arrow', 'lineEnd'], hint: 'name' },
  ],
  [
    "an arrow's text behind a colon",
    'flowchart TD\n A --> B: 10 ms',
    { line: 2, found: '10', expected: ['arrow', 'lineEnd'], hint: 'name' },
  ],
  ['an arrow to nothing', 'flowchart TD\nA --> B\nB -->\n\n', { line: 3, found: '', expected: ['node'] }],
  [
    'the innermost subgraph without its end',
    'flowchart TD\nsubgraph one\nA\nsubgraph two\nB\nend\nC',
    { line: 2, found: '', expected: ['end'], hint: 'closeGroup' },
  ],
  ['a direction that is none', 'graph QQ\nA --> B', { line: 1, found: 'QQ', expected: ['direction'] }],
  ['no header', 'Gateway\nRanker', { line: 1, found: 'Gateway', expected: ['flowchart'] }],
  ['nothing at all', '\n\n', { line: 1, found: '', expected: ['flowchart'] }],
  ['a header alone', 'flowchart LR\n', { line: 1, found: '', expected: ['node'] }],
  [
    'a shape that is none',
    'flowchart TD\nA --> B\nB@{ shape: blob }',
    { line: 3, found: 'blob', expected: ['shape'] },
  ],
]

const PIECES = [
  'A',
  'load balancer',
  '[',
  ']',
  '(x)',
  '->',
  '-->',
  '--',
  '|yes|',
  '%% note',
  '"',
  '@',
  ';',
  '&',
  'end',
  'style',
  '\n',
  ' ',
  '→',
  '排序',
  'subgraph',
  'linkStyle 0',
  ':',
]

describe('a mistake in a flowchart', () => {
  it('quotes its writer, whatever was repaired beside it', async () => {
    const text = fc
      .array(fc.constantFrom(...PIECES), { minLength: 3, maxLength: 14 })
      .map((all) => all.join(''))
    await fc.assert(
      fc.asyncProperty(text, async (lines) => {
        const written = `flowchart LR\nA[Load (peak)] -> B\n${lines}`
        const chart = await readDiagram(written)
        if ('mistake' in chart)
          expect(written.split('\n')[chart.mistake.line - 1]).toContain(chart.mistake.found)
      }),
      { numRuns: 80 },
    )
  })

  it.each(CASES)('%s', async (_, source, mistake) => {
    expect(await readDiagram(source)).toEqual({ mistake })
  })

  it.each([
    ['empty lines', '\n\n'],
    ['a comment', '%% one\n'],
    ['front matter', '---\ntitle: One\nconfig:\n  theme: dark\n---\n'],
    ['a directive over lines', '%%{init: {\n  "theme": "dark"\n}}%%\n'],
    ['all of them', '---\ntitle: One\n---\n\n%% two\n%%{init: {}}%%\n'],
  ])('is counted from the first line of the block, with %s above', async (_, above) => {
    const lines = above.split('\n').length - 1
    const chart = await readDiagram(`${above}flowchart TD\n%% here\nA --> B\nA B`)
    expect(chart).toMatchObject({ mistake: { line: lines + 4, hint: 'name' } })
  })

  it('counts lines the same with the line ends of Windows', async () => {
    expect(await readDiagram('flowchart TD\r\nA --> B\r\nA B\r\n')).toMatchObject({ mistake: { line: 3 } })
  })
})

describe('another kind of diagram', () => {
  it.each([
    ['sequenceDiagram\nA->>B: hi', 'sequence'],
    ['classDiagram\nA <|-- B', 'classDiagram'],
    ['gantt\ntitle x', 'gantt'],
    ['pie title x\n"a": 1', 'pie'],
    ['erDiagram\nA ||--o{ B : has', 'er'],
    ['mindmap\n  root', 'mindmap'],
    ['stateDiagram-v2\n[*] --> A', 'stateDiagram'],
  ])('is named: %s', async (source, otherKind) => {
    expect(await readDiagram(source)).toEqual({ otherKind })
  })
})
