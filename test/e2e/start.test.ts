import { createServer, type Server } from 'node:net'
import { hostname } from 'node:os'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/db/config-error.ts'
import { startFakeDiscord } from '../fakes/discord/index.ts'
import { botEnv, type RunningBot, startBot } from '../support/bot.ts'
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

async function start(env: Parameters<typeof startBot>[0]): Promise<RunningBot> {
  const bot = await startBot(env)
  cleanUps.push(bot.stop)
  return bot
}

describe('what an operator has to correct is refused with a sentence', () => {
  const refusal = async (env: Parameters<typeof startBot>[0]): Promise<string> => {
    const refused: unknown = await startBot(env).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ConfigError)
    return refused instanceof Error ? refused.message : ''
  }

  test('a database that is not there', async () => {
    const url = `postgres://a:hunter2@127.0.0.1:${await freePort()}/loopmate`
    expect(await refusal({ DATABASE_URL: url })).toBe(
      "DATABASE_URL: the database can't be used, nothing answers there.",
    )
  })

  test('a port in use', async () => {
    const port = await occupyPort()
    expect(await refusal(botEnv(db.source, { PORT: String(port) }))).toBe(
      `PORT ${port} is in use by another program. Set PORT to a free one.`,
    )
  })

  test('a host that is not this machine', async () => {
    expect(await refusal(botEnv(db.source, { HOST: '192.0.2.1' }))).toMatch(
      /^HOST 192\.0\.2\.1 is no address of this machine\.[^\n]*$/u,
    )
  })

  test('a token that Discord refuses', async () => {
    const discord = await startFakeDiscord()
    cleanUps.push(discord.stop)
    const sentence = await refusal(
      botEnv(db.source, { DISCORD_TOKEN: 'some.other.token', DISCORD_API_URL: discord.apiUrl }),
    )
    expect(sentence).toMatch(/^[^\n]*DISCORD_TOKEN[^\n]*$/u)
    expect(sentence).not.toContain('some.other.token')
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
  })

  test('asked for, the playground is served on any HOST', async () => {
    const bot = await start(botEnv(db.source, { HOST: '0.0.0.0', PLAYGROUND: 'on' }))
    const ready = bot.logs.find(({ msg }) => msg === 'ready')
    const port = String(ready?.http).split(':').at(-1)
    expect(ready?.playground).toBe(`http://${hostname()}:${port}/playground/`)
    expect((await fetch(`http://127.0.0.1:${port}/playground/`)).status).toBe(200)
  })
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
})

async function get({ logs }: RunningBot, path: string, method = 'GET') {
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
