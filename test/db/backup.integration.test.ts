import { execFileSync, spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { type ConnectionSource, connect, type Database, migrate } from '../../src/db/client.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { groups } from '../../src/db/schema.ts'
import { botEnv } from '../support/bot.ts'
import { testDatabase } from '../support/database.ts'
import { documentedCommands } from './documented.ts'

const log = pino({ level: 'silent' })
const [copy, restoreCopy, dumpEmbedded] = documentedCommands('### The embedded database')
const [dump, restore] = documentedCommands('### A server of your own')

/** The folder in which the operator stands. */
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'loopmate-backup-'))
  await chmod(home, 0o755)
  await mkdir(join(home, 'bin'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** A program that does this instead of what the machine has under its name. */
async function standIn(name: string, script: string): Promise<void> {
  await writeFile(join(home, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

/** Runs a block of the documentation as it stands there. */
function follow(block: string | undefined, env: Readonly<Record<string, string>> = {}): void {
  if (block === undefined) throw new Error('docs/operating.md lacks these commands')
  const PATH = `${join(home, 'bin')}${delimiter}${process.env.PATH}`
  execFileSync('sh', ['-euc', block], { cwd: home, env: { ...process.env, ...env, PATH }, stdio: 'pipe' })
}

/** @returns what the program says its version is */
function needs(context: TestContext, program: string): string {
  const { error, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (error) context.skip(`${program} is not installed`)
  return stdout
}

/** pg_dump dumps no server that is newer than itself. */
async function needsPgDump(context: TestContext, { db }: Database): Promise<void> {
  needs(context, 'pg_restore')
  const client = Number(/ (\d+)/u.exec(needs(context, 'pg_dump'))?.[1])
  const { rows } = await db.execute<{ major: number }>(sql`
    select current_setting('server_version_num')::int / 10000 as major`)
  const [server] = rows
  if (!server || client < server.major)
    context.skip(`pg_dump is of version ${client}, the server of ${server?.major}`)
}

const group = (timeZone: string) => ({ language: 'en', timeZone, defaultMinutes: 45 }) as const
const zones = async ({ db }: Database) => (await db.select().from(groups)).map((row) => row.timeZone)

async function withEmbedded<T>(work: (connection: Database) => Promise<T>): Promise<T> {
  const embedded = await openEmbedded(join(home, '.loopmate'), log)
  const connection = connect(embedded.connection)
  try {
    await migrate(connection)
    return await work(connection)
  } finally {
    await connection.close()
    await embedded.stop()
  }
}

const urlOf = (source: ConnectionSource) => ({ DATABASE_URL: botEnv(source).DATABASE_URL ?? '' })

describe('a back-up of the embedded database', () => {
  it('made and restored by the documented commands is what it was', async (context) => {
    needs(context, 'tar')
    // The day in the archive's name that the documentation restores from.
    await standIn('date', 'echo 2026-01-31')
    await standIn('npm', 'touch started')
    await withEmbedded(({ db }) => db.insert(groups).values(group('Asia/Shanghai')))
    follow(copy)
    await withEmbedded(({ db }) => db.insert(groups).values(group('Europe/Berlin')))
    follow(restoreCopy)
    expect(await readdir(home)).toContain('started')
    expect(await withEmbedded(zones)).toEqual(['Asia/Shanghai'])
    expect(await readdir(join(home, '.loopmate'))).toContain('postgres.old')
  })

  it('dumped while the bot runs goes into a server of your own', async (context) => {
    const own = await testDatabase('empty')
    try {
      await withEmbedded(async (connection) => {
        await needsPgDump(context, connection)
        await connection.db.insert(groups).values(group('Asia/Shanghai'))
        follow(dumpEmbedded)
      })
      follow(restore, urlOf(own.source))
      expect(await zones(own)).toEqual(['Asia/Shanghai'])
    } finally {
      await own.close()
    }
  })
})

describe('a back-up of a server of your own', () => {
  it('made and restored by the documented commands is what it was', async (context) => {
    const own = await testDatabase()
    try {
      await needsPgDump(context, own)
      await own.db.insert(groups).values(group('Asia/Shanghai'))
      follow(dump, urlOf(own.source))
      await own.db.insert(groups).values(group('Europe/Berlin'))
      follow(restore, urlOf(own.source))
      expect(await zones(own)).toEqual(['Asia/Shanghai'])
      await migrate(own)
    } finally {
      await own.close()
    }
  })
})
