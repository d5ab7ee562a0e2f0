import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startFakeDiscord } from '../fakes/discord/index.ts'
import { botEnv, type RunningBot, startBot } from '../support/bot.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let ours: TestDatabase
let theirs: TestDatabase
beforeAll(async () => {
  ours = await testDatabase()
  theirs = await testDatabase()
})
afterAll(async () => {
  await ours.close()
  await theirs.close()
})

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(db: TestDatabase, env: Parameters<typeof botEnv>[1] = {}): Promise<RunningBot> {
  const bot = await startBot(botEnv(db.source, env))
  cleanUps.push(bot.stop)
  return bot
}

const addressOf = (bot: RunningBot) => String(bot.logs.find(({ msg }) => msg === 'ready')?.http)
const statusOf = async (bot: RunningBot, path: string) => (await fetch(`${addressOf(bot)}${path}`)).status
const metricsOf = async (bot: RunningBot) => (await fetch(`${addressOf(bot)}/metrics`)).text()

/** The listeners that a bot could leave behind in the process. */
function listeners() {
  const emitter: NodeJS.EventEmitter = process
  const names = emitter.eventNames()
  return Object.fromEntries(names.map((name) => [String(name), emitter.listenerCount(name)]))
}

test('two bots in one process keep their logs, platforms and metrics apart', async () => {
  const discord = await startFakeDiscord()
  cleanUps.push(discord.stop)
  discord.addGuild({ name: 'a group' })
  const onDiscord = await start(ours, { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl })
  const onPlayground = await start(theirs, { PLAYGROUND: 'on' })
  expect(onDiscord.logs.find(({ msg }) => msg === 'ready')).toMatchObject({ platforms: ['discord'] })
  expect(onPlayground.logs.find(({ msg }) => msg === 'ready')).toMatchObject({ platforms: ['playground'] })
  expect(await metricsOf(onDiscord)).toContain('loopmate_platform_connected{platform="discord"} 1')
  expect(await metricsOf(onDiscord)).not.toContain('platform="playground"')
  expect(await metricsOf(onPlayground)).toContain('loopmate_platform_connected{platform="playground"} 1')
  expect(await statusOf(onDiscord, '/playground/')).toBe(404)
  expect(await statusOf(onPlayground, '/playground/')).toBe(200)
})

test('one bot stops while another one keeps running', async () => {
  const [first, second] = [await start(ours), await start(theirs)]
  await first.stop()
  expect(await statusOf(second, '/readyz')).toBe(200)
  await expect(statusOf(first, '/readyz')).rejects.toThrow('fetch failed')
})

test('a bot leaves no listener behind on the process, however often it starts', async () => {
  await (await start(ours)).stop()
  const before = listeners()
  for (let round = 0; round < 3; round++) await (await start(ours)).stop()
  expect(listeners()).toEqual(before)
})
