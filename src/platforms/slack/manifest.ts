import type { CommandDefinition } from '#bot'
import { hintOf } from './command-line.ts'

/** The scopes of the bot, each with its purpose. The doctor checks them too. */
export const BOT_SCOPES = {
  'channels:history': 'what candidates write in threads of public channels',
  'channels:read': 'whether the bot is in a public channel',
  'chat:write': 'all messages',
  commands: 'the slash commands',
  'files:read': 'pictures that candidates post',
  'files:write': 'pictures and long texts as files',
  'groups:history': 'what candidates write in threads of private channels',
  'groups:read': 'whether the bot is in a private channel',
  'im:history': 'whether a direct message that is sent again has arrived',
  'im:write': 'direct messages',
  'reactions:read': 'reactions that mark a message',
  'reactions:write': 'reactions of its own, to be pressed',
  'users:read': 'names, languages, and who manages the workspace',
} as const

/** The events to which the bot subscribes. */
export const BOT_EVENTS = [
  'app_home_opened',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'group_archive',
  'group_deleted',
  'message.channels',
  'message.groups',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
] as const

export type BotScope = keyof typeof BOT_SCOPES

/** The path of Slack's requests. */
export const EVENTS_PATH = '/slack/events'

/** The scopes that the bot needs and does not have. */
export function missingScopes(held: readonly string[]): readonly BotScope[] {
  return (Object.keys(BOT_SCOPES) as BotScope[]).filter((scope) => !held.includes(scope))
}

const NAME = 'Loopmate'
const DESCRIPTION = 'Timed mock interviews, peer scoring and debriefs for study groups.'
/** Slack's limits for a command. */
const COMMAND_TEXT_LIMIT = 2000
const HINT_LIMIT = 1000

/**
 * The app's manifest for Slack's "From a manifest".
 * @param url the public address of `/slack/events`; undefined for Socket Mode
 */
export function drawManifest(commands: readonly CommandDefinition[], url: string | undefined): object {
  const at = url === undefined ? {} : { url }
  const requestUrl = url === undefined ? {} : { request_url: url }
  return {
    display_information: { name: NAME, description: DESCRIPTION },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: NAME, always_online: true },
      slash_commands: commands.map((command) => ({
        command: `/${command.name}`,
        ...at,
        description: command.description.en.slice(0, COMMAND_TEXT_LIMIT),
        ...(hintFor(command) && { usage_hint: hintFor(command) }),
        // People and channels arrive as their ids.
        should_escape: true,
      })),
    },
    oauth_config: { scopes: { bot: Object.keys(BOT_SCOPES) } },
    settings: {
      event_subscriptions: { ...requestUrl, bot_events: [...BOT_EVENTS] },
      interactivity: { is_enabled: true, ...requestUrl },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  }
}

function hintFor({ options, subcommands }: CommandDefinition): string {
  const hint = subcommands?.map(({ name }) => name).join(' | ') ?? hintOf(options)
  return hint.slice(0, HINT_LIMIT)
}
