import { randomUUID } from 'node:crypto'
import { inject, type ProvidedContext } from 'vitest'
import { type ConnectionSource, connect, type Database } from '../../src/db/client.ts'
import { inDatabase } from './database-name.ts'
import { openSql, type Sql } from './sql.ts'

export type TestDatabase = Database & Readonly<{ source: ConnectionSource; sql: Sql }>

/** The PostgreSQL server of the run. */
export function testServer(): NonNullable<ProvidedContext['database']> {
  const provided = inject('database')
  if (!provided) throw new Error('unit tests have no database: name the file *.integration.test.ts')
  return provided
}

/** A fresh database for one test file, with all tables or (`empty`) none. `close` drops it. */
export async function testDatabase(content: 'tables' | 'empty' = 'tables'): Promise<TestDatabase> {
  const { server, template: migrated } = testServer()
  const template = content === 'tables' ? migrated : 'template1'
  const name = `loopmate_test_${randomUUID().replaceAll('-', '')}`
  // Without a write-ahead log of the copy, which a test needs as little as fsync.
  await administer(
    server,
    (sql) => sql`create database ${sql(name)} template ${sql(template)} strategy file_copy`,
  )
  const source = inDatabase(server, name)
  const connection = connect(source)
  const outside = openSql(source)
  return {
    ...connection,
    source,
    sql: outside.sql,
    close: async () => {
      await Promise.all([connection.close(), outside.close()])
      await administer(server, (sql) => sql`drop database ${sql(name)} with (force)`)
    },
  }
}

/** Moves bot time on at once, while bots run: as if so long had passed. @param speed from then on */
export async function passTime({ sql }: Pick<TestDatabase, 'sql'>, ms: number, speed = 1): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`update clock_anchor set
      bot_ms = bot_ms + floor((extract(epoch from clock_timestamp()) * 1000 - real_ms) * speed) + ${ms},
      real_ms = floor(extract(epoch from clock_timestamp()) * 1000), speed = ${speed}`
    await tx`select pg_notify('loopmate_clock', '')`
  })
}

async function administer(server: ConnectionSource, work: (sql: Sql) => Promise<unknown>) {
  const { sql, close } = openSql(server, 1)
  try {
    await work(sql)
  } finally {
    await close()
  }
}
