import { z } from 'zod'
import { type Action, type Interaction, type Permission, type Translate, UserError, userToken } from '#bot'
import type { Caller } from '../caller.ts'
import type { FlowDeps } from './deps.ts'
import type { Stepped } from './engine.ts'
import type { Person } from './rules/state.ts'
import { getMock, type Mock } from './store.ts'

const uuid = z.uuid()
const count = z.coerce.number().int().nonnegative()

/** The mock that a component is about, and the person who used it. */
export type Press = Readonly<{ mock: Mock; person: Person; t: Translate }>

/**
 * Finds the mock that a component is about.
 * @throws UserError when the component is none of ours any more
 */
export async function pressOf(
  { db }: FlowDeps,
  { action: { args } }: Readonly<{ action: Action }>,
  { user, organiser, t }: Caller,
): Promise<Press> {
  const id = uuid.safeParse(args[0])
  const mock = id.success ? await getMock(db, id.data) : undefined
  if (mock?.channel.platform !== user.platform || mock.channel.space !== user.space)
    throw new UserError('error.oldButton')
  return { mock, person: { user, organiser }, t }
}

/** The number that a component carries after the mock's id: a revision, a count. */
export function numberOf({ args }: Action): number {
  const number = count.safeParse(args[1])
  if (!number.success) throw new UserError('error.oldButton')
  return number.data
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
