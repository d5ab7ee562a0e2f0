import {
  type ChannelRef,
  type Platform,
  PlatformError,
  type PlatformName,
  type Translate,
  UserError,
} from '#bot'

const UNREACHABLE = {
  gone: 'error.channelGone',
  forbidden: 'error.channelGone',
  invalid: 'error.noThreadsThere',
  later: 'error.channelUnknown',
} as const satisfies Record<PlatformError['kind'], string>

/** @throws UserError with the permissions that a challenge needs and the bot lacks in that channel */
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
