import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeDiagram } from '../../src/pictures/flowchart/alt.ts'
import { type DiagramReading, readDiagram } from '../../src/pictures/flowchart/diagram.ts'
import { mend } from '../../src/pictures/flowchart/mend.ts'
import { readSource } from '../../src/pictures/flowchart/source.ts'
import { ownDiagrams } from './own.ts'

const CORPUS = new URL('corpus/', import.meta.url)

/** As candidates type them under the clock. None of them can be read by Mermaid. */
const TYPED: readonly (readonly [what: string, source: string, said: string])[] = [
  [
    'arrows of one sign, and names of several words',
    'flowchart LR\nUser → Load balancer → Ranker\nRanker ⇒ Load balancer',
    'User → Load balancer; Load balancer → Ranker; Ranker → Load balancer',
  ],
  [
    'arrows of one dash',
    'flowchart LR\nclient -> api gateway -> ranker\nranker->model-v1.2',
    'client → api gateway; api gateway → ranker; ranker → model-v1.2',
  ],
  ['arrows that a phone made of dashes', 'flowchart TD\nA —> B\nB ––> C\nC => A', 'A → B; B → C; C → A'],
  [
    'full-width signs',
    'flowchart TD\nA[请求（每秒5000）] --> B【网关】\nB --》 D{命中缓存？}\nD -->｜是｜ E（返回）；\nD -->|否| F[排序：50ms]',
    '请求（每秒5000） → 网关; 网关 → 命中缓存？; 命中缓存？ → (是) 返回; 命中缓存？ → (否) 排序：50ms',
  ],
  ['brackets behind a Chinese name', 'flowchart LR\n用户（登录）→ 网关', '用户（登录） → 网关'],
  [
    'brackets in labels',
    'flowchart TD\nA[Gateway (auth + rate limit] --> B{is it (really)}\nB -->|p (x)| C[(Store [hot])] --> D(("a) b"))',
    'Gateway (auth + rate limit → is it (really); is it (really) → (p (x)) Store [hot]; Store [hot] → a) b',
  ],
  [
    'quotes in labels',
    'flowchart TD\nA["user says "hi""] --> B[p99 < 100 ms & "cheap"]\nB -- yes (80 %) --> C',
    'user says "hi" → p99 < 100 ms & "cheap"; p99 < 100 ms & "cheap" → (yes (80 %)) C',
  ],
  ['the name end', 'flowchart TD\nstart --> rank --> end', 'start → rank; rank → end'],
  [
    'a name of Mermaid’s own',
    'flowchart TD\nstart --> end[Done] --> style\ngraph -> default',
    'start → Done; Done → style; graph → default',
  ],
  [
    'a name of Mermaid’s own that begins a line',
    'flowchart LR\nclass --> click\nsubgraph -> class',
    'class → click; subgraph → class',
  ],
  [
    'a tensor',
    'flowchart LR\nT[Tokens] --> E[Embedding [B,T] → [B,T,D]]\nE --> A',
    'Tokens → Embedding [B,T] → [B,T,D]; Embedding [B,T] → [B,T,D] → A',
  ],
  [
    'a dash behind brackets in a label',
    'flowchart LR\nD[x=[B,1] — one per item] --> R[(rank (top [k]) - fast)]',
    'x=[B,1] — one per item → rank (top [k]) - fast',
  ],
  ['braces in a rhombus', 'flowchart TD\nQ{in {a, b} -- or not?} --> R', 'in {a, b} -- or not? → R'],
  [
    'a path as a label',
    'flowchart LR\nC --> P[/predict endpoint] --> F[/v1/features]\nF --> D[/data/]',
    'C → /predict endpoint; /predict endpoint → /v1/features; /v1/features → data',
  ],
  [
    'a comment behind a statement',
    'flowchart LR\nA[p > 90 %% of 5] --> B %% the gateway: "fast"\nB --> C',
    'p > 90 %% of 5 → B; B → C',
  ],
  ['arrows of sequence diagrams', 'flowchart TD\nA ->> B\nB -->>|8 ms| A', 'A → B; B → (8 ms) A'],
  [
    'styles over several lines',
    'flowchart TD\nA[x (y)] --> B\nlinkStyle 0\n  stroke:#f00,\n  stroke-width:2px\nstyle A\n  fill:#eee,\n  stroke:#333;\nclassDef hot fill:#f00,\n  color:#fff',
    'x (y) → B',
  ],
  ['no first line', 'A[client] -> B[server]\nB --> C[(db)]', 'client → server; server → db'],
  ['a first line with a colon', 'flowchart LR:\nA --> B', 'A → B'],
  ['a first line in small letters', 'graph lr;\nA --> B;', 'A → B'],
  ['a first line in two words', 'Flow chart\nA --> B', 'A → B'],
  ['a first line with a statement', 'flowchart LR A[one] --> B', 'one → B'],
  ['a group without a first line', 'subgraph S\nA --> B\nend', 'A → B'],
  ['comments of other languages above', '// mine\n# ours\nflowchart LR\nA --> B', 'A → B'],
  ['spaces of no width', '\u200bflowchart LR\nA --> B\n\u200b', 'A → B'],
  ['the word mermaid with a colon above', 'Mermaid:\nflowchart LR\nA --> B', 'A → B'],
  ['the word mermaid above', 'mermaid\nflowchart LR\nA --> B', 'A → B'],
  [
    'titles of subgraphs with signs',
    'flowchart LR\nsubgraph Online serving\nA --> B\nend\nsubgraph Offline: training (daily)\nC\nend\nB --> C',
    'A → B; B → C',
  ],
  ['a style for no arrow', 'flowchart TD\nA-->B\nlinkStyle 3 stroke:blue', 'A → B'],
  [
    'all arrows that Mermaid has, beside one that it has not',
    'flowchart LR\nA -- a --> B\nB -. b .-> C\nC == c ==> D\nD <--> E\nE --o F\nF --x G\nG & A --> H:::hot\nH --- I\nI -.- J\nJ → A',
    'A → (a) B; B → (b) C; C → (c) D; D ↔ E; E → F; F → G; G → H; A → H; H — I; I — J; J → A',
  ],
]

