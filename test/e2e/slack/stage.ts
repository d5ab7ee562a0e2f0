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
import { type BotEnv, type BotProcess, botEnv, startBotProcess } from '../../support/bot.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { freePort } from '../../support/free-port.ts'
import { until } from '../../support/until.ts'

export type SlackMode = 'socket' | 'http'

/** A Slack with a channel, and the bot running against it as a process of its own. */
export type SlackStage = Readonly<{
  db: TestDatabase
  slack: FakeSlack
  room: FakeChannel
  /** Of the bots so far. */
  logs(): BotProcess['logs']
  output(): string
  /** The bot that runs now; undefined before the first start. */
  bot(): BotProcess | undefined
  start(speed?: number): Promise<void>
  /** Stops the bot as an operator does, and starts it with another speed of time. */
  restart(speed: number): Promise<void>
  /** kill -9, and start again. */
  crash(speed?: number): Promise<void>
  env: BotEnv
  close(): Promise<void>
}>

const WAIT_MS = 60_000
const COMMANDS = new URL('../../../commands/', import.meta.url)

export async function openSlackStage(
  mode: SlackMode,
  more: BotEnv = {},
  rateLimits: 'all' | 'off' = 'all',
): Promise<SlackStage> {
  const commands = defineCommands(await loadCommands(COMMANDS), loadTexts())
  const manifest = drawManifest(
    commands,
    mode === 'http' ? 'https://bot.example.org/slack/events' : undefined,
  )
  const db = await testDatabase()
  const slack = await startFakeSlack({
    ...fromManifest(manifest),
    rateLimits,
    // What comes while the bot is away comes again soon.
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
    ...more,
  })
  const bots: BotProcess[] = []
  let listens = false
  const start = async (speed = 1) => {
    bots.push(await startBotProcess({ ...env, CLOCK_SPEED: String(speed) }))
    if (mode === 'http' && !listens) await slack.useHttp(`http://127.0.0.1:${port}/slack/events`)
    listens = true
  }
  return {
    db,
    slack,
    room,
    env,
    logs: () => bots.flatMap(({ logs }) => logs),
    output: () => bots.map((each) => each.output()).join('\n'),
    bot: () => bots.at(-1),
    start,
    async restart(speed) {
      await bots.at(-1)?.stop()
      await start(speed)
    },
    async crash(speed) {
      await bots.at(-1)?.kill9()
      await start(speed)
    },
    async close() {
      await bots.at(-1)?.stop()
      await slack.stop()
      await db.close()
    },
  }
}

/** The newest of these messages that says this. */
export function saying(messages: () => readonly FakeMessage[], text: string | RegExp): Promise<FakeMessage> {
  const says = (message: FakeMessage) =>
    typeof text === 'string' ? message.text.includes(text) : text.test(message.text)
  return until(() => messages().findLast((message) => message.stands && says(message)), WAIT_MS)
}

/** The newest of these messages that has a button with this label. */
export function withButton(messages: () => readonly FakeMessage[], label: string): Promise<FakeMessage> {
  return until(
    () => messages().findLast((message) => message.stands && message.buttons.includes(label)),
    WAIT_MS,
  )
}

/** The window that pressing a button leads to, once it is filled. */
export async function opened(
  member: FakeMember,
  on: FakeMessage | FakeView,
  label: string,
): Promise<FakeView> {
  const result = await member.click(on, label)
  return result.modal(({ callbackId, submit }) => callbackId === SAID || submit !== undefined, WAIT_MS)
}

/** What a person is told privately after pressing a button; they close the window. */
export async function told(member: FakeMember, on: FakeMessage | FakeView, label: string): Promise<string> {
  const view = await opened(member, on, label)
  const { text } = view
  await member.closeView(view)
  return text
}

/** The stages announced in a thread, by their names, in order: by a card, or named in a catch-up. */
export function announcedStages(thread: readonly FakeMessage[]): readonly string[] {
  return thread.flatMap(({ text }) => {
    const missed = /time ran out for: (.+?)\.$/mu.exec(text)?.[1]?.split(', ') ?? []
    const name = /^\d\/8 · (.+?) · /mu.exec(text)?.[1]
    return name === undefined ? missed : [...missed, name]
  })
}
