import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/db/config-error.ts'
import type { FakeMember } from '../../fakes/slack/index.ts'
import { startBot } from '../../support/bot.ts'
import { until } from '../../support/until.ts'
import { openSlackStage, type SlackStage, saying } from './stage.ts'

let stage: SlackStage
let ana: FakeMember
let ben: FakeMember

beforeAll(async () => {
  stage = await openSlackStage('socket', { limits: 'real' })
  ana = stage.slack.addMember({ name: 'Ana', admin: true })
  ben = stage.slack.addMember({ name: 'Ben', locale: 'zh-CN' })
})
afterAll(() => stage?.close())

test.each([
  [{ SLACK_BOT_TOKEN: 'xoxb-hunter2' }, 'Slack refused the bot token'],
  [{ SLACK_APP_TOKEN: 'xapp-hunter2' }, 'Slack refused the app-level token'],
  [{ SLACK_APP_TOKEN: '' }, 'SLACK_BOT_TOKEN is not enough'],
])('a start with %o is refused with one sentence', async (env, sentence) => {
  const refused: unknown = await startBot({ ...stage.env, ...env }).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ConfigError)
  expect(String(refused)).toContain(sentence)
  expect(String(refused)).not.toContain('hunter2')
})

describe('the bot on Slack', () => {
  beforeAll(() => stage.start())

  test('says how to invite it where it is not', async () => {
    const elsewhere = stage.slack.addChannel({ name: 'elsewhere', joined: false })
    const asked = await ana.command(elsewhere, '/mock fraud-detection')
    await asked.modal(({ text }) => text.includes('/invite @Loopmate'))
    expect(elsewhere.messages).toEqual([])
    elsewhere.inviteBot()
    await ana.command(elsewhere, '/mock fraud-detection')
    await saying(() => elsewhere.messages, 'Mock: ')
  })

  test('explains a command that was mistyped, in the person’s language', async () => {
    const asked = await ben.command(stage.room, '/mock fraud-detection banana')
    expect((await asked.reply()).text).toMatch(
      /我不明白“banana”[\s\S]*\/mock problem \[minutes\] \[language\]/u,
    )
  })

  test('a form of a mock that is over says so, and keeps what was written', async () => {
    await ana.command(stage.room, '/mock fraud-detection')
    const lobby = await saying(() => stage.room.messages, 'Mock: ')
    ben.reload()
    await ben.click(lobby, 'Interview')
    await until(() => lobby.text.includes('@Ben'))
    await ana.click(lobby, 'Start')
    const card = await saying(() => stage.room.thread(lobby.ts), '1/8 · ')
    const console = await (await ben.click(card, 'Console')).modal(({ buttons }) => buttons.length === 2)
    const form = await (await ben.click(console, 'Take a note')).modal(({ submit }) => submit !== undefined)
    stage.room.archive()
    await until(async () => {
      const [row] = await stage.db.sql<{ phase: string }[]>`
        select phase from mocks where channel = ${stage.room.id}`
      return row?.phase === 'cancelled'
    })
    await ben.submit(form, { [form.inputs[0] ?? '']: 'Too late' })
    await until(() => form.text.includes('这场模拟面试已经结束') || form.text.includes('结束'))
    expect(form.inputs).toHaveLength(1)
  })

  test('says in one sentence that its token was revoked, and gives up', async () => {
    stage.slack.revokeToken()
    const lost = await until(() => stage.logs().find(({ reason }) => reason !== undefined))
    expect(lost).toMatchObject({ level: 60, reason: expect.stringContaining('SLACK_BOT_TOKEN') })
  })
})
