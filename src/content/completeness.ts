import { type Path, written } from './issues.ts'
import { type Flaw, flaw, type Mistake } from './mistakes.ts'
import type { Problem } from './schema.ts'
import type { LineOf } from './yaml.ts'

/** Enough for a candidate to get an answer wherever they dig. */
const MIN_STAGES_WITH_FACTS = 5

/** A dotted arrow with a word in its label: `A -.->|feedback| B` or `A -. feedback .-> B`. */
const dotted = (word: string) =>
  new RegExp(`-\\.-+>\\s*\\|[^|]*(${word})|-\\.\\s*[^|\\n]*(${word})[^|\\n]*\\.-+>`, 'iu')

const LATENCY = /\d\s?(?:ms|s|毫秒|秒)(?![a-z])/iu
const LABELS = /\blabel|标签|标注/iu
const FEEDBACK = dotted('feedback|反馈|回流')
const RETRAIN = dotted('retrain|重训|重新训练')

type Where = Readonly<{ file: string; lineOf: LineOf; bodyLine: number }>

/**
 * Finds gaps in a problem whose parts are well-formed: facts for too few stages, curveballs out of order, topics
 * that the worked design leaves out, and the two diagrams that a candidate has to draw.
 * @param bodyLine the line of the file on which the worked design begins
 */
export function findGaps(problem: Problem, { file, lineOf, bodyLine }: Where): readonly Mistake[] {
  const at = (path: Path, found: Flaw) => ({ file, line: lineOf(path), path: written(path), ...found })
  const below = (line: number, found: Flaw) => ({ file, line: bodyLine + line, path: 'body', ...found })
  const { facts, curveballs, mustDiscuss, body } = problem
  const mistakes: Mistake[] = []

  const stages = new Set(facts.map(({ stage }) => stage)).size
  if (stages < MIN_STAGES_WITH_FACTS)
    mistakes.push(at(['facts'], flaw('factStages', { min: MIN_STAGES_WITH_FACTS, count: stages })))
  for (const [index, { minute }] of curveballs.entries()) {
    const before = curveballs[index - 1]?.minute ?? 0
    if (minute < before)
      mistakes.push(at(['curveballs', index, 'minute'], flaw('order', { min: before, minute })))
  }
  const design = body.toLowerCase()
  for (const [index, topic] of mustDiscuss.entries())
    if (!design.includes(topic.toLowerCase()))
      mistakes.push(at(['mustDiscuss', index], flaw('topic', { topic })))

  const said = body.split('\n').flatMap((text, line) => (text.trim() === '' ? [] : [{ text, line }]))
  for (const [index, { text, line }] of said.entries()) {
    const next = said[index + 1]
    if (/^## \d+\./u.test(text) && (next === undefined || next.text.startsWith('## ')))
      mistakes.push(below(line, flaw('emptySection', { heading: text })))
  }
  const lineOfDiagram = (diagram: string) => body.slice(0, body.indexOf(diagram)).split('\n').length - 1
  return [
    ...mistakes,
    ...missingDiagrams(problem.diagrams).map(({ near, flaw: found }) =>
      below(near ? lineOfDiagram(near) : 0, found),
    ),
  ]
}

/** `near`: the diagram that should have the missing part. */
function missingDiagrams(diagrams: readonly string[]): readonly Readonly<{ near?: string; flaw: Flaw }>[] {
  const closes = (diagram: string) => [LATENCY, FEEDBACK, RETRAIN].filter((part) => part.test(diagram)).length
  const [serving] = diagrams.toSorted((a, b) => closes(b) - closes(a))
  if (serving === undefined) return []
  const expected = [
    [LATENCY, flaw('latency')],
    [FEEDBACK, flaw('arrow', { arrow: 'feedback (反馈)' })],
    [RETRAIN, flaw('arrow', { arrow: 'retrain (重训)' })],
  ] as const
  const gaps = expected
    .filter(([part]) => !part.test(serving))
    .map(([, missing]) => ({ near: serving, flaw: missing }))
  const training = diagrams.some((diagram) => diagram !== serving && LABELS.test(diagram))
  return training ? gaps : [...gaps, { flaw: flaw('training') }]
}
