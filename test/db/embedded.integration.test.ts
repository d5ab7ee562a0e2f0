import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import postgres from 'postgres'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ConfigError } from '../../src/db/config-error.ts'
import { type Embedded, openEmbedded } from '../../src/db/embedded.ts'
import { serverUser } from '../../src/db/embedded-binaries.ts'
import { until } from '../support/until.ts'
import { crashRounds } from './crash-rounds.ts'

const log = pino({ level: 'silent' })

const isRoot = process.getuid?.() === 0

let made: string
let folder: string
let opened: Embedded[]
let children: ChildProcess[]

async function newFolder(): Promise<string> {
  const created = await mkdtemp(join(tmpdir(), 'loopmate-db-'))
  await chmod(created, 0o755)
  return created
}

beforeAll(async () => {
  made = await newFolder()
  const embedded = await openEmbedded(made, log, ['fsync=off'])
  await embedded.stop()
})
afterAll(() => rm(made, { recursive: true, force: true }))
beforeEach(async () => {
  folder = await newFolder()
  opened = []
  children = []
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const embedded of opened) await embedded.stop()
  await rm(folder, { recursive: true, force: true })
})

async function open(): Promise<Embedded> {
  const embedded = await openEmbedded(folder, log, ['fsync=off'])
  opened.push(embedded)
  return embedded
}

/** Puts a stopped server's files into the folder: making a database takes a second, copying one does not. */
async function copyDatabase(): Promise<void> {
  await promisify(execFile)('cp', ['-a', join(made, 'postgres'), folder])
}

async function leave(embedded: Embedded): Promise<void> {
  opened = opened.filter((other) => other !== embedded)
  await embedded.stop()
}

