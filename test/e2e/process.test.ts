import { access, chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startFakeDiscord } from '../fakes/discord/index.ts'
import { startFakeSlack } from '../fakes/slack/index.ts'
import { type BotProcess, botEnv, runBot, startBotProcess } from '../support/bot.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

const WARN = 40

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function start(env: Parameters<typeof startBotProcess>[0]): Promise<BotProcess> {
  const bot = await startBotProcess(env)
  cleanUps.push(() => bot.kill9())
  return bot
}

describe('a start', () => {
  test('that an operator has to correct ends with 2, and says no more than a sentence per mistake', async () => {
    const { code, output } = await runBot(botEnv(db.source, { PORT: 'high', CLOCK_SPEED: '-1' }))
    expect(output).toBe('PORT must be a number.\nCLOCK_SPEED must be greater than 0.')
    expect(code).toBe(2)
  })
})

describe('without any variable', () => {
  test('the embedded database and the playground start, and SIGTERM ends it all with 0', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loopmate-main-'))
    cleanUps.push(() => rm(folder, { recursive: true, force: true }))
    // As root the server runs as another user, who has to enter it.
    await chmod(folder, 0o755)
    const bot = await start({ DATA_DIR: folder, PORT: '0' })
    const warnings = bot.logs.filter(({ level }) => level === WARN).map(({ msg }) => msg)
    expect(warnings).toEqual([])
    const ready = bot.logs.find(({ msg }) => msg === 'ready')
    expect(ready).toMatchObject({ platforms: ['playground'], playground: `${ready?.http}/playground/` })
    const page = await fetch(`${ready?.http}/`)
    expect(page.url).toBe(ready?.playground)
    expect(await page.text()).toContain('<div id="app">')
    const icon = await fetch(`${ready?.http}/favicon.ico`)
    expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
    expect(await get(bot, '/readyz')).toMatchObject({ status: 200 })
    expect(await exists(join(folder, 'postgres', 'postmaster.pid'))).toBe(true)
    expect(await bot.stop()).toBe(0)
    expect(await exists(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
    expect(bot.logs.at(-1)).toMatchObject({ msg: 'stopped' })
  })
})

describe('a bot', () => {
  test('health, readiness and metrics are served, and SIGTERM ends with 0', async () => {
    const discord = await startFakeDiscord()
    cleanUps.push(discord.stop)
    discord.addGuild({ name: 'A group' })
    const bot = await start(
      botEnv(db.source, { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl }),
    )
    expect(await get(bot, '/healthz')).toEqual({ status: 200, body: 'ok\n' })
    expect(await get(bot, '/readyz')).toEqual({ status: 200, body: 'ready\n' })
    const { status, body } = await get(bot, '/metrics')
    expect(status).toBe(200)
    expect(body).toContain('loopmate_platform_connected{platform="discord"} 1')
    for (const name of ['event_seconds', 'deliveries_total', 'delivery_wait_seconds', 'alarm_late_seconds'])
      expect(body).toContain(`# TYPE loopmate_${name} `)
    expect(await get(bot, '/elsewhere')).toMatchObject({ status: 404 })
    expect(await get(bot, '/healthz', 'POST')).toMatchObject({ status: 405 })
    expect(await bot.stop()).toBe(0)
    await discord.waitFor(() => !discord.gateway.connected)
    expect(bot.output()).not.toContain(discord.token)
  })

  test('a token that is taken away ends it with 1, after a line that says so', async () => {
    const slack = await startFakeSlack()
    cleanUps.push(slack.stop)
    const bot = await start(
      botEnv(db.source, {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
      }),
    )
    slack.revokeToken()
    await until(() => bot.logs.some(({ reason }) => String(reason).includes('SLACK_BOT_TOKEN')))
    expect(await bot.stop()).toBe(1)
  })
})

async function get({ logs }: BotProcess, path: string, method = 'GET') {
  const ready = logs.find(({ msg }) => msg === 'ready')
  const response = await fetch(`${ready?.http}${path}`, { method })
  return { status: response.status, body: await response.text() }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
