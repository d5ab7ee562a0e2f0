import { describe, expect, it } from 'vitest'
import type { Box } from '../../src/pictures/flowchart/geometry.ts'
import type { Direction } from '../../src/pictures/flowchart/graph.ts'
import type { Layout } from '../../src/pictures/flowchart/place.ts'
import { faultsIn } from './geometry.ts'
import { laidOut } from './laid-out.ts'

const DIRECTIONS = ['LR', 'RL', 'TD', 'BT'] as const
const WORDS = ['Clicks', 'Offline store', 'Items', 'x', 'Features, online and fast, for all', 'Registry']

/** Boxes without edges; their number makes other words of them. */
const boxes = (count: number, name = 'n') =>
  Array.from({ length: count }, (_, i) => `${name}${i}[${WORDS[(i * 7 + count) % 6]}]`).join('\n')
const groups = (count: number, content: (group: number) => string) =>
  Array.from({ length: count }, (_, i) => `subgraph G${i}[Group ${i}]\n${content(i)}\nend`).join('\n')
const chains = (count: number) =>
  Array.from({ length: count }, (_, i) => `a${i} --> b${i} --> c${i}`).join('\n')

const THREE_TEAMS = `flowchart TD
  subgraph I[Inputs]
    i1[(Views)]
    i2[(Carts)]
    i3[(Tags)]
  end
  subgraph P[Platform]
    p1[Streaming jobs]
    p2[Nightly jobs]
    p3[Catalogue]
  end
  subgraph T[Teams]
    t1[Search]
    t2[Ads]
    t3[Trust]
  end`
const THREE_WAYS = `flowchart LR
  subgraph B[Batch]
    direction TB
    b1[Night] --> b2[Score all pairs] --> b3[Write a table] --> b4[Stale by noon]
  end
  subgraph O[On request]
    direction TB
    o1[Request] --> o2[Fetch features] --> o3[Run the model] --> o4[Costs 40 ms]
  end
  subgraph M[Mixed]
    direction TB
    m1[Night] --> m2[Keep 500 per user] --> m3[Rank on request] --> m4[Fresh]
  end`
const CHART_AND_BOXES = (direction: string) => `flowchart ${direction}
  A[Client] --> B[Gateway] --> C[Ranker] --> D[(Log)]
  C --> E[Cache]
  ${boxes(10)}`
const NESTED = `flowchart LR
  subgraph Online
    subgraph Retrieval
      ${boxes(3, 'r')}
    end
    subgraph Ranking
      ${boxes(2, 'k')}
    end
    cache[Cache]
  end
  subgraph Offline
    subgraph Training
      ${boxes(2, 't')}
    end
    subgraph Storage
      ${boxes(4, 's')}
    end
  end`
const BESIDE_A_PIPELINE = `flowchart TD
  subgraph Pipeline
    a[Events] --> b[Clean] --> c[Join] --> d[Train] --> e[Evaluate] --> f[Release]
  end
  ${groups(3, (i) => boxes(2, `g${i}_`))}
  note[Read me]`

const UNCONNECTED: readonly (readonly [string, string])[] = [
  ...DIRECTIONS.flatMap((direction): [string, string][] => [
    [`ten boxes, ${direction}`, `flowchart ${direction}\n${boxes(10)}`],
    [`five groups of three, ${direction}`, `flowchart ${direction}\n${groups(5, (i) => boxes(3, `g${i}_`))}`],
    [`a chart and ten boxes, ${direction}`, CHART_AND_BOXES(direction)],
    [`six chains, ${direction}`, `flowchart ${direction}\n${chains(6)}`],
  ]),
  ['boxes in three groups', THREE_TEAMS],
  ['chains in three groups', THREE_WAYS],
  ['groups in groups', NESTED],
  ['a high group and low ones', BESIDE_A_PIPELINE],
  ['boxes in one group', `flowchart TD\nsubgraph One\n${boxes(7)}\nend`],
  ['three narrow boxes in one group', 'flowchart TD\nsubgraph One\na[(Views)]\nb[(Carts)]\nc[(Tags)]\nend'],
  ['very many boxes', `flowchart LR\n${boxes(60)}`],
  ['empty groups', `flowchart TD\n${groups(6, () => '')}`],
]

