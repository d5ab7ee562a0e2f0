import type { Level } from '../../../content/schema.ts'
import { type Mark, OVERALL } from './vocabulary.ts'

/** A person's votes by reaction: criterion -> level. */
export type Marks = ReadonlyMap<string, Level>

export type Change = Readonly<{
  marks: Marks
  /** Whether another reaction of theirs may stand beside the one that went: what stands has to be looked at. */
  unsure: boolean
}>

/** A reaction heard as it was put on: the newest overall level counts. */
export function put(before: Marks, { criterion, level }: Mark): Change {
  return { marks: new Map(before).set(criterion, level), unsure: false }
}

/** A reaction heard as it was taken back. One that did not count changes nothing. */
export function takeBack(before: Marks, { criterion, level, overall }: Mark): Change {
  if (before.get(criterion) !== level) return { marks: before, unsure: false }
  const marks = new Map(before)
  marks.delete(criterion)
  return { marks, unsure: overall }
}

export type Recounted = Readonly<{
  marks: Marks
  /** The overall levels that stand where none of them can count; empty where all is clear. */
  torn: readonly Level[]
}>

/**
 * A person's votes by the reactions that stand on the platform, which does not tell their order. Of several
 * overall levels the one that counted before still does; where it is not among them, none counts.
 */
export function recount(before: Marks, standing: readonly Mark[]): Recounted {
  const marks = new Map<string, Level>()
  for (const { criterion, level, overall } of standing) if (!overall) marks.set(criterion, level)
  const levels = [...new Set(standing.flatMap(({ overall, level }) => (overall ? [level] : [])))].sort()
  const known = before.get(OVERALL)
  const [only] = levels
  const counts = levels.length === 1 ? only : levels.find((level) => level === known)
  if (counts !== undefined) marks.set(OVERALL, counts)
  return { marks, torn: counts === undefined ? levels : [] }
}

export function sameMarks(a: Marks, b: Marks): boolean {
  return a.size === b.size && [...a].every(([criterion, level]) => b.get(criterion) === level)
}
