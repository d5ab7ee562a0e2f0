import type postgres from 'postgres'
import type { Sql } from '../support/sql.ts'
import { insertRows, readRows, readTables, type Table, useRows } from './representative-rows.ts'

export type Migration = Readonly<{ name: string; statements: readonly string[] }>

/** Where a rehearsal stands: the tables that the version before knows, and the number of its last rows. */
export type Stand = Readonly<{ known: readonly Table[]; number: number }>

export type Rehearsal = Readonly<{ faults: readonly string[]; stand: Stand }>

/**
 * Lives through migrations, with rows in every table before each, and with the version before each still running after
 * it: it goes on reading, changing and adding rows by the columns it knows.
 * @param sql an empty database, or one that stands where `from` says
 */
export async function rehearse(
  sql: Sql | postgres.TransactionSql,
  migrations: readonly Migration[],
  from: Stand = { known: [], number: 0 },
): Promise<Rehearsal> {
  let { known, number } = from
  const stop = (fault: string) => ({ faults: [fault], stand: { known, number } })
  for (const migration of migrations) {
    await insertRows(sql, known, ++number)
    await insertRows(sql, known, ++number)
    const before = await Promise.all(known.map((table) => readRows(sql, table)))
    try {
      const migrate = async (tx: postgres.TransactionSql) => {
        for (const statement of migration.statements) await tx.unsafe(statement)
      }
      await ('savepoint' in sql ? sql.savepoint(migrate) : sql.begin(migrate))
    } catch (error) {
      return stop(`${migration.name} fails where there is data: ${messageOf(error)}`)
    }
    try {
      for (const [index, table] of known.entries()) {
        const after = new Set(await readRows(sql, table))
        const lost = (before[index] ?? []).filter((row) => !after.has(row))
        if (lost.length > 0)
          return stop(`${migration.name} loses or changes rows of ${table.name}: ${lost[0]}`)
      }
      await useRows(sql, known)
      await insertRows(sql, known, ++number)
    } catch (error) {
      return stop(`after ${migration.name} the version before it fails: ${messageOf(error)}`)
    }
    known = await readTables(sql)
  }
  await insertRows(sql, known, ++number)
  await useRows(sql, known)
  return { faults: [], stand: { known, number } }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