describe('what no edge joins', () => {
  it.each(UNCONNECTED)(
    'is about as wide as high, and reads in the order in which it was written: %s',
    async (_, source) => {
      const laid = await laidOut(source)
      expect(faultsIn(laid)).toEqual([])
      expect(laid.width / laid.height).toBeGreaterThan(0.5)
      expect(laid.width / laid.height).toBeLessThan(2)
      expectReadingOrder(laid)
    },
  )

  it('is packed beside what is joined, in a group that an edge leads out of', async () => {
    const laid = await laidOut(`flowchart TD\nsubgraph Data\n${boxes(9)}\nend\nn0 --> M[Model]`)
    expect(faultsIn(laid)).toEqual([])
    const [data] = laid.groups
    expect((data?.box.width ?? 0) / (data?.box.height ?? 1)).toBeLessThan(2.5)
  })

  it.each(DIRECTIONS)('has its layers in line, in order, where it is charts: %s', async (direction) => {
    const { nodes } = await laidOut(`flowchart ${direction}\n${chains(5)}`)
    const middles = nodes.filter(({ node }) => node.id.startsWith('b')).map(({ box }) => box)
    expectInOrder(middles)
    const along = middles.map(({ x, y }) => (direction === 'LR' || direction === 'RL' ? x : y))
    expect(new Set(along).size).toBe(1)
  })

  it('is interlocked where that draws it larger', async () => {
    const wide = 'flowchart TD\na[Start] --> b[Middle] --> c --> d & e & f & g & h & i'
    const alone = await laidOut(wide)
    const beside = await laidOut(`${wide}\nx[A small chart] --> y[of two boxes]`)
    expect([beside.width, beside.height]).toEqual([alone.width, alone.height])
  })
})

function expectReadingOrder({ nodes, groups: placed, edges }: Layout) {
  const joined = new Set(edges.flatMap(({ edge }) => [edge.from, edge.to]))
  const alone = nodes.filter(({ node }) => !joined.has(node.id))
  for (const parts of Map.groupBy(alone, ({ node }) => node.parent).values())
    expectInOrder(parts.map(({ box }) => box))
  const outer = placed.filter(({ group }) => group.parent === undefined)
  const first = (id: string) => nodes.findIndex(({ node }) => node.parent === id)
  if (outer.every(({ group }) => first(group.id) >= 0))
    expectInOrder(outer.toSorted((a, b) => first(a.group.id) - first(b.group.id)).map(({ box }) => box))
}

/** Each part stands to the right of all before it, or below. */
function expectInOrder(parts: readonly Box[]) {
  for (const [index, box] of parts.entries())
    for (const later of parts.slice(index + 1))
      expect(later.x >= box.x + box.width - 1 || later.y >= box.y + box.height - 1).toBe(true)
}

describe("a group's own direction", () => {
  const pairs = DIRECTIONS.flatMap((outer) => DIRECTIONS.map((inner): [string, string] => [inner, outer]))

  it.each(pairs)('is kept: %s in %s, alone', async (inner, outer) => {
    const laid = await laidOut(
      `flowchart ${outer}\nsubgraph G [Group]\ndirection ${directive(inner)}\na --> b --> c\nend\nx --> G --> y`,
    )
    expect(faultsIn(laid)).toEqual([])
    expectFlow(laid, ['a', 'b', 'c'], inner)
  })

  it.each(pairs)('is kept: %s in %s, with edges to its inside', async (inner, outer) => {
    const laid = await laidOut(
      `flowchart ${outer}\nsubgraph G [Group]\ndirection ${directive(inner)}\na[First of all] --> b --> c\nend\nx -->|to the first| a\nc -->|from the last| y\nz --> b\ny -.-> b\nG --> w`,
    )
    expect(faultsIn(laid)).toEqual([])
    expectFlow(laid, ['a', 'b', 'c'], inner)
  })

  it.each(pairs)('is kept: %s in a group of %s', async (inner, outer) => {
    const laid = await laidOut(
      `flowchart TD\nsubgraph O [Outer]\ndirection ${directive(outer)}\nsubgraph G [Group]\ndirection ${directive(inner)}\na --> b --> c\nend\nc --> d --> e\nend\nx --> a\ne --> y`,
    )
    expect(faultsIn(laid)).toEqual([])
    expectFlow(laid, ['a', 'b', 'c'], inner)
    expectFlow(laid, ['d', 'e'], outer)
  })

  it('lets edges in and out by the nearest side where nothing is in the way', async () => {
    const tiers = `flowchart TB
  subgraph Clients
    direction LR
    app
    web
  end
  subgraph Serving
    direction LR
    gateway --> ranker --> policy
  end
  subgraph Stores
    direction LR
    features[(Features)]
    log[(Log)]
  end
  app & web --> gateway
  ranker --> features
  policy --> log`
    const laid = await laidOut(tiers)
    expect(faultsIn(laid)).toEqual([])
    const tops = laid.groups.map(({ box }) => box.y)
    expect(tops).toEqual(tops.toSorted((a, b) => a - b))
    const targets = new Set(['gateway', 'features', 'log'])
    for (const { edge, points } of laid.edges.filter((each) => targets.has(each.edge.to))) {
      const [before, last] = points.slice(-2)
      expect([edge.to, before?.x]).toEqual([edge.to, last?.x])
    }
    expect(laid.width / laid.height).toBeLessThan(2)
  })

  it('leads edges around what is in their way', async () => {
    const laid = await laidOut(
      'flowchart TB\nsubgraph G\ndirection LR\na --> b & c & d\nend\nx --> c\nc --> y',
    )
    expect(faultsIn(laid)).toEqual([])
  })

  it('is kept where the rest of the chart is turned', async () => {
    const steps = (name: string) =>
      Array.from({ length: 7 }, (_, i) => `${name}${i}[A long step ${i}]`).join(' --> ')
    const laid = await laidOut(
      `flowchart LR\n${steps('a')}\nsubgraph G\ndirection LR\nb0 --> b1 --> b2\nend\na6 --> b0\nb2 --> z`,
    )
    expectFlow(laid, ['a0', 'a1', 'a2'], 'TD')
    expectFlow(laid, ['b0', 'b1', 'b2'], 'LR')
  })

  it('tells what runs back in it', async () => {
    const { edges } = await laidOut(
      'flowchart TD\nsubgraph G\ndirection RL\na --> b --> c\nc -.-> a\nend\nx --> a',
    )
    expect(edges.map(({ back }) => back)).toEqual([false, false, true, false])
  })

  it('makes boxes that many edges meet grow along its side', async () => {
    const fan = Array.from({ length: 9 }, (_, i) => `h --> l${i}`).join('\n')
    const { nodes } = await laidOut(`flowchart TD\nsubgraph G\ndirection LR\n${fan}\nend`)
    expect(nodes.find(({ node }) => node.id === 'h')?.box.height).toBeGreaterThan(100)
  })
})

