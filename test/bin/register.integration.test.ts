import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/index.ts'
import { judgeRecorded } from '../fakes/discord/judge.ts'
import { COMMAND_LIST, COMMAND_NAMES } from '../support/command-names.ts'
import { runBin } from './run-bin.ts'

let discord: FakeDiscord
beforeEach(async () => {
  discord = await startFakeDiscord()
})
afterEach(() => discord.stop())

const env = (more: Readonly<Record<string, string>> = {}) => ({
  DISCORD_TOKEN: discord.token,
  DISCORD_API_URL: discord.apiUrl,
  ...more,
})

const writes = () => discord.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)

test('registers once, and finds it unchanged after that', async () => {
  expect(await runBin('register', env())).toEqual({
    code: 0,
    output: `Registered in all servers: ${COMMAND_LIST}\n`,
  })
  expect(discord.commands.map(({ name }) => name)).toEqual(COMMAND_NAMES)
  expect(await runBin('register', env())).toEqual({
    code: 0,
    output: `Unchanged in all servers: ${COMMAND_LIST}\n`,
  })
  expect(writes()).toHaveLength(1)
  expect(discord.gateway.counts.connections).toBe(0)
  expect((await judgeRecorded(discord.requests)).violations).toEqual([])
})

test('registers in one server where DISCORD_GUILD_ID names it', async () => {
  const guild = discord.addGuild({ name: 'Study group' })
  const { code, output } = await runBin('register', env({ DISCORD_GUILD_ID: guild.id }))
  expect([code, output]).toEqual([0, `Registered in the server ${guild.id}: ${COMMAND_LIST}\n`])
  expect(writes()).toEqual([`/applications/${discord.bot.id}/guilds/${guild.id}/commands`])
  expect(discord.commands).toEqual([])
})

test('says in a sentence what is in its way', async () => {
  const without = await runBin('register', {})
  expect(without.code).toBe(2)
  expect(without.output).toMatch(/^DISCORD_TOKEN is not set: .*\n$/u)

  const refused = await runBin('register', env({ DISCORD_TOKEN: 'some.other.token' }))
  expect(refused.code).toBe(1)
  expect(refused.output).toMatch(/^Discord refuses DISCORD_TOKEN\. .*\n$/u)
  expect(refused.output).not.toContain('some.other.token')

  const stranger = await runBin('register', env({ DISCORD_GUILD_ID: '123456789012345678' }))
  expect(stranger.code).toBe(1)
  expect(stranger.output).toMatch(/^Discord lets the bot register no commands in the server 1234.*\n$/u)
  expect(writes()).toEqual([])
})
