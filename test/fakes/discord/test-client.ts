import {
  type ApplicationCommandDataResolvable,
  ChannelType,
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  Partials,
  type TextChannel,
} from 'discord.js'
import { Agent } from 'undici'
import {
  type FakeChannel,
  type FakeDiscord,
  type FakeGuild,
  type FakeMember,
  startFakeDiscord,
} from './index.ts'
import type { Settings } from './world.ts'

const ALL_INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.DirectMessages,
  GatewayIntentBits.DirectMessageReactions,
  GatewayIntentBits.MessageContent,
]

export type TestBot = Client<true>

/** A bot on the real discord.js, ready for events. */
export async function connectBot(
  discord: FakeDiscord,
  options: Partial<ClientOptions> = {},
): Promise<TestBot> {
  const client = new Client({
    intents: ALL_INTENTS,
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
    // An agent of its own: the default one is that of whichever undici was loaded first.
    rest: { api: discord.apiUrl, version: '10', retries: 1, timeout: 30_000, agent: new Agent() },
    ...options,
  })
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve))
  await client.login(discord.token)
  await ready
  return client as TestBot
}

export type Stage = Readonly<{
  discord: FakeDiscord
  bot: TestBot
  guild: FakeGuild
  channel: FakeChannel
  ana: FakeMember
  ben: FakeMember
  close(): Promise<void>
}>

/** A guild with a channel, two people and the connected bot. */
export async function setStage(
  settings: Partial<Settings> = {},
  options: Partial<ClientOptions> = {},
): Promise<Stage> {
  const discord = await startFakeDiscord(settings)
  const guild = discord.addGuild({ name: 'Study', locale: 'zh-CN' })
  const channel = guild.addChannel({ name: 'mocks' })
  const ana = guild.addMember({ name: 'Ana', admin: true, locale: 'zh-CN' })
  const ben = guild.addMember({ name: 'Ben' })
  const bot = await connectBot(discord, options)
  const close = async () => {
    await bot.destroy()
    await discord.stop()
  }
  return { discord, bot, guild, channel, ana, ben, close }
}

/** Answers every interaction with `handle`; what it throws is kept to be looked at. */
export function onInteractions(
  bot: TestBot,
  handle: (interaction: Interaction) => Promise<unknown>,
): unknown[] {
  const errors: unknown[] = []
  bot.removeAllListeners(Events.InteractionCreate)
  bot.on(Events.InteractionCreate, (interaction) => {
    handle(interaction).catch((error: unknown) => errors.push(error))
  })
  return errors
}

export async function textChannel(bot: TestBot, { id }: FakeChannel): Promise<TextChannel> {
  const found = await bot.channels.fetch(id)
  if (found?.type !== ChannelType.GuildText) throw new Error('no text channel')
  return found
}

/** The HTTP status and the code that Discord refused with. */
export async function refusal(attempt: Promise<unknown>): Promise<[number, number | string]> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof DiscordAPIError) return [error.status, error.code]
    throw error
  }
  throw new Error('it was not refused')
}

export const MOCK_COMMAND: ApplicationCommandDataResolvable = {
  name: 'mock',
  description: 'Start a mock',
  descriptionLocalizations: { 'zh-CN': '开始模拟面试' },
  options: [
    { type: 3, name: 'problem', description: 'Which problem', required: true, autocomplete: true },
    { type: 4, name: 'minutes', description: 'How long', minValue: 5, maxValue: 90 },
  ],
}
