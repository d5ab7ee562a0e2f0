import { type Posted, tokenOf } from './posted.ts'
import type { Stored } from './stored.ts'

/**
 * How late each stage was announced, in milliseconds of real time. A stage was due when somebody moved on
 * to it, or at the moment that the card of the stage before named last.
 * @param realOf real time of a moment of bot time
 */
export function lateness(
  posts: readonly Posted[],
  { state }: Stored,
  realOf: (bot: number) => number,
): readonly number[] {
  const cards = posts.flatMap((post) => {
    const token = tokenOf(post)
    return token?.kind === 'stage' ? [{ post, stage: token.stage }] : []
  })
  return cards.slice(1).map(({ post }, index) => {
    const before = cards[index]
    const moved = state.log?.find(({ kind, stage }) => kind === 'skipped' && stage === before?.stage)
    const due = moved?.at ?? endOf(before?.post.versions ?? [])
    return due === undefined ? 0 : Math.max(0, post.at - realOf(due))
  })
}

/** When a card said that its stage ends, in milliseconds of bot time; it names whole seconds. */
function endOf(versions: readonly string[]): number | undefined {
  const named = versions.flatMap((text) => /Ends at <t:(\d+):t>/u.exec(text)?.[1] ?? [])
  const last = named.at(-1)
  return last === undefined ? undefined : Number(last) * 1000
}
