import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { BOT_EVENTS, BOT_SCOPES } from '../../src/platforms/slack/manifest.ts'
import { type FakeSlack, startFakeSlack } from '../fakes/slack/index.ts'
import { botEnv } from '../support/bot.ts'
import { COMMAND_NAMES } from '../support/command-names.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { runBin } from './run-bin.ts'
import { runDoctor } from './run-doctor.ts'

let db: TestDatabase
let slack: FakeSlack | undefined
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())
afterEach(async () => {
  await slack?.stop()
  slack = undefined
})

async function open(options: Parameters<typeof startFakeSlack>[0] = {}): Promise<FakeSlack> {
  slack = await startFakeSlack({ scopes: Object.keys(BOT_SCOPES), ...options })
  return slack
}

const envOf = (fake: FakeSlack, more: Readonly<Record<string, string>> = {}) =>
  botEnv(db.source, {
    SLACK_BOT_TOKEN: fake.botToken,
    SLACK_APP_TOKEN: fake.appToken,
    SLACK_API_URL: fake.apiUrl,
    ...more,
  })

const linesOf = (output: string, level: string) =>
  output.split('\n').filter((line) => line.startsWith(level.padEnd(9)))

describe('the doctor and Slack', () => {
  test('finds nothing where all is well, and changes nothing', async () => {
    const fake = await open()
    fake.addChannel({ name: 'mocks' })
    const { code, output } = await runDoctor(envOf(fake))
    expect(linesOf(output, 'problem').concat(linesOf(output, 'warning'))).toEqual([])
    for (const said of [
      'in the workspace "Study group"',
      'the app has all scopes',
      'the app-level token opens connections',
      'the bot is in 1 channel',
    ])
      expect(linesOf(output, 'ok').join('\n')).toContain(said)
    expect(code).toBe(0)
    for (const secret of [fake.botToken, fake.appToken]) expect(output).not.toContain(secret)
    expect(fake.socket.connections).toBe(0)
    expect(fake.violations).toEqual([])
  })

  test('over HTTP it says where Slack has to come', async () => {
    const fake = await open()
    const { output } = await runDoctor(
      envOf(fake, { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'secret', PORT: '8080' }),
    )
    expect(linesOf(output, 'ok').join('\n')).toContain('http://127.0.0.1:8080/slack/events')
    expect(linesOf(output, 'warning')).toEqual([expect.stringContaining('the bot is in no channel yet')])
  })

  test('missing scopes are named', async () => {
    const scopes = Object.keys(BOT_SCOPES).filter((scope) => !['files:write', 'users:read'].includes(scope))
    const { code, output } = await runDoctor(envOf(await open({ scopes })))
    expect(linesOf(output, 'problem')).toEqual([
      expect.stringContaining('lacks the scopes files:write, users:read'),
    ])
    expect(output).toContain('Reinstall to Workspace')
    expect(code).toBe(1)
  })

  test.each(['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'] as const)(
    'a wrong %s is a problem, and is not shown',
    async (variable) => {
      const wrong = variable === 'SLACK_BOT_TOKEN' ? 'xoxb-hunter2' : 'xapp-hunter2'
      const { code, output } = await runDoctor(envOf(await open(), { [variable]: wrong }))
      expect(linesOf(output, 'problem')).toEqual([expect.stringContaining(`Slack refuses ${variable}.`)])
      expect(output).not.toContain('hunter2')
      expect(code).toBe(1)
    },
  )

  test('a Slack that is not there is a problem', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}/api/`
    const { code, output } = await runDoctor(envOf(await open(), { SLACK_API_URL: nowhere }))
    expect(linesOf(output, 'problem')).toEqual([expect.stringContaining('Slack could not be reached.')])
    expect(code).toBe(1)
  })
})

describe('the manifest', () => {
  test('names commands, scopes and events, for Socket Mode', async () => {
    const { code, output } = await runBin('manifest', {})
    const manifest = parse(output)
    expect(code).toBe(0)
    expect(manifest.features.slash_commands.map(({ command }: { command: string }) => command)).toEqual(
      COMMAND_NAMES.map((name) => `/${name}`),
    )
    expect(manifest.features.slash_commands[COMMAND_NAMES.indexOf('mock')]).toMatchObject({
      usage_hint: 'problem [minutes] [language]',
      should_escape: true,
    })
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(BOT_SCOPES))
    expect(manifest.settings.event_subscriptions.bot_events).toEqual([...BOT_EVENTS])
    expect(manifest.settings.socket_mode_enabled).toBe(true)
    expect(output).not.toContain('url')
  })

  test('with an address it is for HTTP', async () => {
    const { output } = await runBin('manifest', {}, 'https://bot.example.org')
    const { settings, features } = parse(output)
    const url = 'https://bot.example.org/slack/events'
    expect(settings.event_subscriptions.request_url).toBe(url)
    expect(settings.interactivity).toEqual({ is_enabled: true, request_url: url })
    expect(features.slash_commands.every((command: { url: string }) => command.url === url)).toBe(true)
    expect(settings.socket_mode_enabled).toBe(false)
  })

  test.each(['bot.example.org', 'http://bot.example.org'])('refuses %s', async (address) => {
    const { code, output } = await runBin('manifest', {}, address)
    expect(code).toBe(2)
    expect(output).toContain('npm run manifest')
  })
})
