import { z } from 'zod'
import { type Action, type Interaction, UserError } from '#bot'
import type { Db } from '../../db/client.ts'
import type { Caller } from '../caller.ts'
import type { Person } from './rules/state.ts'
import { getMock, type Mock } from './store.ts'

const uuid = z.uuid()
const count = z.coerce.number().int().nonnegative()

/**
 * The mock that a button or form is about.
 * @throws UserError when it is no longer there, or belongs to another space
 */
export async function mockOf(
  { db }: Readonly<{ db: Db }>,
  { action: { args } }: Readonly<{ action: Action }>,
  { user }: Caller,
): Promise<Mock> {
  const id = uuid.safeParse(args[0])
  const mock = id.success ? await getMock(db, id.data) : undefined
  if (mock?.channel.platform !== user.platform || mock.channel.space !== user.space)
    throw new UserError('error.oldButton')
  return mock
}

/** The number that a button or form carries after the mock's id: a revision, a count, a stage. */
export function numberOf({ args }: Action): number {
  const number = count.safeParse(args[1])
  if (!number.success) throw new UserError('error.oldButton')
  return number.data
}

/** The caller, as far as the rules care. */
export function personOf({ user, organiser }: Caller): Person {
  return { user, organiser }
}

/** The id under which an event is claimed, so that its redelivery changes nothing. */
export function eventOf({ actor, id }: Interaction) {
  return { platform: actor.platform, id }
}
