import { defineCommands, loadCommands } from '../../../src/app/commands.ts'
import { drawManifest } from '../../../src/platforms/slack/manifest.ts'
import { SAID } from '../../../src/platforms/slack/views.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import {
  type FakeChannel,
  type FakeMember,
  type FakeMessage,
  type FakeSlack,
  type FakeView,
  startFakeSlack,
} from '../../fakes/slack/index.ts'
import { fromManifest } from '../../fakes/slack/manifest.ts'
import { type BotEnv, botEnv } from '../../support/bot.ts'
import { passTime, type TestDatabase, testDatabase } from '../../support/database.ts'
import { freePort } from '../../support/free-port.ts'
import { until } from '../../support/until.ts'
import { type Bots, type BotsOptions, createBots } from '../group/bots.ts'

export type SlackMode = 'socket' | 'http'

/** A Slack with a channel, and the bot that runs against it once it is started. */
export type SlackStage = Readonly<{
  db: TestDatabase
  slack: FakeSlack
  room: FakeChannel
  bots: Bots
  logs: Bots['logs']
  output: Bots['output']
  start(): Promise<void>
  /** Stops the bot as an operator does, and starts it again when so many minutes of bot time have passed. */
  away(minutes: number): Promise<void>
  env: BotEnv
  close(): Promise<void>
}>

export type SlackStageOptions = BotsOptions &
  Readonly<{
    env?: BotEnv
    db?: TestDatabase
    /** Whether Slack limits how often the bot posts, and the bot heeds that. A process of its own always does. */
    limits?: 'real' | 'none'
  }>

const COMMANDS = new URL('../../../commands/', import.meta.url)

export async function openSlackStage(mode: SlackMode, options: SlackStageOptions = {}): Promise<SlackStage> {
  const { limits = 'none' } = options
  const commands = defineCommands(await loadCommands(COMMANDS), loadTexts())
  const manifest = drawManifest(
    commands,
    mode === 'http' ? 'https://bot.example.org/slack/events' : undefined,
  )
  const db = options.db ?? (await testDatabase())
  const slack = await startFakeSlack({
    ...fromManifest(manifest),
    rateLimits: limits === 'real' ? 'all' : 'off',
    // Events that find no bot are repeated soon.
    retryAfterMs: [100, 500, 1000, 2000, 4000],
  })
  const room = slack.addChannel({ name: 'mocks' })
  const port = mode === 'http' ? await freePort() : 0
  const inbound: BotEnv =
    mode === 'http' ? { SLACK_SIGNING_SECRET: slack.signingSecret } : { SLACK_APP_TOKEN: slack.appToken }
  const env = botEnv(db.source, {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    PORT: String(port),
    ...inbound,
    ...options.env,
  })
  const bots = createBots(env, options, (config) =>
    config.slack && limits === 'none' ? { ...config, slack: { ...config.slack, paceMs: 0 } } : config,
  )
  let listens = false
  const start = async () => {
    await bots.start()
    if (mode === 'http' && !listens) await slack.useHttp(`http://127.0.0.1:${port}/slack/events`)
    listens = true
  }
  return {
    db,
    slack,
    room,
    bots,
    env,
    logs: bots.logs,
    output: bots.output,
    start,
    async away(minutes) {
      await bots.stop()
      await passTime(db, minutes * 60_000)
      await start()
    },
    async close() {
      await bots.stop()
      await slack.stop()
      await db.close()
    },
  }
}

/** The newest of these messages that says this. */
export function saying(messages: () => readonly FakeMessage[], text: string | RegExp): Promise<FakeMessage> {
  const says = (message: FakeMessage) =>
    typeof text === 'string' ? message.text.includes(text) : text.test(message.text)
  return until(() => messages().findLast((message) => message.stands && says(message)))
}

/** The newest of these messages that has a button with this label. */
export function withButton(messages: () => readonly FakeMessage[], label: string): Promise<FakeMessage> {
  return until(() => messages().findLast((message) => message.stands && message.buttons.includes(label)))
}

/** Presses a button. @returns the window that opens, once it is filled */
export async function opened(
  member: FakeMember,
  on: FakeMessage | FakeView,
  label: string,
): Promise<FakeView> {
  const result = await member.click(on, label)
  return result.modal(({ callbackId, submit }) => callbackId === SAID || submit !== undefined)
}

/** Presses a button, and closes the window that opens. @returns its text */
export async function told(member: FakeMember, on: FakeMessage | FakeView, label: string): Promise<string> {
  const view = await opened(member, on, label)
  const { text } = view
  await member.closeView(view)
  return text
}
