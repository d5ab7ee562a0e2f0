import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { connect, migrate } from '../src/db/client.ts'
import { openEmbedded } from '../src/db/embedded.ts'
import { benchAlarms } from './alarms.ts'
import { benchDeliveries } from './deliveries.ts'
import { benchRules } from './rules.ts'

/** Prints figures of this machine, on a database of its own; nothing is asserted. */
const log = pino({ level: 'warn' })
const folder = await mkdtemp(join(tmpdir(), 'loopmate-bench-'))
// As root the server runs as another user, who has to enter it.
await chmod(folder, 0o755)
const embedded = await openEmbedded(folder, log)
const connection = connect(embedded.connection)
try {
  await migrate(connection.db)
  console.log(`Node ${process.version}, PostgreSQL with fsync\n`)
  for (const bench of [benchRules, benchAlarms, benchDeliveries])
    console.log(await bench({ ...connection, log }))
} finally {
  await connection.close()
  await embedded.stop()
  await rm(folder, { recursive: true, force: true })
}
