import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../src/app/config.ts'
import { startBot } from '../src/app/start.ts'
import { startFakeDiscord } from '../test/fakes/discord/index.ts'
import { type BotEnv, botEnv } from '../test/support/bot.ts'
import { queryCounter, rate } from './counters.ts'
import type { BenchDeps } from './figures.ts'

const IDLE_MS = 60_000
/** The server's processes report their counts only after this time. */
const SETTLE_MS = 11_000

/** The queries of a whole bot while nobody uses it. */
export async function benchIdle(deps: BenchDeps): Promise<string> {
  const discord = await startFakeDiscord()
  discord.addGuild({ name: 'idle' }).addChannel({ name: 'mocks' })
  try {
    const alone = await idle(deps, { PLAYGROUND: 'on' })
    const onDiscord = await idle(deps, { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl })
    return [`idle, the playground alone: ${alone}`, `idle, on Discord: ${onDiscord}`].join('\n')
  } finally {
    await discord.stop()
  }
}

async function idle(deps: BenchDeps, env: BotEnv): Promise<string> {
  const config = readConfig(botEnv(deps.source, { ...env, LOG_LEVEL: 'warn' }))
  const queries = queryCounter(deps)
  const lost: string[] = []
  const bot = await startBot(config, deps.log, (reason) => lost.push(reason))
  try {
    await sleep(SETTLE_MS)
    const before = await queries.read()
    await sleep(IDLE_MS)
    const after = await queries.read()
    if (lost.length > 0) throw new Error(`the bot was lost: ${lost.join()}`)
    return rate(before, after)
  } finally {
    await bot.stop()
  }
}
