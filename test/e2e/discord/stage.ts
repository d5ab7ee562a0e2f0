import type {
  FakeChannel,
  FakeDiscord,
  FakeGuild,
  FakeMember,
  FakeMessage,
} from '../../fakes/discord/index.ts'
import { startFakeDiscord } from '../../fakes/discord/index.ts'
import { judgeRecorded } from '../../fakes/discord/judge.ts'
import { type BotEnv, botEnv } from '../../support/bot.ts'
import { passTime, type TestDatabase, testDatabase } from '../../support/database.ts'
import { type Bots, type BotsOptions, createBots } from '../group/bots.ts'

/** A Discord with a study group, and the bot that runs against it. */
export type Stage = Readonly<{
  db: TestDatabase
  discord: FakeDiscord
  guild: FakeGuild
  channel: FakeChannel
  bots: Bots
  logs: Bots['logs']
  output: Bots['output']
  /** Stops the bot as an operator does, and starts it again when so many minutes of bot time have passed. */
  away(minutes: number): Promise<void>
  /** Everything in the recorded requests that breaks Discord's API description. */
  violations(): Promise<readonly string[]>
  close(): Promise<void>
}>

export type StageOptions = BotsOptions &
  Readonly<{ locale?: string; messageContent?: boolean; env?: BotEnv; db?: TestDatabase }>

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { locale, messageContent = true, env } = options
  const db = options.db ?? (await testDatabase())
  const discord = await startFakeDiscord({ messageContent })
  const guild = discord.addGuild({ name: 'ML system design group', ...(locale && { locale }) })
  const channel = guild.addChannel({ name: 'mocks' })
  const { token, apiUrl } = discord
  const bots = createBots(
    botEnv(db.source, { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl, ...env }),
    options,
  )
  await bots.start()
  return {
    db,
    discord,
    guild,
    channel,
    bots,
    logs: bots.logs,
    output: bots.output,
    async away(minutes) {
      await bots.stop()
      await passTime(db, minutes * 60_000)
      await bots.start()
    },
    async violations() {
      const { violations } = await judgeRecorded(discord.requests)
      return violations
    },
    async close() {
      await bots.stop()
      await discord.stop()
      await db.close()
    },
  }
}

/** The newest message in a channel or thread that has a button with this label. */
export function withButton({ discord }: Stage, place: FakeChannel, label: string): Promise<FakeMessage> {
  return discord.waitFor(
    () => place.messages.findLast((message) => !message.deleted && message.buttons.includes(label)),
    {
      what: `a message with the button ${label} in ${place.name}`,
    },
  )
}

/** The newest message in a channel or thread that says this. */
export function saying({ discord }: Stage, place: FakeChannel, text: string | RegExp): Promise<FakeMessage> {
  const says = (message: FakeMessage) =>
    typeof text === 'string' ? message.text.includes(text) : text.test(message.text)
  return discord.waitFor(() => place.messages.findLast((message) => !message.deleted && says(message)), {
    what: `a message that says ${text} in ${place.name}`,
  })
}

/**
 * The names of the stages announced in a thread, in order. A catch-up names those that ended while the bot, or this
 * machine, was away.
 */
export function announcedStages(thread: FakeChannel): readonly string[] {
  return thread.messages.flatMap(({ text }) => {
    const missed = /(?:time ran out for: |时间已经用完：)(.+?)[.。]$/mu.exec(text)?.[1]?.split(/, |、/u) ?? []
    const opened = /^## \d\/8 · (.+?) · /mu.exec(text)?.[1]
    return opened === undefined ? missed : [...missed, opened]
  })
}

/** Presses a button. @returns the private answer */
export async function told(member: FakeMember, message: FakeMessage, label: string): Promise<string> {
  const result = await member.click(message, label)
  const answer = await result.reply()
  if (!answer.ephemeral) throw new Error(`pressing ${label} was answered for all to see: ${answer.text}`)
  return answer.text
}

/** Uses a command. @returns the private answer */
export async function commanded(
  member: FakeMember,
  channel: FakeChannel,
  name: string,
  options: Readonly<Record<string, string | number | boolean>> = {},
): Promise<string> {
  const answer = await (await member.command(channel, name, options)).reply()
  if (!answer.ephemeral) throw new Error(`/${name} was answered for all to see: ${answer.text}`)
  return answer.text
}

/** Opens a mock; the person is its candidate. @returns the lobby card */
export async function openLobby(
  stage: Stage,
  member: FakeMember,
  options: Readonly<Record<string, string | number>> = {},
  start = 'Start',
): Promise<FakeMessage> {
  await commanded(member, stage.channel, 'mock', { problem: 'fraud-detection', ...options })
  return withButton(stage, stage.channel, start)
}

/** Ana is candidate, Ben interviews, Cai observes; started. @returns the thread */
export async function startMock(
  stage: Stage,
  people: Readonly<{ candidate: FakeMember; interviewer?: FakeMember; observer?: FakeMember }>,
  options: Readonly<Record<string, string | number>> = {},
): Promise<FakeChannel> {
  const { candidate, interviewer, observer } = people
  const lobby = await openLobby(stage, candidate, options)
  if (interviewer) {
    await interviewer.click(lobby, 'Interview')
    await stage.discord.waitFor(() => lobby.text.includes(interviewer.id))
  }
  if (observer) {
    await observer.click(lobby, 'Observe')
    await stage.discord.waitFor(() => lobby.text.includes(observer.id))
  }
  await candidate.click(lobby, 'Start')
  return stage.discord.waitFor(() => lobby.thread, { what: 'the thread' })
}
