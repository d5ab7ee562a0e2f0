import fc from 'fast-check'

const LABELS = [
  'Ranker',
  'Feature store, online',
  '特征平台：离线与在线',
  'p99 of 80 ms at 10,000 requests a second',
  'x',
]
const SHAPES = [
  ['[', ']'],
  ['(', ')'],
  ['([', '])'],
  ['[[', ']]'],
  ['[(', ')]'],
  ['((', '))'],
  ['>', ']'],
  ['{', '}'],
  ['{{', '}}'],
  ['[/', '/]'],
  ['[/', '\\]'],
  ['(((', ')))'],
] as const
const ARROWS = ['-->', '-.->', '==>', '---', '<-->', '--o', '~~~'] as const
const DIRECTIONS = ['LR', 'RL', 'TD', 'BT'] as const

const node = fc.record({
  shape: fc.constantFrom(...SHAPES),
  label: fc.constantFrom(...LABELS),
  group: fc.nat(5),
})
const group = fc.record({
  within: fc.nat(5),
  title: fc.constantFrom(...LABELS),
  direction: fc.option(fc.constantFrom(...DIRECTIONS), { freq: 3 }),
})
const edge = fc.record({
  from: fc.nat(30),
  to: fc.nat(30),
  arrow: fc.constantFrom(...ARROWS),
  label: fc.option(fc.constantFrom(...LABELS), { freq: 2 }),
})

/** Flowcharts of up to 12 nodes in up to 4 groups, with edges between any of them. */
export const flowchart = fc
  .record({
    direction: fc.constantFrom(...DIRECTIONS),
    nodes: fc.array(node, { minLength: 1, maxLength: 12 }),
    groups: fc.array(group, { maxLength: 4 }),
    edges: fc.array(edge, { maxLength: 16 }),
  })
  .map(({ direction, nodes, groups, edges }) => {
    const inside = (of: number): readonly string[] => [
      ...nodes.flatMap(({ shape, label, group: at }, index) =>
        at % (groups.length + 1) === of ? [`n${index}${shape[0]}"${label}"${shape[1]}`] : [],
      ),
      ...groups.flatMap((inner, index) =>
        // A group is in one that comes before it, so that none is in itself.
        inner.within % (index + 1) === of
          ? [
              `subgraph g${index} ["${inner.title}"]`,
              ...(inner.direction ? [`direction ${inner.direction}`] : []),
              ...inside(index + 1),
              'end',
            ]
          : [],
      ),
    ]
    const ends = [...nodes.map((_, index) => `n${index}`), ...groups.map((_, index) => `g${index}`)]
    const lines = edges.map(({ from, to, arrow, label }) => {
      const text = label && arrow !== '~~~' ? `|"${label}"|` : ''
      return `${ends[from % ends.length]} ${arrow}${text} ${ends[to % ends.length]}`
    })
    return [`flowchart ${direction}`, ...inside(0), ...lines].join('\n')
  })
