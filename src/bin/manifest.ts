import { stringify } from 'yaml'
import { defineCommands, loadCommands } from '../app/commands.ts'
import { drawManifest, EVENTS_PATH } from '../platforms/slack/manifest.ts'
import { loadTexts } from '../texts/catalogue.ts'

const COMMANDS = new URL('../../commands/', import.meta.url)
const USAGE =
  'npm run manifest [-- https://bot.example.org]: the address under which Slack reaches the bot, for HTTP; without one it is for Socket Mode.'

/** The address for Slack's requests; undefined for Socket Mode. @throws TypeError when it is none */
function readUrl(argument: string | undefined): string | undefined {
  if (argument === undefined) return undefined
  const url = new URL(argument)
  if (url.protocol !== 'https:') throw new TypeError('Slack calls https addresses only')
  return new URL(EVENTS_PATH, url).href
}

async function main(): Promise<number> {
  const [argument] = process.argv.slice(2)
  let url: string | undefined
  try {
    url = readUrl(argument)
  } catch {
    console.error(USAGE)
    return 2
  }
  const commands = defineCommands(await loadCommands(COMMANDS), loadTexts())
  process.stdout.write(stringify(drawManifest(commands, url), { lineWidth: 0 }))
  return 0
}

process.exitCode = await main()
