import { type APIGatewayBotInfo, type REST, type RESTAPIPartialCurrentUserGuild, Routes } from 'discord.js'
import type { Permission } from '#bot'
import { commandsRoute, createRest, type DiscordConfig, explain, ownApplication } from '../discord-rest.ts'
import { inviteUrl, isSendable, judgeApplication, judgeCommands, judgeGuild } from './discord-rules.ts'
import { type Finding, ok, problem, warning } from './findings.ts'
import { greet } from './gateway.ts'

/** A bot may be in very many servers; the first show what is usual. */
const GUILDS = 20
const GREETING_LIMIT_MS = 10_000

export type DiscordQuestions = Readonly<{
  /** The names of the commands there should be. */
  commands: readonly string[]
  /** A permission's name as Discord shows it. */
  permissionName(permission: Permission): string
}>

/** Asks Discord all that can be asked without connecting the bot. Nothing is changed there. */
export async function* checkDiscord(
  discord: DiscordConfig,
  { commands, permissionName }: DiscordQuestions,
): AsyncGenerator<Finding> {
  if (!isSendable(discord.token)) {
    yield problem('DISCORD_TOKEN holds spaces or signs that no token has', 'Copy the token anew, alone.')
    return
  }
  const rest = createRest(discord)
  try {
    const application = await ownApplication(rest)
    yield ok(`Discord: the token is that of "${application.name}"`)
    yield* judgeApplication(application)
    yield await checkGateway(rest)
    yield* await checkGuilds(rest, application.id, permissionName)
    const registered = (await rest.get(commandsRoute(application.id, discord))) as { name: string }[]
    yield judgeCommands(
      registered.map(({ name }) => name),
      commands,
    )
  } catch (error) {
    const { text, fix } = explain(error, discord)
    yield problem(text, fix)
  }
}

async function checkGateway(rest: REST): Promise<Finding> {
  const { url, session_start_limit } = (await rest.get(Routes.gatewayBot())) as APIGatewayBotInfo
  const { remaining, reset_after } = session_start_limit
  if (remaining === 0)
    return problem(
      'Discord: the bot connected too often and may not connect for now',
      `Wait ${Math.ceil(reset_after / 60_000)} minutes, and find out why it keeps restarting.`,
    )
  const failed = await greet(url, GREETING_LIMIT_MS)
  return failed === undefined
    ? ok('Discord: the gateway answers')
    : problem(
        `Discord: the gateway at ${url} cannot be reached, ${failed}`,
        'Let this machine open WebSockets to it: look at firewalls and proxies.',
      )
}

async function checkGuilds(
  rest: REST,
  application: string,
  permissionName: DiscordQuestions['permissionName'],
): Promise<readonly Finding[]> {
  const query = new URLSearchParams({ limit: String(GUILDS) })
  const guilds = (await rest.get(Routes.userGuilds(), { query })) as RESTAPIPartialCurrentUserGuild[]
  if (guilds.length === 0)
    return [warning('Discord: the bot is in no server yet', `Invite it: ${inviteUrl(application)}`)]
  const judged = guilds.map((guild) => judgeGuild(guild, permissionName))
  const more = guilds.length < GUILDS ? [] : [ok(`Discord: only the first ${GUILDS} servers were looked at`)]
  return [...judged, ...more]
}
