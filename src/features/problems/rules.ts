import type { ChannelRef, Language } from '#bot'
import type { Problem } from '../../content/schema.ts'
import { shortened } from '../../kit/names.ts'
import type { SchedulePosting } from '../peers.ts'

type Titles = Pick<Problem, 'title' | 'oneLiner'>

/** A problem in a list of choices. `own`: the one language of a group's own problem; null for the content's. */
export type OfferedProblem = Readonly<Record<Language, Titles>> & Readonly<{ own: Language | null }>

/** The problems that a group may play, by slug. */
export type ProblemLibrary = Readonly<{ problems: ReadonlyMap<string, OfferedProblem> }>

/** The group's own among the problems that it may play. */
export function ownAmong(problems: ProblemLibrary['problems']): ProblemLibrary['problems'] {
  return new Map([...problems].filter(([, { own }]) => own !== null))
}

/** The schedules, challenges and mocks that use one of a group's problems. */
export type Uses = Readonly<{
  schedules: readonly SchedulePosting[]
  /** The channels of challenges and mocks that are under way. */
  challenges: readonly ChannelRef[]
  mocks: readonly ChannelRef[]
}>

/** The effect of a removal on a schedule: its list has `others`, or had the problem `alone`, or it was `pinned`. */
export type Loss = Readonly<{ posting: SchedulePosting; left: 'others' | 'alone' | 'pinned' }>

/**
 * The schedules that a problem's removal changes.
 * @param offered the slugs that the group may play, with or without the problem
 */
export function lossesOf(
  slug: string,
  schedules: readonly SchedulePosting[],
  offered: ReadonlySet<string>,
): readonly Loss[] {
  return schedules.flatMap((posting): readonly Loss[] => {
    const { problems, pinned } = posting
    if (problems?.includes(slug)) {
      const others = problems.some((each) => each !== slug && offered.has(each))
      return [{ posting, left: others ? 'others' : 'alone' }]
    }
    return pinned === slug ? [{ posting, left: 'pinned' }] : []
  })
}

/** How many problems a group may have: nobody reads a longer list, and autocompletion shows 25. */
export const MAX_PROBLEMS = 50

/** The reason why a group can't have another problem of this slug; undefined when it can. */
export function refusedAddition(
  standing: readonly Readonly<{ slug: string }>[],
  slug: string,
): 'taken' | 'full' | undefined {
  if (standing.some((problem) => problem.slug === slug)) return 'taken'
  return standing.length >= MAX_PROBLEMS ? 'full' : undefined
}

/** Mistakes in a message, about as many as people correct in one go. The rest is counted and listed in a file. */
export const MISTAKES_SHOWN = 20
/** The limit of that file, for uploads that are no problem at all. */
const MISTAKES_LISTED = 1000
const MISTAKE_CHARS = 200

/**
 * Mistakes as lines, in the order of the file: those that a message shows, and all of them where these are more.
 * @param describe a mistake as a text, which is shown in one line, whatever a file's keys are called
 * @param say one of them as a line
 */
export function mistakeLines<Mistake extends Readonly<{ line: number }>>(
  mistakes: readonly Mistake[],
  describe: (mistake: Mistake) => string,
  say: (mistake: Readonly<{ line: number; text: string }>) => string,
): Readonly<{ shown: readonly string[]; all: readonly string[]; rest: number }> {
  const lines = mistakes
    .slice(0, MISTAKES_LISTED)
    .toSorted((a, b) => a.line - b.line)
    .map((mistake) =>
      say({ line: mistake.line, text: shortened(describe(mistake).replace(/\s+/gu, ' '), MISTAKE_CHARS) }),
    )
  const rest = Math.max(0, mistakes.length - MISTAKES_SHOWN)
  return { shown: lines.slice(0, MISTAKES_SHOWN), all: rest > 0 ? lines : [], rest }
}
