import type { AutocompleteEvent, Choice } from '#bot'
import { suggestProblems } from '../../content/choose.ts'
import type { Content } from '../../content/schema.ts'
import type { Db } from '../../db/client.ts'
import { readingLanguage } from '../caller.ts'
import { findGroup } from '../groups/store.ts'
import { problemsOf } from './offered.ts'
import { ownAmong } from './rules.ts'

type SuggestDeps = Readonly<{ db: Db; content: Content }>

/**
 * Suggests problems while somebody types. Typing alone doesn't create a space's group.
 * @param among `own`: only the group's own
 */
export async function suggestTo(
  deps: SuggestDeps,
  { actor }: Pick<AutocompleteEvent, 'actor'>,
  typed: string,
  among: 'all' | 'own' = 'all',
): Promise<readonly Choice[]> {
  const group = await findGroup(deps.db, actor)
  const language = readingLanguage(actor, group)
  if (!group) return among === 'own' ? [] : suggestProblems(deps.content, typed, language)
  const problems = await problemsOf(deps, group.id)
  return suggestProblems({ problems: among === 'own' ? ownAmong(problems) : problems }, typed, language)
}