const said = (chart: DiagramReading) => ('graph' in chart ? describeDiagram(chart.graph) : chart)

describe('a flowchart typed in a hurry', () => {
  it.each(TYPED)('is drawn as it was meant: %s', async (_, source, meant) => {
    expect(said(await readDiagram(source))).toBe(meant)
  })

  it('keeps its lines', () => {
    for (const [, source] of TYPED) expect(mend(source).split('\n')).toHaveLength(source.split('\n').length)
  })

  it('that only its writer can mend is told the mistake that remains', async () => {
    const source = 'flowchart TD\nA -> B[Gateway (x)]\nB --> C[(Store]\nC → D'
    expect(await readDiagram(source)).toEqual({
      mistake: { line: 3, found: ']', expected: [')]'], hint: 'close' },
    })
  })

  it('says what a sequence diagram lacks, rather than being drawn as something else', async () => {
    expect(await readDiagram('A->>B: hi')).toMatchObject({ mistake: { expected: ['flowchart'] } })
  })
})

const word = fc.constantFrom(
  'Rank',
  'p99',
  '排序',
  '（高峰）',
  'x-y',
  '→',
  '->',
  '--',
  '==>',
  '—',
  '"hi"',
  "it's",
  '|',
  '<',
  '%%',
  'A',
  'end',
  '🚀',
  ',',
  ':',
  '#',
  '$&',
  '~',
  '&',
  ';',
)
/** A text whose brackets are closed: what people write as a label. */
const { text } = fc.letrec<{ text: string; part: string }>((tie) => ({
  text: fc.array(tie('part'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' ')),
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    fc
      .tuple(fc.constantFrom('[]', '()', '{}'), tie('text'))
      .map(([pair, inside]) => `${pair[0]}${inside}${pair[1]}`),
  ),
}))

describe('a label', () => {
  it('has the characters that were written, whatever is mended around it and in it', async () => {
    const characters = (label: string) => label.replace(/\s/gu, '')
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, fc.constantFrom('[]', '()', '{}')), { minLength: 2, maxLength: 4 }),
        async (labels) => {
          const boxes = labels.map(([label, [open, close]], index) => `N${index}${open}x ${label} y${close}`)
          const chart = await readDiagram(`flowchart LR\n${boxes.join(' -> ')}`)
          if (!('graph' in chart)) throw new Error(JSON.stringify(chart))
          expect(chart.graph.nodes.map(({ label }) => characters(label))).toEqual(
            labels.map(([label]) => characters(`x${label}y`)),
          )
          expect(chart.graph.edges.map(({ from, to }) => [from, to])).toEqual(
            labels.slice(1).map((_, index) => [`N${index}`, `N${index + 1}`]),
          )
        },
      ),
      { numRuns: 80 },
    )
  })
})

describe('a diagram that Mermaid reads', () => {
  const written = readdirSync(CORPUS).map((file) => readFileSync(new URL(file, CORPUS), 'utf8'))

  it('means the same when it stands beside something to mend', async () => {
    for (const source of [...written, ...ownDiagrams().map((own) => own.source)]) {
      const { text } = readSource(source)
      if (mend(text) === text) continue
      const [plain, mended] = [await readDiagram(text), await readDiagram(mend(text))]
      if (!('graph' in plain) || !('graph' in mended)) throw new Error(`not read: ${mend(text)}`)
      const looks = ({ graph }: { graph: typeof plain.graph }) => ({
        ...graph,
        // Looks of arrows are not kept: `linkStyle` counts them.
        edges: graph.edges.map(({ look: _, ...edge }) => edge),
      })
      expect(looks(mended)).toEqual(looks(plain))
    }
  })
})
