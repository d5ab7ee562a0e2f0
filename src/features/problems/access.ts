import { type Interaction, type Language, languageOf, type Translate, UserError } from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import type { Group } from '../settings/store.ts'
import type { ProblemsDeps } from './deps.ts'
import { ownAmong, problemsOf } from './library.ts'
import { type StandingProblem, standingProblem } from './store.ts'

/** Who asks, in which group, and what they may read and do. */
export type Caller = Readonly<{
  group: Group
  organiser: boolean
  /** Of the answer. */
  language: Language
  t: Translate
}>

type Asking = Pick<Interaction, 'actor' | 'spaceLocale'>

export async function callerOf({ settings }: ProblemsDeps, event: Asking): Promise<Caller> {
  const { actor } = event
  const group = await settings.groupAt(event)
  return {
    group,
    organiser: await settings.organises(actor, group),
    language: languageOf(actor.locale) ?? group.language,
    t: settings.textsFor(actor, group),
  }
}

/** @throws UserError when they may not change the group's problems */
export async function organiserOf(deps: ProblemsDeps, event: Asking): Promise<Caller> {
  const caller = await callerOf(deps, event)
  if (!caller.organiser) throw new UserError('problem.refused.organisersOnly')
  return caller
}

/**
 * The group's own problem that somebody typed.
 * @throws UserError when it has none of that name
 */
export async function ownChosen(
  deps: ProblemsDeps,
  { group, t }: Caller,
  typed: string,
): Promise<StandingProblem> {
  const problems = await problemsOf(deps, group.id)
  const own = ownAmong(problems)
  if (own.size === 0) throw new UserError('problem.refused.none')
  if (problems.get(typed.trim())?.own === null) throw new UserError('problem.refused.notYours')
  return ownBySlug(deps, group, chosenProblem({ problems: own }, typed, t))
}

/**
 * The group's own problem that a component names. A slug says nothing of other groups: it is looked for in
 * this one only.
 * @throws UserError when it is no more
 */
export async function ownBySlug(
  { db }: ProblemsDeps,
  group: Group,
  slug: string | undefined,
): Promise<StandingProblem> {
  const problem = slug === undefined ? undefined : await standingProblem(db, group.id, slug)
  if (!problem) throw new UserError('error.oldButton')
  return problem
}
