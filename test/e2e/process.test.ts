import { access, chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startFakeDiscord } from '../fakes/discord/index.ts'
import { type BotProcess, botEnv, runBot, startBotProcess } from '../support/bot.ts'
import { type TestDatabase, testDatabase, testServer } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { openSql } from '../support/sql.ts'
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

describe('what an operator has to mend ends the start with 2 and a sentence', () => {
  test('wrong variables', async () => {
    const { code, output } = await runBot(botEnv(db.source, { PORT: 'high', CLOCK_SPEED: '-1' }))
    expect(output).toBe('PORT must be a number.\nCLOCK_SPEED must be greater than 0.')
    expect(code).toBe(2)
  })

  test('a database that is not there', async () => {
    const url = `postgres://a:hunter2@127.0.0.1:${await freePort()}/loopmate`
    const { code, output } = await runBot({ DATABASE_URL: url })
    expect(output).toBe("DATABASE_URL: the database can't be used, nothing answers there.")
    expect(code).toBe(2)
  })

  test('a port in use', async () => {
    const port = await occupyPort()
    const { code, output } = await runBot(botEnv(db.source, { PORT: String(port) }))
    expect(output).toBe(`PORT ${port} is in use by another program. Set PORT to a free one.`)
    expect(code).toBe(2)
  })

  test('a host that is not this machine', async () => {
    const { code, output } = await runBot(botEnv(db.source, { HOST: '192.0.2.1' }))
    expect(output).toMatch(/^HOST 192\.0\.2\.1 is no address of this machine\.[^\n]*$/u)
    expect(code).toBe(2)
  })

  test('a token that Discord refuses', async () => {
    const discord = await startFakeDiscord()
    cleanUps.push(discord.stop)
    const { code, output } = await runBot(
      botEnv(db.source, { DISCORD_TOKEN: 'some.other.token', DISCORD_API_URL: discord.apiUrl }),
    )
    expect(output).toMatch(/^[^\n]*DISCORD_TOKEN[^\n]*$/u)
    expect(output).not.toContain('some.other.token')
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
    expect(await get(bot, '/readyz')).toMatchObject({ status: 200 })
    expect(await exists(join(folder, 'postgres', 'postmaster.pid'))).toBe(true)
    expect(await bot.stop()).toBe(0)
    expect(await exists(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
    expect(bot.logs.at(-1)).toMatchObject({ msg: 'stopped' })
  })
})

describe('without a platform', () => {
  test.each([
    [{ HOST: '0.0.0.0' }, /^the playground is off.*Set PLAYGROUND=on/u],
    [{ PLAYGROUND: 'off' }, /DISCORD_TOKEN.*SLACK_BOT_TOKEN.*README\.md.*PLAYGROUND=on/u],
  ])('%o: the log says what to set, once', async (env, warning) => {
    const bot = await start(botEnv(db.source, env))
    const warnings = () => bot.logs.filter(({ level }) => level === WARN).map(({ msg }) => msg)
    await until(() => warnings().length > 0)
    expect(warnings()).toEqual([expect.stringMatching(warning)])
    expect(bot.logs.find(({ msg }) => msg === 'ready')).not.toHaveProperty('playground')
    const port = String(bot.logs.find(({ msg }) => msg === 'ready')?.http)
      .split(':')
      .at(-1)
    expect((await fetch(`http://127.0.0.1:${port}/playground/`)).status).toBe(404)
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
    expect(await bot.stop()).toBe(0)
  })

  test('asked for, the playground is served on any HOST', async () => {
    const bot = await start(botEnv(db.source, { HOST: '0.0.0.0', PLAYGROUND: 'on' }))
    const ready = bot.logs.find(({ msg }) => msg === 'ready')
    const port = String(ready?.http).split(':').at(-1)
    expect(ready?.playground).toBe(`http://${hostname()}:${port}/playground/`)
    expect((await fetch(`http://127.0.0.1:${port}/playground/`)).status).toBe(200)
    expect(await bot.stop()).toBe(0)
  })
})

describe('with a database and Discord', () => {
  test('health, readiness and metrics are served, and SIGTERM ends with 0', async () => {
    const discord = await startFakeDiscord()
    cleanUps.push(discord.stop)
    discord.addGuild({ name: 'Club' })
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

  test('while the database is away it is alive but not ready', async () => {
    const own = await testDatabase()
    const admin = openSql(testServer().server, 1)
    cleanUps.push(admin.close, own.close)
    const name = new URL(botEnv(own.source).DATABASE_URL ?? '').pathname.slice(1)
    const allow = (allowed: boolean) =>
      admin.sql.unsafe(`alter database ${name} with allow_connections ${allowed}`)
    const bot = await start(botEnv(own.source))
    await allow(false)
    await admin.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
    const away = await until(async () => {
      const answer = await get(bot, '/readyz')
      return answer.status === 503 && answer
    })
    // The driver refuses at once, or waits longer and longer before it tries again: the probe does not.
    expect(away.body).toMatch(/the database does not answer|no answer within 3000 ms/u)
    expect(await get(bot, '/healthz')).toMatchObject({ status: 200 })
    await allow(true)
    await until(async () => (await get(bot, '/readyz')).status === 200)
    expect(await bot.stop()).toBe(0)
  })
})

async function get({ logs }: BotProcess, path: string, method = 'GET') {
  const ready = logs.find(({ msg }) => msg === 'ready')
  const response = await fetch(`${ready?.http}${path}`, { method })
  return { status: response.status, body: await response.text() }
}

async function occupyPort(): Promise<number> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUps.push(() => new Promise((resolve) => server.close(resolve)))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
