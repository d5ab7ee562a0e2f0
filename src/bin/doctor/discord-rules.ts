import { type APIApplication, ApplicationFlags, type RESTAPIPartialCurrentUserGuild } from 'discord.js'
import type { Permission } from '#bot'
import { missingPermissions, PERMISSION_BITS } from '../../platforms/discord/permissions.ts'
import { type Finding, ok, problem, warning } from './findings.ts'

const ALL_NEEDED = Object.values(PERMISSION_BITS).reduce((all, bit) => all | bit, 0n)

const READS_CONTENT = ApplicationFlags.GatewayMessageContent | ApplicationFlags.GatewayMessageContentLimited

export function inviteUrl(application: string): string {
  return `https://discord.com/oauth2/authorize?client_id=${application}&scope=bot+applications.commands&permissions=${ALL_NEEDED}`
}

/** False for a token with spaces or signs that no token has, which can't even be sent. */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7e]+$/u.test(token)
}

export function judgeApplication({
  flags,
  interactions_endpoint_url,
}: Pick<APIApplication, 'flags' | 'interactions_endpoint_url'>): readonly Finding[] {
  const intent =
    (flags & READS_CONTENT) !== 0
      ? ok('Discord: the bot may read what people write (Message Content Intent)')
      : warning(
          'Discord: Message Content Intent is off, so candidates answer by a form instead of writing in the thread',
          'Developer Portal, Bot, switch on "Message Content Intent", then restart the bot.',
        )
  if (!interactions_endpoint_url) return [intent]
  const endpoint = problem(
    'Discord: an Interactions Endpoint URL is set, so commands and buttons never reach the bot',
    'Developer Portal, General Information, empty "Interactions Endpoint URL".',
  )
  return [intent, endpoint]
}

/** @param wanted the names of the commands there should be */
export function judgeCommands(registered: readonly string[], wanted: readonly string[]): Finding {
  const missing = wanted.filter((name) => !registered.includes(name)).map((name) => `/${name}`)
  return missing.length === 0
    ? ok('Discord: the commands are registered')
    : warning(
        `Discord: not registered yet: ${missing.join(', ')}`,
        'Start the bot, which does it, or run "npm run register".',
      )
}

export type JoinedGuild = Pick<RESTAPIPartialCurrentUserGuild, 'id' | 'name' | 'permissions'>

/**
 * The bot's rights in a server, by its roles; single channels may take some away, which /mock says there.
 * @param nameOf a permission's name as Discord shows it
 */
export function judgeGuild(
  { name, permissions }: JoinedGuild,
  nameOf: (permission: Permission) => string,
): Finding {
  const missing = missingPermissions(BigInt(permissions))
  if (missing.length === 0) return ok(`Discord: all permissions in the server "${name}"`)
  return problem(
    `Discord: in the server "${name}" the bot lacks: ${missing.map(nameOf).join(', ')}`,
    'Server Settings, Roles, the role of the bot: allow them. Or open the invitation link once more.',
  )
}
