import { pino } from 'pino'
import type { Permission } from '#bot'
import { addressOf } from '../app/address.ts'
import { loadTexts } from '../texts/catalogue.ts'
import { checkDatabase } from './doctor/database.ts'
import { checkDiscord } from './doctor/discord.ts'
import { exitCodeOf, type Finding, format, summarise, warning } from './doctor/findings.ts'
import {
  checkCommands,
  checkContent,
  checkEnvironment,
  checkNode,
  checkPlayground,
} from './doctor/program.ts'
import { checkSlack } from './doctor/slack.ts'

const COMMANDS = new URL('../../commands/', import.meta.url)
const CONTENT = new URL('../../content/', import.meta.url)

/** All checks in the order in which an operator mends what they find. */
async function* examine(): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node)
  yield* checkContent(CONTENT)
  const { findings: ofCommands, commands } = await checkCommands(COMMANDS)
  yield* ofCommands
  const { findings, config } = checkEnvironment()
  yield* findings
  if (!config) {
    yield warning('Database and platforms were not looked at', 'Mend the environment, then run this again.')
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

const findings: Finding[] = []
for await (const finding of examine()) {
  findings.push(finding)
  console.log(format(finding))
}
console.log(summarise(findings))
process.exit(exitCodeOf(findings))
