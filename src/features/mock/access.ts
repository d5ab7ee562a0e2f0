import { z } from 'zod'
import {
  type Action,
  type Actor,
  type Interaction,
  type Permission,
  type Translate,
  UserError,
  type UserRef,
  userToken,
} from '#bot'
import type { FlowDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import type { Person } from './state.ts'
import { getMock, type Mock } from './store.ts'

const uuid = z.uuid()
const count = z.coerce.number().int().nonnegative()

/** Who pressed a mock's button, and what they may read. */
export type Caller = Readonly<{ mock: Mock; person: Person; t: Translate }>

/**
 * The mock that a component is about, and the person who used it.
 * @throws UserError when the component is none of ours any more
 */
export async function callerOf(
  { db, settings }: FlowDeps,
  event: Interaction & Readonly<{ action: Action }>,
): Promise<Caller> {
  const id = uuid.safeParse(event.action.args[0])
  const mock = id.success ? await getMock(db, id.data) : undefined
  const { actor } = event
  if (!mock || mock.channel.platform !== actor.platform || mock.channel.space !== actor.space)
    throw new UserError('error.oldButton')
  const group = await settings.groupAt(event)
  const organiser = await settings.organises(actor, group)
  return { mock, person: { user: refOf(actor), organiser }, t: settings.textsFor(actor, group) }
}

/** The number that a component carries after the mock's id: a revision, a count. */
export function numberOf({ args }: Action): number {
  const number = count.safeParse(args[1])
  if (!number.success) throw new UserError('error.oldButton')
  return number.data
}

function refOf({ platform, space, user }: Actor): UserRef {
  return { platform, space, user }
}

/** @throws UserError with the sentence for why the rules refused */
export function checkRefusal({ mock, outcome }: Stepped): void {
  if (!outcome.refused) return
  const { interviewer } = mock.state.seats
  throw new UserError(`refused.${outcome.refused}`, {
    interviewer: interviewer ? userToken(interviewer) : '',
  })
}

/** @throws UserError naming what a mock needs and the bot may not do here */
export function checkPermissions(t: Translate, missing: readonly Permission[]): void {
  if (missing.length === 0) return
  if (missing.includes('join')) throw new UserError('error.notInChannel')
  const permissions = missing.map((permission) => t(`permission.${permission}`)).join(t('list.comma'))
  throw new UserError('error.permissions', { permissions })
}

/** What an event is claimed by, so that its redelivery changes nothing. */
export function eventOf({ actor, id }: Interaction) {
  return { platform: actor.platform, id }
}
