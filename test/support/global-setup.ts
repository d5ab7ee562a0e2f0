import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { TestProject } from 'vitest/node'
import { type ConnectionSource, connect, migrate } from '../../src/db/client.ts'
import { openEmbedded } from '../../src/db/embedded.ts'
import { judgeIsHere } from '../fakes/discord/judge.ts'
import { inDatabase } from './database-name.ts'
import { openSql } from './sql.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent at the unit level. */
    database?: Readonly<{ server: ConnectionSource; template: string }>
  }
}

const NOT_JUDGED =
  'Requests to Discord are not judged by its API description: ../shared/conformance is not here.\n'

const stops: (() => Promise<unknown>)[] = []

/** Starts one server for all levels of a run that need it, with a migrated database that test files clone. */
export async function setup(project: TestProject): Promise<void> {
  // Each level loads this module anew, but all see what the root provides.
  const root = project.vitest.getRootProject()
  if (root.getProvidedContext().database) return
  if (!judgeIsHere()) process.stderr.write(NOT_JUDGED)
  const server = await openServer()
  const template = `loopmate_template_${process.pid}`
  const admin = openSql(server, 1)
  await admin.sql`create database ${admin.sql(template)}`
  stops.push(async () => {
    await admin.sql`drop database if exists ${admin.sql(template)} with (force)`
    await admin.close()
  })
  const connection = connect(inDatabase(server, template))
  await migrate(connection)
  await connection.close()
  root.provide('database', { server, template })
}

export async function teardown(): Promise<void> {
  for (const stop of stops.reverse()) await stop()
}

async function openServer(): Promise<ConnectionSource> {
  const url = process.env.DATABASE_URL
  if (url) return url
  const folder = await mkdtemp(join(tmpdir(), 'loopmate-test-'))
  // As root the server runs as another user, who has to enter it.
  await chmod(folder, 0o755)
  const embedded = await openEmbedded(folder, pino({ level: 'warn' }), ['fsync=off', 'max_connections=200'])
  stops.push(async () => {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  })
  return embedded.connection
}
