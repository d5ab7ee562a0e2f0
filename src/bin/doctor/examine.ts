import { pino } from 'pino'
import type { Permission } from '#bot'
import { addressOf } from '../../app/address.ts'
import { loadTexts } from '../../texts/catalogue.ts'
import { checkDatabase } from './database.ts'
import { checkDiscord } from './discord.ts'
import { type Finding, warning } from './findings.ts'
import { checkCommands, checkContent, checkEnvironment, checkNode, checkPlayground } from './program.ts'
import { checkSlack } from './slack.ts'

const COMMANDS = new URL('../../../commands/', import.meta.url)
const CONTENT = new URL('../../../content/', import.meta.url)

/** Makes all checks, in the order in which an operator fixes what they find. @param env the bot's variables */
export async function* examine(env: Readonly<Record<string, string | undefined>>): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node)
  yield* checkContent(CONTENT)
  const { findings: ofCommands, commands } = await checkCommands(COMMANDS)
  yield* ofCommands
  const { findings, config } = checkEnvironment(env)
  yield* findings
  if (!config) {
    yield warning('Database and platforms were not looked at', 'Fix the environment, then run this again.')
    return
  }
  yield await checkDatabase(config.database, pino({ level: 'silent' }))
  const playground = checkPlayground(config)
  if (playground) yield playground
  const { discord, slack, http } = config
  if (!discord && !slack && config.playground !== 'on')
    yield warning(
      'Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set, so nobody can talk to the bot',
      'README.md, "Create the Discord app" and "Create the Slack app", says where they come from.',
    )
  if (discord) {
    const t = loadTexts().in('en')
    yield* checkDiscord(discord, {
      commands: commands.map(({ name }) => name),
      permissionName: (permission: Permission) => t(`permission.${permission}`),
    })
  }
  if (slack) yield* checkSlack(slack, addressOf(http, http.port))
}
