/** Used against planned minutes by stage. All texts come with it, in the reader's language. */
export type MinutesChart = Readonly<{
  kind: 'minutes'
  title: string
  /** `over` is what was used beyond the plan; `minutes` the unit, as `min`. */
  words: Readonly<{ used: string; over: string; planned: string; minutes: string }>
  stages: readonly Readonly<{ name: string; used: number; planned: number }>[]
}>

/** Levels 1 to 4 by criterion: the reviewers' votes, and apart from them the candidate's own. */
export type LevelsChart = Readonly<{
  kind: 'levels'
  title: string
  words: Readonly<{ median: string; range: string; self: string }>
  /** The names of the levels, the lowest first. */
  levels: readonly [string, string, string, string]
  /** `low` and `high` are the lowest and highest of `n` votes. Without votes only the candidate's own level is shown. */
  criteria: readonly Readonly<{
    name: string
    votes?: Readonly<{ median: number; low: number; high: number; n?: number }>
    self?: number
  }>[]
}>

export type ChartSpec = MinutesChart | LevelsChart
