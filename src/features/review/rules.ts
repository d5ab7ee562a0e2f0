import { type FormValues, sameUser, UserError, type UserRef } from '#bot'
import type { Level } from '../../content/rubric.ts'

export type { Level } from '../../content/rubric.ts'

/** Below this many votes a scorecard is provisional. */
export const ENOUGH_VOTES = 3
export const COMMENT_MAX = 2000

export type Vote = Readonly<{ voter: UserRef; criterion: string; level: number }>

export type ScoreRow = Readonly<{
  criterion: string
  /** Votes counted, without the candidate's own. */
  n: number
  /** Undefined without votes. Halfway between the middle two levels if they differ: never rounded. */
  median?: number
  lowest?: number
  highest?: number
  /** The candidate's own level. */
  self?: number
}>

/** The middle of the levels; of an even number, halfway between the middle two. */
export function median(levels: readonly number[]): number | undefined {
  const sorted = [...levels].sort((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}

/** The combined votes per criterion, in the order of `criteria`. The author's own votes are separate. */
export function scorecard(
  criteria: readonly string[],
  votes: readonly Vote[],
  author?: UserRef,
): readonly ScoreRow[] {
  const isOwn = ({ voter }: Vote) => author !== undefined && sameUser(voter, author)
  return criteria.map((criterion) => {
    const mine = votes.filter((vote) => vote.criterion === criterion)
    const levels = mine.filter((vote) => !isOwn(vote)).map((vote) => vote.level)
    const self = mine.find(isOwn)?.level
    const middle = median(levels)
    return {
      criterion,
      n: levels.length,
      ...(middle !== undefined && {
        median: middle,
        lowest: Math.min(...levels),
        highest: Math.max(...levels),
      }),
      ...(self !== undefined && { self }),
    }
  })
}

/** Whether anybody has scored the criterion, the candidate included. */
export function isJudged({ n, self }: ScoreRow): boolean {
  return n > 0 || self !== undefined
}

export function spreadOf(row: ScoreRow): number {
  return (row.highest ?? 0) - (row.lowest ?? 0)
}

/** Widest disagreement first; rows that agree keep their order, those without votes come last. */
export function byDisagreement(rows: readonly ScoreRow[]): readonly ScoreRow[] {
  return rows
    .map((row, index) => ({ row, index }))
    .sort(
      (a, b) =>
        spreadOf(b.row) - spreadOf(a.row) ||
        Number(a.row.n === 0) - Number(b.row.n === 0) ||
        a.index - b.index,
    )
    .map(({ row }) => row)
}

export type Scores = Readonly<{ levels: Readonly<Record<string, Level>>; comment: string }>

/** A criterion left out on purpose. */
export const NO_VOTE = '0'

const LEVELS: ReadonlyMap<string | undefined, Level> = new Map([
  ['1', 1],
  ['2', 2],
  ['3', 3],
  ['4', 4],
])

/**
 * Reads a submitted rubric form.
 * @throws UserError when it scores nothing: there would be nothing to count
 */
export function readScores(criteria: readonly string[], values: FormValues): Scores {
  const levels: Record<string, Level> = {}
  for (const criterion of criteria) {
    const level = LEVELS.get(values[criterion])
    if (level) levels[criterion] = level
  }
  if (Object.keys(levels).length === 0) throw new UserError('error.nothingScored')
  return { levels, comment: (values.comment ?? '').trim().slice(0, COMMENT_MAX) }
}
