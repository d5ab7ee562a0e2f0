import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { connect, migrate } from '../src/db/client.ts'
import { openEmbedded } from '../src/db/embedded.ts'
import { openSql } from '../test/support/sql.ts'
import { benchAlarms } from './alarms.ts'
import { benchAttacks } from './attacks.ts'
import { benchCrashes } from './crashes.ts'
import { benchDeliveries } from './deliveries.ts'
import type { BenchDeps } from './figures.ts'
import { benchIdle } from './idle.ts'
import { benchMocks } from './mocks.ts'
import { benchPictures } from './pictures.ts'
import { benchRules } from './rules.ts'
import { benchStart } from './start.ts'
import { benchTexts } from './texts.ts'

type Bench = (deps: BenchDeps) => Promise<string>

/** Run unless others are named: these take seconds. */
const QUICK: Readonly<Record<string, Bench>> = {
  rules: benchRules,
  alarms: benchAlarms,
  deliveries: benchDeliveries,
}
/** Run only if named: the others take longer. */
const ALL: Readonly<Record<string, Bench>> = {
  ...QUICK,
  start: benchStart,
  pictures: benchPictures,
  texts: benchTexts,
  attacks: benchAttacks,
  mocks: benchMocks,
  idle: benchIdle,
  crashes: benchCrashes,
}

/** Prints figures of this machine, on a database of its own; nothing is asserted. */
async function main(): Promise<void> {
  const names = process.argv.slice(2)
  const chosen = names.length > 0 ? names.map(benchCalled) : Object.values(QUICK)
  const log = pino({ level: 'warn' })
  const folder = await mkdtemp(join(tmpdir(), 'loopmate-bench-'))
  // If root runs this, the server runs as another user, who has to enter the folder.
  await chmod(folder, 0o755)
  const embedded = await openEmbedded(folder, log)
  const connection = connect(embedded.connection)
  const outside = openSql(embedded.connection, 1)
  try {
    await migrate(connection)
    console.log(`Node ${process.version}, PostgreSQL with fsync, ${cpus().length} processors, ${load()}\n`)
    for (const bench of chosen)
      console.log(await bench({ ...connection, sql: outside.sql, source: embedded.connection, log }))
    console.log(`\nafterwards: ${load()}`)
  } finally {
    await outside.close()
    await connection.close()
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function benchCalled(name: string): Bench {
  const bench = ALL[name]
  if (!bench) throw new Error(`no bench ${name}; there are ${Object.keys(ALL).join(', ')}`)
  return bench
}

/** The load of the machine, without which the figures mean little. */
function load(): string {
  return `load ${loadavg()
    .map((n) => n.toFixed(2))
    .join(' ')}`
}

await main()
