import { type Path, written } from './describe.ts'
import type { Mistake } from './errors.ts'
import { shapesOf } from './pieces.ts'
import type { CheckedProblem } from './problem.ts'
import type { CheckedReference } from './reference.ts'
import { type Problem, STAGE_IDS } from './schema.ts'

type Found = string | number

/** Collects where the other language is not as English. */
function comparing(file: string) {
  const mistakes: Mistake[] = []
  return {
    mistakes,
    expect(what: string, wanted: Found, found: Found, line: number, unit = '') {
      if (wanted === found) return
      const text = `${what}: ${wanted}${unit} expected as in English, ${found} found`
      mistakes.push({ file, line, text })
    },
  }
}

/** Only files without mistakes are compared, since one mistake would be listed twice. */
function areComparable(...files: readonly (CheckedProblem | CheckedReference)[]): boolean {
  return files.every(({ mistakes }) => mistakes.length === 0)
}

/**
 * Where the other language's problem differs in structure from English: counts, stages, minutes,
 * sections, diagrams.
 */
export function compareLanguages(
  en: CheckedProblem,
  other: CheckedProblem,
  file: string,
): readonly Mistake[] {
  if (!en.value || !other.value || !areComparable(en, other)) return []
  const { mistakes, expect } = comparing(file)
  const expectAt = (path: Path, wanted: Found, found: Found) =>
    expect(written(path), wanted, found, other.lineOf(path))
  const counts = new Map(lists(other.value).map(({ path, length }) => [written(path), length]))
  for (const { path, length } of lists(en.value)) expectAt(path, length, counts.get(written(path)) ?? 0)
  for (const [index, fact] of en.value.facts.entries()) {
    const same = other.value.facts[index]
    if (same) expectAt(['facts', index, 'stage'], fact.stage, same.stage)
  }
  for (const [index, curveball] of en.value.curveballs.entries()) {
    const same = other.value.curveballs[index]
    if (same) expectAt(['curveballs', index, 'minute'], curveball.minute, same.minute)
  }
  const line = other.bodyLine
  expect('body', en.headings.length, other.headings.length, line, ' sections')
  expect('body', en.value.diagrams.length, other.value.diagrams.length, line, ' mermaid diagrams')
  return mistakes
}

/** Where the other language's reference differs in structure from English: order, sections, and what stands in each. */
export function compareReferences(
  en: CheckedReference,
  other: CheckedReference,
  file: string,
): readonly Mistake[] {
  if (!en.value || !other.value || !areComparable(en, other)) return []
  const { mistakes, expect } = comparing(file)
  expect('order', en.value.order, other.value.order, other.lineOf(['order']))
  expect('body', en.sections.length, other.sections.length, other.bodyLine, ' sections')
  if (mistakes.length > 0) return mistakes
  for (const [index, section] of en.sections.entries()) {
    const same = other.sections[index]
    if (!same) continue
    const [wanted, found] = [section, same].map(({ text }) => shapesOf(text).map(({ shape }) => shape))
    const length = Math.max(wanted?.length ?? 0, found?.length ?? 0)
    const odd = Array.from({ length }, (_, at) => at).find((at) => wanted?.[at] !== found?.[at])
    if (odd === undefined) continue
    const what = `body: section ${same.title}, part ${odd + 1}`
    expect(what, wanted?.[odd] ?? 'nothing', found?.[odd] ?? 'nothing', same.line)
  }
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
