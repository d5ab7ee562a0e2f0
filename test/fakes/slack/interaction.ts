import { randomBytes } from 'node:crypto'
import { afterWorkingFor } from '../deadline.ts'
import type { Channel, Json, User } from './model.ts'
import type { InteractionResult } from './result.ts'
import type { ResponseUrl, Trigger, World } from './world.ts'

/** A new trigger, which opens one modal within its life. */
export function newTrigger(world: World, user: User, result: InteractionResult): string {
  const id = `${Date.now()}.${Math.floor(Math.random() * 1e9)}.${randomBytes(16).toString('hex')}`
  const trigger: Trigger = { id, user, result, expired: false, used: false }
  world.triggers.set(id, trigger)
  afterWorkingFor(world.settings.triggerLifeMs, () => {
    trigger.expired = true
  })
  return id
}

type Answering = Readonly<{
  user: User
  channel: Channel
  result: InteractionResult
  source?: string | undefined
  threadTs?: string | undefined
}>

/** A new address to which the app may answer five times within half an hour. */
export function newResponseUrl(world: World, kind: 'commands' | 'actions', answering: Answering): string {
  const id = randomBytes(12).toString('hex')
  const { user, channel, result, source, threadTs } = answering
  const url: ResponseUrl = { id, user, channel, at: Date.now(), result, source, threadTs, uses: 0 }
  world.responseUrls.set(id, url)
  return `${world.origin}/${kind}/${world.team.id}/${id}`
}

/** The fields of every interaction that name the person. */
export function whoJson(world: World, user: User): Json {
  return {
    team: { id: world.team.id, domain: world.team.domain },
    enterprise: null,
    user: {
      id: user.id,
      username: user.name,
      name: user.name,
      team_id: world.team.id,
    },
    api_app_id: world.appId,
    token: 'legacy',
    is_enterprise_install: false,
  }
}

/** The notice to a person whose interaction the app did not acknowledge. */
export function failureWords(reason: string): string {
  return reason === 'timeout' || reason === 'http_timeout' ? 'operation_timeout' : 'dispatch_failed'
}
