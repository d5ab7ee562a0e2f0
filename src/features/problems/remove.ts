import { type ActionEvent, type Message, UserError } from '#bot'
import { type Caller, requireOrganiser } from '../caller.ts'
import type { FeatureDeps } from '../feature.ts'
import { removalCard, removedCard } from './cards/removal-card.ts'
import { versionSchema } from './components.ts'
import { problemsOf } from './offered.ts'
import type { Uses } from './rules.ts'
import { removeProblem, type StandingProblem } from './store.ts'

/** Asks before a problem is removed. */
export async function askRemove(
  deps: FeatureDeps,
  { group, t, user }: Caller,
  own: StandingProblem,
): Promise<Message> {
  const uses = await usesOf(deps, group.id, own.slug)
  return removalCard(t, own, uses, await offeredTo(deps, group.id), user)
}

/**
 * Removes the version of a problem that a button names.
 * @throws UserError when it was changed or removed since the button was shown, or the caller is no organiser
 */
export async function remove(
  deps: FeatureDeps,
  { action: { args } }: ActionEvent,
  caller: Caller,
): Promise<Message> {
  requireOrganiser(caller, 'problem.refused.organisersOnly')
  const { group, t, user } = caller
  const [slug = ''] = args
  const shown = versionSchema.safeParse(args[1])
  const at = deps.clock.now()
  const removed =
    shown.success && (await removeProblem(deps.db, { groupId: group.id, slug, version: shown.data, at }))
  if (!removed) throw new UserError('error.oldButton')
  const uses = await usesOf(deps, group.id, slug)
  return removedCard(t, slug, uses, await offeredTo(deps, group.id), user)
}

async function usesOf({ peers }: FeatureDeps, groupId: string, slug: string): Promise<Uses> {
  const [schedules, challenges, mocks] = await Promise.all([
    peers.schedule.postingsOf(groupId),
    peers.challenge.channelsOf(groupId, slug),
    peers.mock.channelsOf(groupId, slug),
  ])
  return { schedules, challenges, mocks }
}

async function offeredTo(deps: FeatureDeps, groupId: string): Promise<ReadonlySet<string>> {
  return new Set((await problemsOf(deps, groupId)).keys())
}
