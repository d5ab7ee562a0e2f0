import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type FakeDiscord, startFakeDiscord } from '../fakes/discord/index.ts'
import { judgeRecorded } from '../fakes/discord/judge.ts'
import { botEnv } from '../support/bot.ts'
import { COMMAND_LIST } from '../support/command-names.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { runBin } from './run-bin.ts'
import { runDoctor } from './run-doctor.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

let discord: FakeDiscord | undefined
afterEach(async () => {
  await discord?.stop()
  discord = undefined
})

async function open(options: Parameters<typeof startFakeDiscord>[0] = {}): Promise<FakeDiscord> {
  discord = await startFakeDiscord(options)
  return discord
}

const envOf = (fake: FakeDiscord, more: Readonly<Record<string, string>> = {}) =>
  botEnv(db.source, { DISCORD_TOKEN: fake.token, DISCORD_API_URL: fake.apiUrl, ...more })

const linesOf = (output: string, level: string) =>
  output.split('\n').filter((line) => line.startsWith(level.padEnd(9)))

describe('the doctor and Discord', () => {
  test('finds nothing where all is well, and changes nothing', async () => {
    const fake = await open()
    fake.addGuild({ name: 'Study group' })
    await runBin('register', envOf(fake))
    const writes = () => fake.requests.filter(({ method }) => method !== 'GET').length
    const before = writes()
    const { code, output } = await runBin('doctor', envOf(fake))
    expect(linesOf(output, 'problem').concat(linesOf(output, 'warning'))).toEqual([])
    for (const said of [
      'Node.js',
      'Content:',
      COMMAND_LIST,
      'tables up to date',
      'token is that of "Loopmate"',
      'Message Content Intent',
      'the gateway answers',
      'all permissions in the server "Study group"',
      'the commands are registered',
    ])
      expect(linesOf(output, 'ok').join('\n')).toContain(said)
    expect(output).toContain('No problems.')
    expect(code).toBe(0)
    expect(output).not.toContain(fake.token)
    expect(writes()).toBe(before)
    expect((await judgeRecorded(fake.requests)).violations).toEqual([])
  })

  test('a wrong token is a problem, and is not shown', async () => {
    const fake = await open()
    const { code, output } = await runDoctor(envOf(fake, { DISCORD_TOKEN: 'some.other.token' }))
    expect(linesOf(output, 'problem')).toEqual([expect.stringContaining('Discord refuses DISCORD_TOKEN')])
    expect(output).toContain('-> Take a new one from the Developer Portal')
    expect(output).toContain('1 problem to fix.')
    expect(output).not.toContain('some.other.token')
    expect(code).toBe(1)
  })

  test('a token that cannot be one is not even sent', async () => {
    const fake = await open()
    const { code, output } = await runDoctor(envOf(fake, { DISCORD_TOKEN: 'Bot “quoted”' }))
    expect(linesOf(output, 'problem')).toEqual([expect.stringContaining('DISCORD_TOKEN holds spaces')])
    expect(output).not.toContain('quoted')
    expect(fake.requests).toEqual([])
    expect(code).toBe(1)
  })

  test('without the intent, a server, or commands the bot still starts: warnings', async () => {
    const fake = await open({ messageContent: false })
    const { code, output } = await runDoctor(envOf(fake))
    expect(linesOf(output, 'warning')).toEqual([
      expect.stringContaining('Message Content Intent is off'),
      expect.stringContaining('the bot is in no server yet'),
      expect.stringContaining(`not registered yet: ${COMMAND_LIST}`),
    ])
    expect(output).toContain(`client_id=${fake.bot.id}&scope=bot+applications.commands&permissions=`)
    expect(output).toContain('No problems. 3 warnings.')
    expect(code).toBe(0)
  })

  test('missing permissions are named, for each server', async () => {
    const fake = await open()
    fake.addGuild({ name: 'Open' })
    fake.addGuild({ name: 'Closed', botPermissions: ['VIEW_CHANNEL', 'SEND_MESSAGES', 'ATTACH_FILES'] })
    const { code, output } = await runDoctor(envOf(fake))
    expect(linesOf(output, 'problem')).toEqual([
      expect.stringMatching(
        /server "Closed" the bot lacks: Create Public Threads, Send Messages in Threads, Read Message History, Add Reactions$/u,
      ),
    ])
    expect(output).toContain('all permissions in the server "Open"')
    expect(code).toBe(1)
  })

  test('a server that the bot is not in cannot have its commands', async () => {
    const fake = await open()
    const { code, output } = await runDoctor(envOf(fake, { DISCORD_GUILD_ID: '123456789012345678' }))
    expect(linesOf(output, 'problem')).toEqual([
      expect.stringContaining('no commands in the server 123456789012345678 of DISCORD_GUILD_ID'),
    ])
    expect(code).toBe(1)
  })

  test('a Discord that is not there, or is down, is a problem', async () => {
    const fake = await open()
    const nowhere = await runBin(
      'doctor',
      envOf(fake, { DISCORD_API_URL: `http://127.0.0.1:${await freePort()}` }),
    )
    expect(linesOf(nowhere.output, 'problem')).toEqual([
      expect.stringContaining('Discord could not be reached.'),
    ])
    expect(nowhere.code).toBe(1)
    fake.faults.add({ path: /gateway\/bot/, status: 500, times: 5 })
    const down = await runDoctor(envOf(fake))
    expect(linesOf(down.output, 'problem')).toEqual([expect.stringContaining('Discord answered 500.')])
    expect(down.code).toBe(1)
  })
})

