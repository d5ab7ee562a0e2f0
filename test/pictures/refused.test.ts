import { describe, expect, it } from 'vitest'
import { parse } from '../../src/pictures/flowchart/parser.ts'
import { graphOf } from './laid-out.ts'

/** Flowcharts that Mermaid refuses although their meaning is plain, with the boxes and arrows that are meant. */
const REFUSED: readonly (readonly [source: string, boxes: readonly string[], arrows: readonly string[]])[] = [
  [
    'flowchart LR\nA[Load balancer (L7)] --> B{Cache hit?} -->|yes (90%)| C[(Redis)]',
    ['Load balancer (L7)', 'Cache hit?', 'Redis'],
    ['A > B', 'B > C: yes (90%)'],
  ],
  [
    'graph TD\n  User Query --> Embedding Model --> Vector DB',
    ['User Query', 'Embedding Model', 'Vector DB'],
    ['User_Query_ > Embedding_Model_', 'Embedding_Model_ > Vector_DB_'],
  ],
  ['flowchart LR\nA → B → C\nC ⇒ A', ['A', 'B', 'C'], ['A > B', 'B > C', 'C > A']],
  ['graph LR\nsubgraph Training (offline)\n A-->B\nend\nB --> C', ['A', 'B', 'C'], ['A > B', 'B > C']],
  [
    'flowchart LR\nclient --> api;\napi --> db[(PostgreSQL (primary))];',
    ['client', 'api', 'PostgreSQL (primary)'],
    ['client > api', 'api > db'],
  ],
  ['flowchart TD\nA[f = f(x)] --> B[loss: L(y, ŷ)]', ['f = f(x)', 'loss: L(y, ŷ)'], ['A > B']],
  ['flowchart LR\n用户 ——> 网关 ——> 模型', ['用户', '网关', '模型'], ['用户 > 网关', '网关 > 模型']],
  ['flowchart LR\nA[输入] --> B（召回）\nB --> C｛命中？｝', ['输入', '召回', '命中？'], ['A > B', 'B > C']],
  ['flowchart LR\nA["say "hello" now"] --> B', ['say "hello" now', 'B'], ['A > B']],
  ['flowchart LR\nA --> end[Done]', ['A', 'Done'], ['A > end_']],
  ['flowchart LR\nend --> start', ['end', 'start'], ['end_ > start']],
  ['flowchart LR\nsubgraph s [Serving (p99 < 50ms)]\n a --> b\nend', ['a', 'b'], ['a > b']],
  ['graph TD\n A --> B\n linkStyle 5 stroke:#f00', ['A', 'B'], ['A > B']],
  ['flowchart LR\nA(f(x)) --> B((g(y)))', ['f(x)', 'g(y)'], ['A > B']],
  ['flowchart LR\nA --> B[GET /api/{id}]', ['A', 'GET /api/{id}'], ['A > B']],
  ['flowchart LR\nA[10k QPS @ peak] --> B["{"a": 1}"]', ['10k QPS @ peak', '{"a": 1}'], ['A > B']],
  ['flowchart LR\nA[P(y|x)] --> B[p|q]', ['P(y|x)', 'p|q'], ['A > B']],
  ['flowchart LR\nA --text-> B', ['A', 'B'], ['A > B: text']],
  ['flowchart LR\nA <--> B <-> C', ['A', 'B', 'C'], ['A > B', 'B > C']],
  ['FLOWCHART LR\nA --> B', ['A', 'B'], ['A > B']],
  ['flowchart LR A --> B', ['A', 'B'], ['A > B']],
  ['graph TD, Client[Web (app)] --> API', ['Web (app)', 'API'], ['Client > API']],
  ['flowchart LR: 用户 → 网关\n网关 → 模型', ['用户', '网关', '模型'], ['用户 > 网关', '网关 > 模型']],
  ['flowchart LR\nA -->|""| B\nB -- "" --> C', ['A', 'B', 'C'], ['A > B', 'B > C']],
  ['flowchart LR\nA["Ranker"] -->||B', ['Ranker', 'B'], ['A > B']],
  ['flowchart LR\nA[] --> B( )\nB --> C{""}', ['', '', ''], ['A > B', 'B > C']],
  [
    'flowchart LR\nA[Client]-->|HTTP/2 (TLS)|B[[gRPC (svc)]]-.->|async (Kafka)|C',
    ['Client', 'gRPC (svc)', 'C'],
    ['A > B: HTTP/2 (TLS)', 'B > C: async (Kafka)'],
  ],
  ['flowchart LR\nA[it’s “fine”] --> B[f(“x”)]', ['it’s “fine”', 'f(“x”)'], ['A > B']],
  [
    'flowchart LR\nA --> B & C & D[x (y)]\nE[(s (3))] & F --> A',
    ['A', 'B', 'C', 'x (y)', 's (3)', 'F'],
    ['A > B', 'A > C', 'A > D', 'E > A', 'F > A'],
  ],
  [
    'flowchart LR; subgraph s1; a → b; end; subgraph S (2); c → d; end; b → c',
    ['a', 'b', 'c', 'd'],
    ['a > b', 'c > d', 'b > c'],
  ],
  ['flowchart LR\nA -->|"P(y|x)"| B → C', ['A', 'B', 'C'], ['A > B: P(y|x)', 'B > C']],
  [
    'flowchart LR\nA--"p = 0.5"-->B -- 是；继续 & more --> c+d → e',
    ['A', 'B', 'c+d', 'e'],
    ['A > B: p = 0.5', 'B > c+d: 是；继续 & more', 'c+d > e'],
  ],
  ['flowchart LR\nA@{ shape: cyl, label: "DB" } --> B[f (x)]', ['DB', 'f (x)'], ['A > B']],
]

describe('flowcharts that Mermaid refuses', () => {
  it.each(REFUSED)('are drawn where their meaning is plain: %s', async (source, boxes, arrows) => {
    await expect(parse(source)).rejects.toThrow()
    const { nodes, edges } = await graphOf(source)
    expect(nodes.map(({ label }) => label)).toEqual(boxes)
    expect(edges.map(({ from, to, label }) => `${from} > ${to}${label && `: ${label}`}`)).toEqual(arrows)
  })

  it('are left to their writer where an arrow between two boxes is missing', async () => {
    for (const line of ['A[a] --> B[b] C[c] --> D[d]', 'A(Rank (v2)) B(x) -> C', 'A{q?}  B[(s)] → C'])
      await expect(graphOf(`flowchart LR\n${line}`)).rejects.toThrow('"mistake"')
  })

  it('are read to the last letter where Mermaid takes it for a tip', async () => {
    const source =
      'flowchart LR\nA--no-->B-.to.->C==max==>D---Box--o E\nE["a--no-->b"]--"x"-->F[c--so-->d] -- yes --x G'
    const { nodes, edges } = await graphOf(source)
    expect(edges.map(({ label }) => label)).toEqual(['no', 'to', 'max', '', '', 'x', 'yes'])
    expect(edges.map(({ start, end }) => `${start} ${end}`)).toEqual([
      'none arrow',
      'none arrow',
      'none arrow',
      'none none',
      'none circle',
      'none arrow',
      'none cross',
    ])
    expect(nodes.map(({ label }) => label)).toEqual([
      'A',
      'B',
      'C',
      'D',
      'Box',
      'a--no-->b',
      'c--so-->d',
      'G',
    ])
  })
})
