import { chmod, mkdir, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { ConfigError } from '../../src/db/config-error.ts'
import { type Embedded, openEmbedded } from '../../src/db/embedded.ts'
import { until } from '../support/until.ts'
import { mountSmallDisk } from './mounted.ts'

const FULL = /^the disk that holds DATA_DIR \(\/.*loopmate-disk-.*\) is full: free some space there$/u

let folder: string
let unmount: (() => void) | undefined
let opened: Embedded | undefined
let logged: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loopmate-disk-'))
  await chmod(folder, 0o755)
  opened = undefined
  logged = []
})
afterEach(async () => {
  await opened?.stop()
  unmount?.()
  unmount = undefined
  await rm(folder, { recursive: true, force: true })
})

function smallDisk(context: TestContext, mebibytes: number): void {
  unmount = mountSmallDisk(folder, mebibytes)
  if (!unmount) context.skip('a small disk can be made by root on Linux only, where mount is allowed')
}

const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) })
const start = () => openEmbedded(folder, log, ['fsync=off', 'max_wal_size=64MB'])

/** Writes until nothing more goes onto the disk. */
async function fillDisk(): Promise<void> {
  const file = await open(join(folder, 'ballast'), 'a')
  try {
    for (const bytes of [2 ** 20, 4096]) {
      const chunk = Buffer.alloc(bytes, 1)
      while (
        await file.write(chunk).then(
          ({ bytesWritten }) => bytesWritten === bytes,
          () => false,
        )
      );
    }
  } finally {
    await file.close()
  }
}

const emptyDisk = () => rm(join(folder, 'ballast'))

async function refusal(): Promise<string> {
  const error = await start().then(
    (embedded) => {
      opened = embedded
      return undefined
    },
    (refused: unknown) => refused,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return error instanceof Error ? error.message : ''
}

describe('a full disk', () => {
  it('is named when there is no room to make a database, and no half of one is left', async (context) => {
    smallDisk(context, 12)
    expect(await refusal()).toMatch(FULL)
    expect(await readdir(folder)).toEqual([])
  })

  it('is named when there is not even room for a folder', async (context) => {
    smallDisk(context, 1)
    await mkdir(join(folder, 'data'))
    await fillDisk()
    expect(await refusal()).toMatch(FULL)
  })

  it('is named when it keeps a server from starting; with room it starts', async (context) => {
    smallDisk(context, 160)
    const first = await start()
    await first.stop()
    await fillDisk()
    expect(await refusal()).toMatch(FULL)
    await emptyDisk()
    opened = await start()
  })

  it('that fills while the bot runs loses nothing committed, and is got over once there is room', async (context) => {
    smallDisk(context, 160)
    opened = await start()
    const sql = postgres({ ...opened.connection, max: 1, onnotice: () => undefined })
    try {
      await sql`create table t (n int primary key, filler text)`
      await fillDisk()
      let kept = 0
      const write = () => sql`insert into t values (${kept + 1}, ${'x'.repeat(100_000)})`.then(() => kept++)
      const failed = await (async () => {
        for (;;) {
          const error: unknown = await write().then(
            () => undefined,
            (refused: unknown) => refused,
          )
          if (error) return error
        }
      })()
      expect(String(failed)).toMatch(
        /No space left on device|CONNECTION_CLOSED|ECONNREFUSED|ENOENT|recovery/u,
      )
      await emptyDisk()
      await until(
        () =>
          write()
            .then(() => true)
            .catch(() => false),
        60_000,
      )
      const [stored] = await sql<{ n: number }[]>`select count(*)::int as n from t where n <= ${kept}`
      expect(stored?.n).toBe(kept)
    } finally {
      await sql.end({ timeout: 1 })
    }
  })

  it('that keeps a server from being started again is named in the log until there is room', async (context) => {
    smallDisk(context, 160)
    opened = await start()
    await fillDisk()
    const pid = Number.parseInt(await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
    process.kill(pid, 'SIGKILL')
    await until(() => logged.some((line) => /does not come back; trying again/u.test(line)), 60_000)
    expect(logged.join('')).toMatch(/the disk that holds DATA_DIR \([^)]+\) is full/u)
    await emptyDisk()
    const { connection } = opened
    await until(async () => {
      const sql = postgres({ ...connection, max: 1, onnotice: () => undefined })
      try {
        return await sql`select 1`
      } catch {
        return undefined
      } finally {
        await sql.end({ timeout: 1 })
      }
    }, 60_000)
  })
})
