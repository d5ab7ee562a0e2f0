import { sentence } from '#bot'
import type { Section } from '../markdown/outline.ts'
import { type Path, written } from './issues.ts'
import { type Flaw, flaw, type Mistake } from './mistakes.ts'
import { shapesOf } from './pieces.ts'
import type { CheckedProblem } from './problem.ts'
import type { CheckedReference } from './reference.ts'
import type { Problem } from './schema.ts'
import { STAGE_IDS } from './stages.ts'

/** Only files without mistakes are compared, since one mistake would be listed twice. */
function areComparable(...files: readonly (CheckedProblem | CheckedReference)[]): boolean {
  return files.every(({ mistakes }) => mistakes.length === 0)
}

/**
 * Finds where a translated problem differs in structure from English: counts, stages, minutes, sections, diagrams.
 */
export function compareLanguages(
  en: CheckedProblem,
  other: CheckedProblem,
  file: string,
): readonly Mistake[] {
  if (!en.value || !other.value || !areComparable(en, other)) return []
  const mistakes: Mistake[] = []
  const expectAt = (path: Path, wanted: string | number, found: string | number) => {
    const differs = flaw('unlikeEnglish', { wanted, found })
    if (wanted !== found) mistakes.push({ file, line: other.lineOf(path), path: written(path), ...differs })
  }
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
  const sections = { wanted: en.headings.length, found: other.headings.length }
  const diagrams = { wanted: en.value.diagrams.length, found: other.value.diagrams.length }
  const below = (found: Flaw) => ({ file, line: other.bodyLine, path: 'body', ...found })
  if (sections.wanted !== sections.found) mistakes.push(below(flaw('sectionsUnlikeEnglish', sections)))
  if (diagrams.wanted !== diagrams.found) mistakes.push(below(flaw('diagramsUnlikeEnglish', diagrams)))
  return mistakes
}

/** Finds where a translated reference differs in structure from English: order, sections, and the parts of each. */
export function compareReferences(
  en: CheckedReference,
  other: CheckedReference,
  file: string,
): readonly Mistake[] {
  if (!en.value || !other.value || !areComparable(en, other)) return []
  const order = { wanted: en.value.order, found: other.value.order }
  const sections = { wanted: en.sections.length, found: other.sections.length }
  const apart = [
    ...(order.wanted === order.found
      ? []
      : [{ file, line: other.lineOf(['order']), path: 'order', ...flaw('unlikeEnglish', order) }]),
    ...(sections.wanted === sections.found
      ? []
      : [{ file, line: other.bodyLine, path: 'body', ...flaw('sectionsUnlikeEnglish', sections) }]),
  ]
  return apart.length > 0 ? apart : comparePages(en.sections, other.sections, file)
}

/** Finds the first part of each section whose kind differs from English. */
function comparePages(en: readonly Section[], other: readonly Section[], file: string): readonly Mistake[] {
  return en.flatMap((section, index) => {
    const same = other[index]
    if (!same) return []
    const [wanted, found] = [section, same].map(({ text }) => shapesOf(text).map(({ shape }) => shape))
    const length = Math.max(wanted?.length ?? 0, found?.length ?? 0)
    const odd = Array.from({ length }, (_, at) => at).find((at) => wanted?.[at] !== found?.[at])
    if (odd === undefined) return []
    const nothing = sentence('mistake.part.nothing')
    const parts = { wanted: wanted?.[odd] ?? nothing, found: found?.[odd] ?? nothing }
    const differs = flaw('partUnlikeEnglish', { section: same.title, part: odd + 1, ...parts })
    return [{ file, line: same.line, path: 'body', ...differs }]
  })
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
