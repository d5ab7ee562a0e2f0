import { NAMES, type Name } from '../../test/e2e/group/group.ts'
import type { Random } from '../random.ts'

/** The stages of an answer, as its headings name them. */
export const STAGES = [
  'Requirements',
  'Metrics',
  'Data',
  'Features',
  'Model',
  'Serving',
  'Monitoring',
] as const
export type Stage = (typeof STAGES)[number]

/** The criteria that people score here. */
const CRITERIA = ['Requirements', 'Data', 'Serving'] as const

const ANSWERING: readonly string[] = ['hand-in', 'file', 'say']

/** An action of the plan; a person's actions follow one another. */
export type Planned = Readonly<{ who: Name }> &
  (
    | Readonly<{ kind: 'write'; stage: Stage; text: string }>
    | Readonly<{ kind: 'file' | 'say' | 'rewrite'; text: string }>
    | Readonly<{ kind: 'hand-in' | 'take-back' }>
    /** `levels` by the criterion's name. */
    | Readonly<{ kind: 'score'; author: Name; levels: Readonly<Record<string, string>> }>
  )

/** Plans one challenge; the same random source gives the same plan. */
export function planChallenge(random: Random): readonly Planned[] {
  const [first, second, third, fourth, fifth] = random.shuffled(NAMES)
  if (!first || !second || !third || !fourth || !fifth) throw new RangeError('five people take part')
  const text = (who: Name, version: number) =>
    `${who} v${version}: ${random.int(1000, 9999)} decisions a second.`
  const stage = (who: Name, version: number): Planned => {
    return { who, kind: 'write', stage: random.pick(STAGES), text: text(who, version) }
  }
  const handIn = (who: Name): Planned => ({ who, kind: 'hand-in' })
  const file = (who: Name, version: number): Planned => ({ who, kind: 'file', text: text(who, version) })
  const own: Readonly<Record<string, readonly Planned[]>> = {
    [first]: [stage(first, 1), stage(first, 1), handIn(first), stage(first, 2), handIn(first)],
    [second]: [stage(second, 1), handIn(second), stage(second, 2), handIn(second)],
    [third]: [file(third, 1), file(third, 2), file(third, 3)],
    [fourth]: [file(fourth, 1), { who: fourth, kind: 'take-back' }, file(fourth, 2)],
    [fifth]: [
      { who: fifth, kind: 'say', text: text(fifth, 1) },
      { who: fifth, kind: 'rewrite', text: text(fifth, 2) },
    ],
  }
  return NAMES.flatMap((who) => {
    const answers = own[who] ?? []
    // Reviews come after the person's own answer: a review waits for the other's, and nobody may wait in a circle.
    const first = answers.findIndex(({ kind }) => ANSWERING.includes(kind)) + 1
    const reviews = Array.from({ length: 3 }, () => planScore(random, who))
    return [...answers.slice(0, first), ...shuffledIn(random, answers.slice(first), reviews)]
  })
}

/** A person fills in the form about another's answer. */
export function planScore(random: Random, who: Name): Planned {
  const author = random.pick(NAMES.filter((name) => name !== who))
  const criteria = random.shuffled(CRITERIA).slice(0, random.int(1, 2))
  const levels = Object.fromEntries(criteria.map((criterion) => [criterion, String(random.int(1, 4))]))
  return { who, kind: 'score', author, levels }
}

/** Both lists keep their order. */
function shuffledIn<T>(random: Random, all: readonly T[], more: readonly T[]): readonly T[] {
  const left = [...all]
  const right = [...more]
  return Array.from({ length: all.length + more.length }, () => {
    const fromLeft = right.length === 0 || (left.length > 0 && random.chance(0.6))
    return (fromLeft ? left : right).shift() as T
  })
}
