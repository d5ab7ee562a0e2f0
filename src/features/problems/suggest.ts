import { type AutocompleteEvent, type Choice, languageOf } from '#bot'
import { suggestProblems } from '../../content/choose.ts'
import type { Content } from '../../content/schema.ts'
import type { Db } from '../../db/client.ts'
import type { SettingsFlow } from '../settings/flow.ts'
import { ownAmong, problemsOf } from './library.ts'

type SuggestDeps = Readonly<{ db: Db; content: Content; settings: SettingsFlow }>

/**
 * The problems that are offered while somebody types one. Typing alone doesn't make a group of a space.
 * @param among `own`: only the group's own
 */
export async function suggestTo(
  deps: SuggestDeps,
  { actor }: Pick<AutocompleteEvent, 'actor'>,
  typed: string,
  among: 'all' | 'own' = 'all',
): Promise<readonly Choice[]> {
  const { platform, space } = actor
  const group = await deps.settings.knownGroup({ platform, space })
  const language = languageOf(actor.locale) ?? group?.language ?? 'en'
  if (!group) return among === 'own' ? [] : suggestProblems(deps.content, typed, language)
  const problems = await problemsOf(deps, group.id)
  return suggestProblems({ problems: among === 'own' ? ownAmong(problems) : problems }, typed, language)
}
