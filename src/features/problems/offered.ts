import { inEach } from '#bot'
import type { Content } from '../../content/schema.ts'
import type { DbOrTx } from '../../db/client.ts'
import type { OfferedProblem, ProblemLibrary } from './rules.ts'
import { listStanding } from './store.ts'

type Sources = Readonly<{ db: DbOrTx; content: Pick<Content, 'problems'> }>

/**
 * The problems that a group may play, by slug: the content's, then its own. Titles only, because this is read while
 * people type: `standingProblem` has the text of an own one.
 */
export async function problemsOf(
  { db, content }: Sources,
  groupId: string,
): Promise<ProblemLibrary['problems']> {
  const ours = [...content.problems].map(([slug, problem]): [string, OfferedProblem] => [
    slug,
    { ...problem, own: null },
  ])
  const own = (await listStanding(db, groupId)).map(
    ({ slug, language, ...titles }): [string, OfferedProblem] => [
      slug,
      { ...inEach(() => titles), own: language },
    ],
  )
  return new Map([...ours, ...own])
}
