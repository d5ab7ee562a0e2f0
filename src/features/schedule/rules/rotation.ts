/** The problems that a schedule may post, and those posted before. */
export type Rotation = Readonly<{
  /** Slugs in the order in which they are used first; never empty. */
  all: readonly string[]
  /** The slugs to which the schedule is confined; null: none. */
  wanted: readonly string[] | null
  pinned: string | null
  /** The slugs that the group's schedules posted, the latest last. */
  history: readonly string[]
}>

/**
 * The next problem: the pinned one; else one that the group has not had; else the one used longest ago. Removed
 * problems are passed over, and where none of `wanted` is left, all problems count.
 */
export function nextProblem({ all, wanted, pinned, history }: Rotation): string {
  if (pinned !== null && all.includes(pinned)) return pinned
  const listed = wanted?.filter((slug) => all.includes(slug)) ?? []
  const [first, ...others] = listed.length > 0 ? listed : all
  if (first === undefined) throw new RangeError('there are no problems')
  const used = (slug: string) => history.lastIndexOf(slug)
  return others.reduce((best, slug) => (used(slug) < used(best) ? slug : best), first)
}