async function query<T>(embedded: Embedded, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres({ ...embedded.connection, max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** The server's process id; undefined when none runs. */
async function serverPid(): Promise<number | undefined> {
  const content = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => undefined)
  return content === undefined ? undefined : Number.parseInt(content, 10)
}

test('two bots share one server, and the last to leave stops it', async () => {
  const handlers = process.listenerCount('SIGTERM')
  const [first, second] = await Promise.all([open(), open()])
  const pid = await serverPid()
  expect(pid).toBeGreaterThan(0)
  await query(first, (sql) => sql`create table t (n int)`)
  await query(second, (sql) => sql`insert into t values (1)`)
  await leave(first)
  expect(await serverPid()).toBe(pid)
  expect(await query(second, (sql) => sql`select n from t`)).toEqual([{ n: 1 }])
  await leave(second)
  expect(await serverPid()).toBeUndefined()
  const third = await open()
  expect(await query(third, (sql) => sql`select n from t`)).toEqual([{ n: 1 }])
  expect(
    await query(third, (sql) => sql`select lower('ÄÖ') as l, current_setting('server_encoding') as e`),
  ).toEqual([{ l: 'äö', e: 'UTF8' }])
  expect(process.listenerCount('SIGTERM')).toBe(handlers)
})

const MODULE = new URL('../../src/db/embedded.ts', import.meta.url).href

const BOT = `
const [module, folder] = process.argv.slice(1)
const { openEmbedded } = await import(module)
const quiet = { warn() {}, info() {}, error() {} }
await openEmbedded(folder, quiet)
console.log('open')
setInterval(() => undefined, 1000)
`

/** Never gets to put the new database into its place, however fast it is. */
const HELD = `
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
setInterval(() => undefined, 1000)
fs.rename = () => new Promise(() => undefined)
syncBuiltinESMExports()
`

function spawnBot(before = ''): ChildProcess {
  const bot = spawn(process.execPath, ['--input-type=module', '-e', `${before}${BOT}`, MODULE, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(bot)
  return bot
}

test('a killed bot leaves the server to the next, which stops it', async () => {
  await copyDatabase()
  const bot = spawnBot()
  if (!bot.stdout) throw new Error('no output')
  await once(bot.stdout, 'data')
  const pid = await serverPid()
  expect(pid).toBeGreaterThan(0)
  bot.kill('SIGKILL')
  await once(bot, 'exit')
  expect(await serverPid()).toBe(pid)
  const next = await open()
  expect(await serverPid()).toBe(pid)
  // The server has noticed that the killed bot is gone once its lock is.
  await until(async () => {
    const [locks] = await query(
      next,
      (sql) => sql`select count(*)::int as n from pg_locks where locktype = 'advisory'`,
    )
    return locks?.n === 1
  })
  await leave(next)
  expect(await serverPid()).toBeUndefined()
})

test('a bot killed while it makes the database leaves nothing behind after the next start', async () => {
  const bot = spawnBot(HELD)
  const draft = await until(async () => (await readdir(folder)).find((name) => name.includes('new-')))
  await until(async () => (await readdir(join(folder, draft))).length > 0)
  bot.kill('SIGKILL')
  await once(bot, 'exit')
  expect(await readdir(folder)).toEqual([draft])
  const next = await open()
  expect(await query(next, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }])
  await leave(next)
  // Processes that the killed bot had started run on for a moment.
  await until(async () => {
    await leave(await open())
    return (await readdir(folder)).join() === 'postgres'
  }, 60_000)
})

test('other files in DATA_DIR are left alone', async () => {
  await mkdir(join(folder, 'new-photos'))
  await writeFile(join(folder, 'postgres.old'), 'mine')
  await open()
  expect((await readdir(folder)).sort()).toEqual(['new-photos', 'postgres', 'postgres.old'])
})

// Many rounds at random moments: npm run bench -- crashes
test('kill -9 of a bot and its server loses nothing that was committed', async () => {
  await copyDatabase()
  const { acknowledged, lost, torn, startsMs } = await crashRounds(folder, 1, 20_260_301)
  expect(startsMs).toHaveLength(1)
  expect(acknowledged).toBeGreaterThanOrEqual(10)
  expect(lost).toEqual([])
  expect(torn).toBe(0)
})

test('a server that dies is started again', async () => {
  await copyDatabase()
  const embedded = await open()
  await query(embedded, (sql) => sql`create table t (n int)`)
  const pid = await serverPid()
  if (pid === undefined) throw new Error('no server')
  process.kill(pid, 'SIGKILL')
  await until(async () => {
    const now = await serverPid()
    return now !== undefined && now !== pid
  }, 60_000)
  const inserted = await until(() =>
    query(embedded, (sql) => sql`insert into t values (1) returning n`).catch(() => undefined),
  )
  expect(inserted).toEqual([{ n: 1 }])
})

test('a process id left by a killed container does not keep the server from starting', async () => {
  await copyDatabase()
  const stranger = spawn('sleep', ['100'], { ...(await serverUser()), stdio: 'ignore', cwd: '/' })
  children.push(stranger)
  const stale = [stranger.pid, join(folder, 'postgres'), 1_700_000_000, 5432, '.', '', '  1 1', 'ready', '']
  await writeFile(join(folder, 'postgres', 'postmaster.pid'), stale.join('\n'))
  const again = await open()
  expect(await query(again, (sql) => sql`select 1 as n`)).toEqual([{ n: 1 }])
  expect(await serverPid()).not.toBe(stranger.pid)
})

test.runIf(isRoot)('as root, says what to do about a folder that the server cannot enter', async () => {
  const closed = join(folder, 'closed')
  await mkdir(closed, { mode: 0o700 })
  const refused = await openEmbedded(join(closed, 'data'), log).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(ConfigError)
  expect(String(refused)).toMatch(/cannot enter DATA_DIR.*set DATABASE_URL/u)
})

test('says what to do about a folder that cannot be made, or is too deep', async () => {
  await writeFile(join(folder, 'file'), '')
  await expect(openEmbedded(join(folder, 'file', 'data'), log)).rejects.toThrow(/cannot be created/u)
  const deep = join(folder, 'x'.repeat(100))
  await expect(openEmbedded(deep, log)).rejects.toThrow(/DATA_DIR .* is too long/u)
})

test('says why the server refuses to start', async () => {
  await copyDatabase()
  await appendFile(join(folder, 'postgres', 'postgresql.conf'), "\nshared_buffers = 'nonsense'\n")
  await expect(openEmbedded(folder, log)).rejects.toThrow(
    /does not start \(.*FATAL.*postgresql.conf.*DATABASE_URL/u,
  )
})

test.runIf(isRoot)('says whose database it is when another user made it', async () => {
  await mkdir(join(folder, 'postgres'), { mode: 0o700 })
  await expect(openEmbedded(folder, log)).rejects.toThrow(/belongs to user id 0/u)
})