test('without a platform it says whether there is a playground', async () => {
  const off = await runDoctor(botEnv(db.source, { PLAYGROUND: 'off' }))
  expect(linesOf(off.output, 'warning')).toEqual([
    expect.stringContaining('Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set'),
  ])
  const exposed = await runDoctor(botEnv(db.source, { HOST: '0.0.0.0' }))
  expect(linesOf(exposed.output, 'warning')).toEqual([
    expect.stringContaining('Playground: off, since HOST 0.0.0.0 is reached by other machines'),
    expect.stringContaining('Neither DISCORD_TOKEN nor SLACK_BOT_TOKEN is set'),
  ])
  expect(exposed.output).toContain('Set PLAYGROUND=on')
})

describe('the doctor and the database', () => {
  test('a database without tables gets them at the next start, not now', async () => {
    const empty = await testDatabase('empty')
    try {
      const { code, output } = await runDoctor(botEnv(empty.source))
      expect(linesOf(output, 'ok').join('\n')).toMatch(
        /Database, \d+ migrations? will run at the next start/u,
      )
      expect(linesOf(output, 'warning')).toEqual([])
      expect(linesOf(output, 'ok').join('\n')).toContain('Playground: http://127.0.0.1:0/playground/')
      expect(code).toBe(0)
      const schemas = await empty.sql`select 1 from pg_namespace where nspname = 'drizzle'`
      expect(schemas).toHaveLength(0)
    } finally {
      await empty.close()
    }
  })

  test('a database that cannot be reached is a problem, and its password is not shown', async () => {
    const url = `postgres://someone:hunter2@127.0.0.1:${await freePort()}/loopmate`
    const { code, output } = await runDoctor({ DATABASE_URL: url })
    expect(linesOf(output, 'problem')).toEqual([
      expect.stringMatching(/DATABASE_URL: .*nothing answers there/u),
    ])
    expect(output).not.toContain('hunter2')
    expect(code).toBe(1)
  })

  test('a folder that cannot hold the embedded database is a problem', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'loopmate-doctor-'))
    try {
      const { code, output } = await runDoctor({ DATA_DIR: join(folder, 'x'.repeat(110)) })
      expect(linesOf(output, 'problem')).toEqual([expect.stringMatching(/DATA_DIR .* is too long/u)])
      expect(code).toBe(1)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})

test('every wrong variable is a problem, and nothing is connected', async () => {
  const fake = await open()
  const { code, output } = await runBin('doctor', envOf(fake, { PORT: 'high', DISCORD_GUILD_ID: 'group' }))
  expect(linesOf(output, 'problem').map((line) => line.slice(9))).toEqual([
    "DISCORD_GUILD_ID must be the server's id, digits only.",
    'PORT must be a number.',
  ])
  expect(output).toContain('Database and platforms were not looked at')
  expect(output).toContain('2 problems to fix. 1 warning.')
  expect(fake.requests).toEqual([])
  expect(code).toBe(1)
})
