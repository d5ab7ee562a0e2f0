import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Config } from '../../app/config.ts'
import { explained } from '../../app/database.ts'
import { type ConnectionSource, connect, type Database, ping } from '../../db/client.ts'
import { ConfigError } from '../../db/config-error.ts'
import { openEmbedded } from '../../db/embedded.ts'
import { type Finding, ok, plural, problem } from './findings.ts'

const JOURNAL = new URL('../../../drizzle/meta/_journal.json', import.meta.url)

/** Looks at the database that the bot would use. Nothing in it is changed; an embedded one is made if there is none. */
export async function checkDatabase({ url, dataDir }: Config['database'], log: Logger): Promise<Finding> {
  try {
    if (url !== undefined) return await look('Database', url)
    const embedded = await openEmbedded(dataDir, log)
    try {
      return await look(`Database: embedded in ${dataDir}`, embedded.connection)
    } finally {
      await embedded.stop()
    }
  } catch (error) {
    return problem(reasonOf(error, url))
  }
}

async function look(name: string, source: ConnectionSource): Promise<Finding> {
  const connection = connect(source, { max: 1 })
  try {
    await ping(connection.db)
    const { pending, mayCreate } = await readTables(connection)
    return judgeTables(name, pending, mayCreate)
  } finally {
    await connection.close()
  }
}

/**
 * @param pending how many migrations have not run yet
 * @param mayCreate whether the user may make tables
 */
export function judgeTables(name: string, pending: number, mayCreate: boolean): Finding {
  if (pending === 0) return ok(`${name}, tables up to date`)
  if (mayCreate) return ok(`${name}, ${plural(pending, 'migration')} will run at the next start`)
  return problem(
    `${name}: ${plural(pending, 'migration')} must run, but the user may not create tables`,
    'Make the user of DATABASE_URL the owner of the database.',
  )
}

async function readTables({ db }: Database): Promise<{ pending: number; mayCreate: boolean }> {
  const journal = JSON.parse(await readFile(JOURNAL, 'utf8')) as { entries: { when: number }[] }
  const { rows } = await db.execute<{ known: boolean; mayCreate: boolean }>(sql`
    select to_regclass('drizzle.__drizzle_migrations') is not null as known,
      has_database_privilege(current_database(), 'create')
        and has_schema_privilege(current_schema(), 'create') as "mayCreate"`)
  const [found] = rows
  const last = found?.known ? await lastMigration(db) : 0
  const pending = journal.entries.filter(({ when }) => when > last).length
  return { pending, mayCreate: found?.mayCreate ?? false }
}

/** drizzle runs what is newer than the newest that ran. */
async function lastMigration(db: Database['db']): Promise<number> {
  const { rows } = await db.execute<{ at: string | null }>(sql`
    select max(created_at)::text as at from drizzle.__drizzle_migrations`)
  return Number(rows[0]?.at ?? 0)
}

/** The sentence that the start would give up with. */
function reasonOf(error: unknown, url: string | undefined): string {
  const known = url === undefined ? error : explained(error)
  if (known instanceof ConfigError) return known.message
  return 'The database can’t be used, for a reason that the log of "npm start" tells.'
}
