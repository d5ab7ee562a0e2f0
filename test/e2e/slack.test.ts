import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BOT_EVENTS, BOT_SCOPES } from '../../src/platforms/slack/manifest.ts'
import {
  type FakeChannel,
  type FakeMember,
  type FakeMessage,
  type FakeSlack,
  startFakeSlack,
} from '../fakes/slack/index.ts'
import { type BotProcess, botEnv, runBot, startBot } from '../support/bot.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

let db: TestDatabase
let slack: FakeSlack
let room: FakeChannel
let ana: FakeMember
let ben: FakeMember
let bot: BotProcess | undefined

beforeEach(async () => {
  db = await testDatabase()
  slack = await startFakeSlack({
    scopes: Object.keys(BOT_SCOPES),
    events: [...BOT_EVENTS],
    commands: ['/mock', '/help', '/settings'],
  })
  room = slack.addChannel({ name: 'mocks' })
  ana = slack.addMember({ name: 'Ana', admin: true })
  ben = slack.addMember({ name: 'Ben', locale: 'zh-CN' })
})
afterEach(async () => {
  await bot?.stop()
  bot = undefined
  await slack.stop()
  await db.close()
})

const socketEnv = (more: Readonly<Record<string, string>> = {}) =>
  botEnv(db.source, {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ...more,
  })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

async function start(mode: 'socket' | 'http'): Promise<void> {
  if (mode === 'socket') {
    bot = await startBot(socketEnv())
    return
  }
  const port = await freePort()
  bot = await startBot(
    socketEnv({ SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: slack.signingSecret, PORT: String(port) }),
  )
  await slack.useHttp(`http://127.0.0.1:${port}/slack/events`)
}

const shows = (messages: () => readonly FakeMessage[], words: string | RegExp) =>
  until(
    () =>
      messages().find(
        ({ stands, text }) => stands && (typeof words === 'string' ? text.includes(words) : words.test(text)),
      ),
    30_000,
  )

describe('the bot on Slack', () => {
  test.each(['socket', 'http'] as const)(
    'opens a lobby, starts a mock and hears the answer (%s)',
    async (mode) => {
      await start(mode)
      const asked = await ana.command(room, '/mock 30 fraud-detection')
      await asked.modal(({ text }) => text.includes('The lobby is below'))
      const lobby = await shows(() => room.messages, 'Mock: ')
      expect(lobby.pings).toEqual([])
      expect(lobby.buttons).toEqual(['Be the candidate', 'Interview', 'Observe', 'Start', 'Cancel'])
      await ben.click(lobby, 'Interview')
      await shows(() => room.messages, '@Ben')
      await ana.click(lobby, 'Start')
      const thread = () => room.thread(lobby.ts)
      const opening = await shows(thread, 'the floor is yours')
      expect(opening.pings.toSorted()).toEqual([ana.id, ben.id].toSorted())
      const card = await shows(thread, '1/8 · ')
      expect(card.buttons).toContain('Console')
      const console = await ben.click(card, 'Console')
      const view = await console.modal(({ buttons }) => buttons.includes('Take a note'))
      const note = await ben.click(view, 'Take a note')
      const form = await note.modal(({ submit }) => submit !== undefined)
      const saved = await ben.submit(form, { [form.inputs[0] ?? '']: 'Asks for the base rate' })
      await saved.modal(({ text }) => /Saved|已/u.test(text))
      ana.say(room, 'We decide within 100 ms & block < 1 %', { thread: lobby.ts })
      await until(async () => {
        const rows = await db.sql`select text from answer_parts`
        return rows.some(({ text }) => text === 'We decide within 100 ms & block < 1 %')
      })
      ana.openHome()
      await until(() => ana.home?.text.includes('Requirements'))
      const refused = await ana.click(card, 'Console')
      await refused.modal(({ text }) => text.includes('The console is for the interviewer'))
      expect(slack.violations).toEqual([])
      expect(bot?.output()).not.toContain(slack.botToken)
    },
  )

  test('says how to invite it where it is not', async () => {
    await start('socket')
    const elsewhere = slack.addChannel({ name: 'elsewhere', joined: false })
    const asked = await ana.command(elsewhere, '/mock fraud-detection')
    await asked.modal(({ text }) => text.includes('/invite @Loopmate'))
    elsewhere.inviteBot()
    await ana.command(elsewhere, '/mock fraud-detection')
    await shows(() => elsewhere.messages, 'Mock: ')
  })

  test('explains a command that was mistyped, in the person’s language', async () => {
    await start('socket')
    const asked = await ben.command(room, '/mock fraud-detection banana')
    expect((await asked.reply()).text).toMatch(
      /我不明白“banana”[\s\S]*\/mock problem \[minutes\] \[language\]/u,
    )
  })

  test('ends with one sentence when its token is revoked', async () => {
    await start('socket')
    slack.revokeToken()
    await until(() => bot?.logs.some(({ reason }) => String(reason).includes('SLACK_BOT_TOKEN')))
    expect(await bot?.stop()).toBe(1)
  })
})

test.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-hunter2' }, 'Slack refused the bot token'],
  [{ SLACK_APP_TOKEN: 'xapp-hunter2' }, 'Slack refused the app-level token'],
  [{ SLACK_APP_TOKEN: '' }, 'SLACK_BOT_TOKEN is not enough'],
])('a start with %o ends with 2 and one sentence', async (env, sentence) => {
  const { code, output } = await runBot(socketEnv(env))
  expect(code).toBe(2)
  expect(output).toContain(sentence)
  expect(output).not.toContain('hunter2')
  expect(output).not.toContain('    at ')
})
