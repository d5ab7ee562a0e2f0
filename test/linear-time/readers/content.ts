import { chosenProblem, findProblems, nearestSlugs, suggestProblems } from '../../../src/content/choose.ts'
import { decodeText } from '../../../src/content/decode.ts'
import { readDesign } from '../../../src/content/design.ts'
import { matterLength } from '../../../src/content/front-matter.ts'
import { checkProblem } from '../../../src/content/problem.ts'
import { readProblemFile } from '../../../src/content/problem-file.ts'
import { besidesScope, outOfScope } from '../../../src/content/scope.ts'
import { isSlug, slugOf } from '../../../src/content/slug.ts'
import { explainComplaints, flawIn } from '../../../src/content/yaml-faults.ts'
import { isCopy } from '../../../src/kit/copies.ts'
import { editDistance } from '../../../src/kit/edit-distance.ts'
import { folded, shortened } from '../../../src/kit/names.ts'
import { replacePairs } from '../../../src/kit/paired-marks.ts'
import { findZones } from '../../../src/kit/zones/find.ts'
import { readZone, readZoneName } from '../../../src/kit/zones/read.ts'
import { readBlocks } from '../../../src/markdown/blocks.ts'
import { mermaidBlocks } from '../../../src/markdown/diagrams.ts'
import { withoutPictures } from '../../../src/markdown/embedded.ts'
import { excerptOf } from '../../../src/markdown/excerpt.ts'
import { readOutline } from '../../../src/markdown/outline.ts'
import { withMarksOnLines } from '../../../src/markdown/tidy.ts'
import { CONTENT, T } from './fixtures.ts'
import { readersOf } from './reader.ts'

const { problems, scope } = CONTENT
const FILE = '---\ntitle: A\nbrief: '
const BODY = '---\ntitle: A\n---\n\n## 1. Requirements\n\n'
const MARKS = ['```\n', '```mermaid\nflowchart LR\n', '~~~', '## ', '| a |\n|---|\n', '- '] as const

const copies = (text: string, copy: string) =>
  isCopy({ text, files: [text] }, { text: copy, files: [text] }, 0)

export const CONTENT_READERS = [
  ...readersOf('src/markdown/outline.ts', { readOutline: [(of) => readOutline(of, 1), ...MARKS] }),
  ...readersOf('src/markdown/blocks.ts', {
    readBlocks: [readBlocks, ...MARKS, '> ', '- ```\n', 'a\n', '| '],
  }),
  ...readersOf('src/markdown/diagrams.ts', { mermaidBlocks: [mermaidBlocks, ...MARKS, '> ', '- ```\n'] }),
  ...readersOf('src/markdown/tidy.ts', { withMarksOnLines: [withMarksOnLines, ...MARKS, 'a ```\n'] }),
  ...readersOf('src/markdown/excerpt.ts', { excerptOf: [(of) => excerptOf(of, 280), ...MARKS] }),
  ...readersOf('src/markdown/embedded.ts', {
    withoutPictures: [
      withoutPictures,
      '![](data:image/png;base64,',
      '[a]: <data:image/png;base64,',
      '<img src="data:image/',
    ],
  }),
  ...readersOf('src/kit/zones/find.ts', { findZones: (of) => findZones(of, 0) }),
  ...readersOf('src/kit/names.ts', { folded, shortened }),
  ...readersOf('src/kit/zones/read.ts', {
    readZone: [readZone, 'UTC+'],
    readZoneName: [readZoneName, 'UTC+'],
  }),
  ...readersOf('src/content/choose.ts', {
    chosenProblem: (of) => chosenProblem({ problems }, of, T),
    suggestProblems: (of) => suggestProblems({ problems }, of, 'en'),
    findProblems: (of) => findProblems({ problems }, of, 'zh'),
    nearestSlugs: (of) => nearestSlugs({ problems }, of, 3),
  }),
  ...readersOf('src/content/scope.ts', {
    outOfScope: (of) => outOfScope(scope, of),
    besidesScope: (of) => besidesScope(scope, of),
  }),
  ...readersOf('src/content/slug.ts', { isSlug: [isSlug, 'a'], slugOf: [slugOf, 'a.'] }),
  ...readersOf('src/content/decode.ts', { decodeText: (of) => decodeText(Buffer.from(of), 'a.md') }),
  ...readersOf('src/content/front-matter.ts', { matterLength: [matterLength, '---\n'] }),
  ...readersOf('src/content/design.ts', { readDesign: [(of) => readDesign(of, 'a.md', 1), ...MARKS] }),
  ...readersOf('src/content/yaml-faults.ts', {
    explainComplaints: [
      (of) => explainComplaints([{ message: 'nested', line: 1 }], of.split('\n'), 'a.md', 0),
      'a: ',
      '- ',
    ],
    flawIn,
  }),
  ...readersOf('src/content/problem.ts', { checkProblem: [(of) => checkProblem(of, 'a.md'), FILE, BODY] }),
  ...readersOf('src/content/problem-file.ts', {
    readProblemFile: [(of) => readProblemFile(Buffer.from(of), 'a.md'), FILE, BODY],
  }),
  ...readersOf('src/kit/paired-marks.ts', {
    replacePairs: [(of) => replacePairs(of, '**', (inside) => inside), '**'],
  }),
  ...readersOf('src/kit/copies.ts', {
    isCopy: (of) => [`${of}b`, of.slice(0, -9), `${of.slice(0, -9)}b`].map((text) => copies(of, text)),
  }),
  ...readersOf('src/kit/edit-distance.ts', {
    // Both callers cut what was typed to 100 characters.
    editDistance: (of) => editDistance(of.slice(0, 100), 'fraud-detection'),
  }),
]
