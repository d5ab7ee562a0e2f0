import {
  type ChannelRef,
  type Interaction,
  type Platform,
  PlatformError,
  type PlatformName,
  type Translate,
  UserError,
  type UserRef,
} from '#bot'
import type { SettingsFlow } from '../settings/flow.ts'
import type { Group } from '../settings/store.ts'

/** An organiser, and what they may read. */
export type Organiser = Readonly<{ group: Group; user: UserRef; t: Translate }>

/** @throws UserError when they are none */
export async function organiserOf(settings: SettingsFlow, event: Interaction): Promise<Organiser> {
  const { platform, space, user } = event.actor
  const group = await settings.groupAt(event)
  if (!(await settings.organises(event.actor, group))) throw new UserError('error.scheduleOrganisers')
  return { group, user: { platform, space, user }, t: settings.textsFor(event.actor, group) }
}

const UNREACHABLE = {
  gone: 'error.channelGone',
  forbidden: 'error.channelGone',
  invalid: 'error.noThreadsThere',
  later: 'error.channelUnknown',
} as const satisfies Record<PlatformError['kind'], string>

/** @throws UserError naming what a challenge needs and the bot may not do in that channel */
export async function checkChannel(
  platforms: ReadonlyMap<PlatformName, Platform>,
  channel: ChannelRef,
  t: Translate,
): Promise<void> {
  const missing = await missingIn(platforms.get(channel.platform), channel)
  if (missing.length === 0) return
  if (missing.includes('join')) throw new UserError('error.notInThatChannel')
  const permissions = missing.map((permission) => t(`permission.${permission}`)).join(t('list.comma'))
  throw new UserError('error.permissionsThere', { permissions })
}

async function missingIn(platform: Platform | undefined, channel: ChannelRef) {
  try {
    return (await platform?.missing(channel)) ?? []
  } catch (error) {
    throw error instanceof PlatformError ? new UserError(UNREACHABLE[error.kind]) : error
  }
}
