import type { UserRef } from '#bot'
import { median, type Vote } from '../../review/rules.ts'

/** A criterion over all answers of a challenge. */
type Overall = Readonly<{
  criterion: string
  stage: string | null
  /** Peers' votes over all answers. */
  n: number
  median: number
  /** The widest range of votes on one answer; undefined if no answer has two votes. */
  range?: number
}>

export type Highlights = Readonly<{
  /** The highest median among the criteria with the narrowest range; undefined if that is also the disputed one. */
  strongest?: Overall
  /** The criterion with the widest range on one answer; undefined if peers agree on everything. */
  disputed?: Overall
  /** The stage with the lowest median; undefined if none is higher. */
  weakest?: Overall & Readonly<{ stage: string }>
}>

export type VotedAnswer = Readonly<{ author: UserRef; votes: readonly Vote[] }>

type RatedCriterion = Readonly<{ id: string; stage: string | null }>

/** The most remarkable criteria over all answers, without authors' own votes; the earlier criterion wins a tie. */
export function highlights(criteria: readonly RatedCriterion[], answers: readonly VotedAnswer[]): Highlights {
  const rows = criteria.flatMap((criterion) => overall(criterion, answers) ?? [])
  const compared = rows.filter(({ range }) => range !== undefined)
  const narrow = Math.min(...compared.map(({ range = 0 }) => range))
  const wide = Math.max(0, ...compared.map(({ range = 0 }) => range))
  const strongest = best(
    compared.filter(({ range }) => range === narrow),
    (a, b) => a.median > b.median,
  )
  const disputed = wide > 0 ? compared.find(({ range }) => range === wide) : undefined
  const staged = rows.flatMap((row) => (row.stage === null ? [] : [{ ...row, stage: row.stage }]))
  const lowest = best(staged, (a, b) => a.median < b.median)
  const weakest = lowest && staged.some(({ median }) => median > lowest.median) ? lowest : undefined
  const agreed = strongest !== disputed ? strongest : undefined
  return { ...(agreed && { strongest: agreed }), ...(disputed && { disputed }), ...(weakest && { weakest }) }
}

function overall({ id, stage }: RatedCriterion, answers: readonly VotedAnswer[]): Overall | undefined {
  const levels = answers.map(({ author, votes }) =>
    votes
      .filter(({ criterion, voter }) => criterion === id && voter.user !== author.user)
      .map(({ level }) => level),
  )
  const all = levels.flat()
  const middle = median(all)
  if (middle === undefined) return undefined
  const ranges = levels
    .filter(({ length }) => length > 1)
    .map((each) => Math.max(...each) - Math.min(...each))
  return {
    criterion: id,
    stage,
    n: all.length,
    median: middle,
    ...(ranges.length > 0 && { range: Math.max(...ranges) }),
  }
}

function best<T>(rows: readonly T[], better: (a: T, b: T) => boolean): T | undefined {
  return rows.reduce<T | undefined>(
    (top, row) => (top === undefined || better(row, top) ? row : top),
    undefined,
  )
}
