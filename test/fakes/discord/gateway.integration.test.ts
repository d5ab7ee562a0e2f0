import { DiscordjsError, Events, GatewayIntentBits } from 'discord.js'
import { afterEach, beforeEach, expect, it } from 'vitest'
import WebSocket from 'ws'
import { startFakeDiscord } from './index.ts'
import { connectBot, type Stage, setStage, textChannel } from './test-client.ts'

let stage: Stage
let heard: string[]

beforeEach(async () => {
  // The client would wait five seconds between two sessions.
  const buildIdentifyThrottler = async () => ({ waitForIdentify: async () => undefined })
  stage = await setStage({}, { ws: { buildIdentifyThrottler } })
  heard = []
  stage.bot.on(Events.MessageCreate, (message) => {
    heard.push(message.content)
  })
})

afterEach(() => stage.close())

it('greets with the guild and all in it', () => {
  const { bot, guild, channel } = stage
  const seen = bot.guilds.cache.get(guild.id)
  expect(seen?.name).toBe('Study')
  expect(seen?.preferredLocale).toBe('zh-CN')
  expect(seen?.channels.cache.get(channel.id)?.name).toBe('mocks')
})

it('replays what was missed when the connection drops', async () => {
  const { discord, ana, channel } = stage
  discord.gateway.drop()
  ana.say(channel, 'while away')
  await discord.waitFor(() => discord.gateway.counts.resumes === 1)
  ana.say(channel, 'back again')
  await discord.waitFor(() => heard.length === 2)
  expect(heard).toEqual(['while away', 'back again'])
  expect(discord.gateway.counts.identifies).toBe(1)
})

it('resumes when asked to reconnect', async () => {
  const { discord, ana, channel } = stage
  discord.gateway.op7()
  await discord.waitFor(() => discord.gateway.counts.resumes === 1)
  ana.say(channel, 'after')
  await discord.waitFor(() => heard.length > 0)
  expect(heard).toEqual(['after'])
})

it('forgets an invalidated session: what was said meanwhile is lost', async () => {
  const { discord, ana, channel } = stage
  discord.gateway.op9(false)
  ana.say(channel, 'lost')
  await discord.waitFor(() => discord.gateway.counts.identifies === 2 && discord.gateway.connected)
  ana.say(channel, 'heard')
  await discord.waitFor(() => heard.includes('heard'))
  expect(heard).toEqual(['heard'])
})

it('goes down and comes back', async () => {
  const { discord, ana, channel, bot } = stage
  const mocks = await textChannel(bot, channel)
  discord.outage(3_600_000)
  await expect(mocks.send('x')).rejects.toMatchObject({ status: 503 })
  ana.say(channel, 'during')
  discord.outage(0)
  await discord.waitFor(() => heard.includes('during'))
})

it('sends a dispatch twice when asked', async () => {
  const { discord, ana, channel, bot } = stage
  const raw: string[] = []
  // The client itself drops the second of two equal messages.
  bot.on(Events.Raw, (packet: { t: string; d: { content: string } }) => {
    if (packet.t === 'MESSAGE_CREATE') raw.push(packet.d.content)
  })
  discord.gateway.duplicateNext('MESSAGE_CREATE')
  ana.say(channel, 'echo')
  ana.say(channel, 'end')
  await discord.waitFor(() => heard.includes('end'))
  expect(raw).toEqual(['echo', 'echo', 'end'])
})

it('tells of guilds joined and left', async () => {
  const { discord, bot } = stage
  const joined = new Promise((resolve) => bot.once(Events.GuildCreate, (guild) => resolve(guild.name)))
  const second = discord.addGuild({ name: 'Second' })
  expect(await joined).toBe('Second')
  const left = new Promise((resolve) => bot.once(Events.GuildDelete, (guild) => resolve(guild.name)))
  second.removeBot()
  expect(await left).toBe('Second')
  await expect(bot.rest.get(`/guilds/${second.id}`)).rejects.toMatchObject({ code: 10004 })
})

it('hides content from a session without the privileged intent', async () => {
  const { discord, ana, channel } = stage
  const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages]
  const blind = await connectBot(discord, { intents })
  const seen: string[] = []
  blind.on(Events.MessageCreate, (message) => {
    seen.push(message.content)
  })
  ana.say(channel, 'private words')
  ana.say(channel, `hey <@${discord.bot.id}>`)
  await discord.waitFor(() => seen.length === 2)
  await blind.destroy()
  expect(seen).toEqual(['', `hey <@${discord.bot.id}>`])
})

it('refuses an intent that is not allowed, and a wrong token', async () => {
  const discord = await startFakeDiscord({ messageContent: false })
  const closing = async (d: object) => {
    const socket = new WebSocket(discord.apiUrl.replace('http', 'ws').replace('/api', '/?v=10&encoding=json'))
    const code = new Promise((resolve) => socket.on('close', resolve))
    socket.on('open', () => socket.send(JSON.stringify({ op: 2, d: { properties: {}, ...d } })))
    return code
  }
  expect(await closing({ token: discord.token, intents: 1 << 15 })).toBe(4014)
  expect(await closing({ token: discord.token, intents: 1 << 30 })).toBe(4013)
  expect(await closing({ token: discord.token, intents: 1 << 1 })).toBe(4014)
  expect(await closing({ token: 'wrong', intents: 1 })).toBe(4004)
  await expect(connectBot({ ...discord, token: 'wrong' })).rejects.toBeInstanceOf(DiscordjsError)
  await discord.stop()
})