/** Mermaid's parser takes `TB` alone inside of a group. */
function directive(direction: string): string {
  return direction === 'TD' ? 'TB' : direction
}

const WAYS: Readonly<Record<string, Direction>> = { LR: 'RIGHT', RL: 'LEFT', TD: 'DOWN', BT: 'UP' }

function expectFlow({ nodes }: Layout, ids: readonly string[], direction: string) {
  const at = new Map(nodes.map(({ node, box }) => [node.id, box]))
  const along = ids.map((id) => {
    const { x = Number.NaN, y = Number.NaN } = at.get(id) ?? {}
    const way = WAYS[direction]
    return way === 'RIGHT' ? x : way === 'LEFT' ? -x : way === 'DOWN' ? y : -y
  })
  expect(along).toEqual(along.toSorted((a, b) => a - b))
  expect(new Set(along).size).toBe(ids.length)
}

describe('the title of a group', () => {
  const LONG = 'Feature computation, streaming and batch, owned by the platform team'

  it.each([
    ['of a box below another', `flowchart TD\nsubgraph s ["${LONG}"]\nx[Count]\nend\ny --> x`],
    [
      'of a loop between groups',
      'flowchart TD\nsubgraph A [Offline]\na --> b\nend\nsubgraph B [Online]\nc --> d\nend\nb --> c\nd -.->|impressions| a',
    ],
    [
      'of groups within each other',
      `flowchart TD\nu --> x\nsubgraph A [Cloud]\nsubgraph B [Network]\nsubgraph C [Cluster]\nx --> y\nend\nend\nend\ny --> z\nz --> x`,
    ],
    [
      'of a group of many entries',
      `flowchart TD\n${[1, 2, 3, 4, 5].map((i) => `o${i} --> i${i}`).join('\n')}\nsubgraph G ["${LONG}"]\ni1\ni2\ni3\ni4\ni5\nend`,
    ],
    ['of a chart that runs up', `flowchart BT\nsubgraph s ["${LONG}"]\nx --> w\nend\nw --> y\nx --> z`],
    [
      'of a group that runs down in one that runs right',
      `flowchart LR\na --> b\nsubgraph s ["${LONG}"]\ndirection TB\nb --> c\nend\nc --> d`,
    ],
    [
      'of very many boxes',
      `flowchart TD\n${groups(8, (i) => `${boxes(7, `g${i}_`)}\ng${i}_0 --> g${i}_1`)}\n${Array.from({ length: 70 }, (_, i) => `g${i % 8}_${i % 7} --> g${(i + 1) % 8}_${(i * 3 + 1) % 7}`).join('\n')}`,
    ],
  ])('is crossed by no line: %s', async (_, source) => {
    expect(faultsIn(await laidOut(source)).filter((fault) => fault.includes('title'))).toEqual([])
  })

  it('stays at the left where nothing is in its way', async () => {
    const { groups: placed } = await laidOut(
      'flowchart TD\nsubgraph s [Title]\nx[A box with a long name] --> y\nend\ny --> z',
    )
    expect((placed[0]?.text.box.x ?? 0) - (placed[0]?.box.x ?? 0)).toBe(12)
  })
})
