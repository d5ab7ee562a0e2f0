import { type Path, written } from './describe.ts'
import type { Mistake } from './errors.ts'
import type { CheckedProblem } from './problem.ts'
import { type Problem, STAGE_IDS } from './schema.ts'

/**
 * Where the other language differs in structure from English: counts, stages, minutes, sections, diagrams.
 * Only files without mistakes are compared, since one mistake would be listed twice.
 */
export function compareLanguages(
  en: CheckedProblem,
  other: CheckedProblem,
  file: string,
): readonly Mistake[] {
  if (!en.value || !other.value || en.mistakes.length + other.mistakes.length > 0) return []
  const mistakes: Mistake[] = []
  const expect = (path: Path, wanted: string | number, found: string | number) => {
    if (wanted !== found)
      mistakes.push({
        file,
        line: other.lineOf(path),
        text: `${written(path)}: ${wanted} expected as in English, ${found} found`,
      })
  }
  const counts = new Map(lists(other.value).map(({ path, length }) => [written(path), length]))
  for (const { path, length } of lists(en.value)) expect(path, length, counts.get(written(path)) ?? 0)
  for (const [index, fact] of en.value.facts.entries()) {
    const same = other.value.facts[index]
    if (same) expect(['facts', index, 'stage'], fact.stage, same.stage)
  }
  for (const [index, curveball] of en.value.curveballs.entries()) {
    const same = other.value.curveballs[index]
    if (same) expect(['curveballs', index, 'minute'], curveball.minute, same.minute)
  }
  const outline = [
    ['sections', en.headings.length, other.headings.length],
    ['mermaid diagrams', en.value.diagrams.length, other.value.diagrams.length],
  ] as const
  for (const [what, wanted, found] of outline)
    if (wanted !== found)
      mistakes.push({
        file,
        line: other.bodyLine,
        text: `body: ${wanted} ${what} expected as in English, ${found} found`,
      })
  return mistakes
}

function lists(problem: Problem): readonly Readonly<{ path: Path; length: number }>[] {
  const { keyChallenges, mustDiscuss, facts, curveballs, probes, tells } = problem
  return [
    ...Object.entries({ keyChallenges, mustDiscuss, facts, curveballs }).map(([key, { length }]) => ({
      path: [key],
      length,
    })),
    ...STAGE_IDS.flatMap((stage) => [
      { path: ['probes', stage], length: probes[stage].length },
      { path: ['tells', stage, 'strong'], length: tells[stage].strong.length },
      { path: ['tells', stage, 'weak'], length: tells[stage].weak.length },
    ]),
  ]
}
