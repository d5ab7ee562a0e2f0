import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { openEmbedded } from '../../src/db/embedded.ts'
import { openSql } from '../support/sql.ts'

// Writes rows until it is killed, and says each once the database has acknowledged it.
const [folder, round] = process.argv.slice(2)
if (folder === undefined || round === undefined) throw new Error('what to write where is missing')

const WRITERS = 4

const embedded = await openEmbedded(folder, pino({ level: 'silent' }))
const { sql } = openSql(embedded.connection, 1)
await sql`create table if not exists kept (round int, writer int, n int, primary key (round, writer, n))`
await sql`create table if not exists twins (like kept including all)`

async function write(writer: number): Promise<void> {
  for (let n = 0; ; n++) {
    const row = { round: Number(round), writer, n }
    try {
      await sql.begin(async (tx) => {
        await tx`insert into kept ${tx(row)}`
        await tx`insert into twins ${tx(row)}`
      })
      process.stdout.write(`${round} ${writer} ${n}\n`)
    } catch {
      // The server is away: nobody knows what became of this row.
      await sleep(20)
    }
  }
}
await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
