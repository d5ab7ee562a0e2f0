import type { Level } from '../../../content/rubric.ts'
import { type Mark, OVERALL } from './emoji.ts'

/** A person's votes by reaction: criterion -> level. */
export type Marks = ReadonlyMap<string, Level>

/** A person's votes after a reaction. */
export type ReactionChange = Readonly<{
  marks: Marks
  /** Whether another one of theirs may still be on the message, so that the platform must be asked. */
  unsure: boolean
}>

/** A reaction was added: the newest overall level counts. */
export function addReaction(before: Marks, { criterion, level }: Mark): ReactionChange {
  return { marks: new Map(before).set(criterion, level), unsure: false }
}

/**
 * A reaction was removed. One that did not count changes nothing.
 * @param varied whether another of theirs may mean the same, in another skin tone or gender
 */
export function removeReaction(
  before: Marks,
  { criterion, level, overall }: Mark,
  varied = false,
): ReactionChange {
  if (before.get(criterion) !== level) return { marks: before, unsure: false }
  const marks = new Map(before)
  marks.delete(criterion)
  return { marks, unsure: overall || varied }
}

export type Recounted = Readonly<{
  marks: Marks
  /** Overall levels of which none can count; empty where there is no conflict. */
  conflicting: readonly Level[]
}>

/**
 * A person's votes from their reactions on the platform, which does not tell their order. Of several overall levels
 * the one that counted before still counts; if it is not among them, none does.
 */
export function recount(before: Marks, standing: readonly Mark[]): Recounted {
  const marks = new Map<string, Level>()
  for (const { criterion, level, overall } of standing) if (!overall) marks.set(criterion, level)
  const levels = [...new Set(standing.flatMap(({ overall, level }) => (overall ? [level] : [])))].sort()
  const known = before.get(OVERALL)
  const [only] = levels
  const counts = levels.length === 1 ? only : levels.find((level) => level === known)
  if (counts !== undefined) marks.set(OVERALL, counts)
  return { marks, conflicting: counts === undefined ? levels : [] }
}

export function sameMarks(a: Marks, b: Marks): boolean {
  return a.size === b.size && [...a].every(([criterion, level]) => b.get(criterion) === level)
}
