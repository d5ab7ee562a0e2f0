import type { Logger } from 'pino'
import { connect, type Database, migrate } from '../db/client.ts'
import { ConfigError } from '../db/config-error.ts'
import { causes, codeOf, isUnanswered } from '../db/driver-error.ts'
import { openEmbedded } from '../db/embedded.ts'
import type { Config } from './config.ts'

/**
 * Opens the configured database, or else the embedded one, and runs the migrations.
 * @throws ConfigError if it can't be reached
 */
export async function openDatabase({ url, dataDir }: Config['database'], log: Logger): Promise<Database> {
  const embedded = url === undefined ? await openEmbedded(dataDir, log) : undefined
  const connection = connect(embedded?.connection ?? url ?? '')
  const close = async () => {
    await connection.close()
    await embedded?.stop()
  }
  try {
    await migrate(connection)
  } catch (error) {
    await close()
    throw url === undefined ? error : explained(error)
  }
  return { ...connection, close }
}

/** Reasons that the operator can correct, by codes of PostgreSQL and the network. The address may hold a password. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'its host is unknown',
  '28P01': 'it refuses the password',
  '28000': 'it refuses the user',
  '3D000': 'it has no such database',
  '42501': 'the user may not create tables',
  '53100': 'its disk is full',
}

/** @returns an error with a sentence for the operator if there is one, else the same error */
export function explained(error: unknown): unknown {
  for (const cause of causes(error)) {
    const reason = isUnanswered(cause) ? 'it does not answer' : REASONS[codeOf(cause)]
    if (reason)
      return new ConfigError(`DATABASE_URL: the database can't be used, ${reason}.`, { cause: error })
  }
  return error
}
