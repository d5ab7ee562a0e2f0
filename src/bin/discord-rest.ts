import { type APIApplication, DiscordAPIError, REST, Routes } from 'discord.js'
import type { Config } from '../app/config.ts'
import { toPlatformError } from '../platforms/discord/errors.ts'

export type DiscordConfig = NonNullable<Config['discord']>

/** A client that asks once and waits for nothing: an operator is watching. */
export function createRest({ token, apiUrl }: DiscordConfig): REST {
  return new REST({ api: apiUrl, version: '10', timeout: 10_000, retries: 0 }).setToken(token)
}

export async function ownApplication(rest: REST): Promise<APIApplication> {
  return (await rest.get(Routes.currentApplication())) as APIApplication
}

/** Where the configuration wants the commands: in one server, or everywhere. */
export function commandsRoute(application: string, { guildId }: DiscordConfig): `/${string}` {
  return guildId === undefined
    ? Routes.applicationCommands(application)
    : Routes.applicationGuildCommands(application, guildId)
}

export type Explanation = Readonly<{ text: string; fix: string }>

/** Explains a failed request to the operator, without the data that was sent. */
export function explain(error: unknown, { apiUrl, guildId }: DiscordConfig): Explanation {
  const status = error instanceof DiscordAPIError ? error.status : undefined
  if (status === 401)
    return {
      text: 'Discord refuses DISCORD_TOKEN',
      fix: 'Take a new one from the Developer Portal (Bot, Reset Token) and put it into DISCORD_TOKEN.',
    }
  if (guildId !== undefined && (status === 403 || status === 404))
    return {
      text: `Discord lets the bot register no commands in the server ${guildId} of DISCORD_GUILD_ID`,
      fix: 'Invite the bot there with the scope applications.commands, or correct the id.',
    }
  const { kind, message } = toPlatformError(error)
  const fix =
    kind === 'later'
      ? 'Try again in a minute; then look at the network, proxies and DISCORD_API_URL, and at discordstatus.com.'
      : 'See what this error means in the Developer Portal, Documentation.'
  return { text: `${message} (asked at ${apiUrl})`, fix }
}
