import { type Interaction, type Language, type Message, textMessage, UserError } from '#bot'
import { chosenProblem } from '../../content/choose.ts'
import { outOfScope } from '../../content/scope.ts'
import { claimEvent } from '../../durable/inbound.ts'
import type { Caller } from '../caller.ts'
import { problemsOf } from '../problems/offered.ts'
import { standingProblem } from '../problems/store.ts'
import { checkMinutes } from '../settings/rules.ts'
import type { MockDeps } from './deps.ts'
import { checkPermissions } from './permissions.ts'
import { postLobby } from './posts.ts'
import { newMock } from './rules/step.ts'
import { apportion } from './rules/timeline.ts'
import { insertMock, type Mock } from './store.ts'

export type LobbyOptions = Readonly<{
  problem: string
  minutes?: number | undefined
  language?: Language | undefined
}>

/**
 * Opens a lobby in the channel; the person who asked is its candidate.
 * @returns a private reply
 * @throws UserError when an option is wrong, or there can be no mock here: nothing is posted
 */
export async function openLobby(
  deps: MockDeps,
  event: Interaction,
  { group, user, t }: Caller,
  options: LobbyOptions,
): Promise<Message | undefined> {
  const { db, clock, content, engine } = deps
  const { channel } = event
  const topic = outOfScope(content.scope, options.problem)
  if (topic) return textMessage(t(`scope.${topic}`))
  const problem = chosenProblem({ problems: await problemsOf(deps, group.id) }, options.problem, t)
  const own = (await standingProblem(db, group.id, problem)) ?? null
  const minutes = checkMinutes(options.minutes ?? group.defaultMinutes)
  if (channel.thread !== undefined) throw new UserError('error.inThread')
  if (!event.threads) throw new UserError('error.noThreadsHere')
  checkPermissions(t, event.missing)
  const plan = apportion(
    content.stages.map((stage) => stage.minutes),
    minutes,
  )
  const at = clock.now()
  const open: Omit<Mock, 'id'> = {
    groupId: group.id,
    channel,
    problem,
    own,
    minutes,
    language: options.language ?? own?.language ?? group.language,
    state: newMock(user, plan, at),
  }
  return db.transaction(async (tx) => {
    if (!(await claimEvent(tx, user.platform, event.id))) return undefined
    const id = await insertMock(tx, open, at)
    if (id === undefined) throw new UserError('error.mockOpen')
    const mock = { ...open, id }
    await postLobby(tx, engine.view(mock))
    await engine.schedule(tx, mock)
    return textMessage(t('lobby.opened'))
  })
}
