import type { CommandDefinition } from '#bot'
import { defineCommands, loadCommands } from '../app/commands.ts'
import { readConfig } from '../app/config.ts'
import { ConfigError } from '../db/config-error.ts'
import { registerCommands } from '../platforms/discord/commands.ts'
import { loadTexts } from '../texts/catalogue.ts'
import { createRest, type DiscordConfig, explain, ownApplication } from './discord-rest.ts'

const COMMANDS = new URL('../../commands/', import.meta.url)

/** @returns what was done, in a sentence */
async function register(discord: DiscordConfig, commands: readonly CommandDefinition[]): Promise<string> {
  const rest = createRest(discord)
  const { id } = await ownApplication(rest)
  const changed = await registerCommands(rest, id, discord.guildId, commands)
  const where = discord.guildId === undefined ? 'in all servers' : `in the server ${discord.guildId}`
  const names = commands.map(({ name }) => `/${name}`).join(', ')
  return changed ? `Registered ${where}: ${names}` : `Unchanged ${where}: ${names}`
}

function readDiscord(): DiscordConfig {
  const { discord } = readConfig()
  if (!discord)
    throw new ConfigError(
      'DISCORD_TOKEN is not set: README.md, "Create the Discord app", says where it comes from.',
    )
  return discord
}

/** Ends with 2 where a variable has to be corrected, like the bot itself. */
async function main(): Promise<number> {
  let discord: DiscordConfig
  try {
    discord = readDiscord()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    console.error(error.message)
    return 2
  }
  const commands = defineCommands(await loadCommands(COMMANDS), loadTexts())
  try {
    console.log(await register(discord, commands))
    return 0
  } catch (error) {
    const { text, fix } = explain(error, discord)
    console.error(`${text}. ${fix}`)
    return 1
  }
}

process.exitCode = await main()
