import { describeDiagram } from '../../../src/pictures/flowchart/alt.ts'
import { lookOf } from '../../../src/pictures/flowchart/look.ts'
import { mend } from '../../../src/pictures/flowchart/mend.ts'
import { mistakeOf, noHeader, nothingDrawn, shown } from '../../../src/pictures/flowchart/mistake.ts'
import { firstWord, readSource } from '../../../src/pictures/flowchart/source.ts'
import { LIMITS } from '../../../src/pictures/limits.ts'
import { clustersOf, clusterWidth, fontsWith, shownFor } from '../../../src/pictures/text/clusters.ts'
import { fileOf, has, widthIn } from '../../../src/pictures/text/fonts.ts'
import { plainLabel, readable } from '../../../src/pictures/text/label.ts'
import { setFonts } from '../../../src/pictures/text/set-fonts.ts'
import { drawable, runsOf, widthOf } from '../../../src/pictures/text/widths.ts'
import { wrap } from '../../../src/pictures/text/wrap.ts'
import { readersOf } from './reader.ts'

const error = (line: number) =>
  Object.assign(new Error(`Parse error on line ${line}`), { hash: { text: '' } })
const STARTS = [
  'flowchart LR\n',
  'flowchart LR\nA[',
  'flowchart LR\nA -->|',
  'graph ',
  '%%{',
  '---\n',
] as const

/** A longer label is refused before it is measured and wrapped. */
const labelIn = (text: string) => text.slice(0, LIMITS.label)

export const PICTURE_READERS = [
  ...readersOf('src/pictures/flowchart/source.ts', {
    readSource: [readSource, ...STARTS, 'flowchart\n%% ', 'flowchart\nA--'],
    firstWord,
  }),
  ...readersOf('src/pictures/flowchart/mend.ts', {
    mend: [
      mend,
      ...STARTS,
      'flowchart\nsubgraph ',
      'flowchart\nA（',
      'flowchart\nA[A[',
      'flowchart\nA -- "',
      'flowchart\nsubgraph [',
      'flowchart\nend;',
      'flowchart\nstyle A\n',
    ],
  }),
  ...readersOf('src/pictures/flowchart/mistake.ts', {
    mistakeOf: [(of) => [mistakeOf(error(1), of, 0), mistakeOf(error(2), of, 0)], ...STARTS],
    noHeader: [noHeader, ...STARTS],
    nothingDrawn: [nothingDrawn, ...STARTS],
    shown,
  }),
  ...readersOf('src/pictures/flowchart/look.ts', {
    lookOf: (of) => lookOf([of, `fill:${of}`, `stroke-dasharray:${of}`]),
  }),
  ...readersOf('src/pictures/flowchart/alt.ts', {
    describeDiagram: (of) =>
      describeDiagram({
        title: of,
        direction: 'RIGHT',
        nodes: [{ id: of, label: of, shape: 'rectangle', look: {} } as never],
        groups: [],
        edges: [],
      }),
  }),
  ...readersOf('src/pictures/text/label.ts', {
    plainLabel: [(of) => [plainLabel(of, true), plainLabel(of, false)], '`', '**', '<b '],
    readable,
  }),
  ...readersOf('src/pictures/text/clusters.ts', {
    clustersOf: [clustersOf, 'x\u0302', '👩\u200d'],
    fontsWith,
    shownFor: [shownFor, '👩\u200d'],
    clusterWidth: (of) => clusterWidth('Noto Sans', of),
  }),
  ...readersOf('src/pictures/text/fonts.ts', {
    has: (of) => has('Noto Sans SC', of),
    widthIn: (of) => widthIn('Noto Sans SC', of),
    fileOf: (of) => fileOf('Noto Sans SC', of),
  }),
  ...readersOf('src/pictures/text/set-fonts.ts', {
    setFonts: [setFonts, '<text x="', '<text>a', '<text>ŷ</text>'],
  }),
  ...readersOf('src/pictures/text/widths.ts', {
    drawable: (of) => drawable(labelIn(of)),
    widthOf: (of) => widthOf(labelIn(of), 14),
    runsOf: (of) => runsOf(labelIn(of)),
  }),
  ...readersOf('src/pictures/text/wrap.ts', { wrap: (of) => wrap(labelIn(of), 200, 14) }),
]
