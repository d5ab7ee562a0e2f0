import type { Sql } from '../support/sql.ts'
import { insertRows, readRows, readTables, type Table, useRows } from './representative-rows.ts'

export type Migration = Readonly<{ name: string; statements: readonly string[] }>

/**
 * Lives through all migrations on an empty database, with rows in every table before each, and with the
 * version before each still running after it: it goes on reading, changing and adding rows by the columns
 * it knows. @returns what went wrong
 */
export async function rehearse(sql: Sql, migrations: readonly Migration[]): Promise<readonly string[]> {
  let number = 0
  let known: readonly Table[] = []
  for (const migration of migrations) {
    await insertRows(sql, known, ++number)
    await insertRows(sql, known, ++number)
    const before = await Promise.all(known.map((table) => readRows(sql, table)))
    try {
      await sql.begin(async (tx) => {
        for (const statement of migration.statements) await tx.unsafe(statement)
      })
    } catch (error) {
      return [`${migration.name} fails where there is data: ${messageOf(error)}`]
    }
    try {
      for (const [index, table] of known.entries()) {
        const after = new Set(await readRows(sql, table))
        const lost = (before[index] ?? []).filter((row) => !after.has(row))
        if (lost.length > 0) return [`${migration.name} loses or changes rows of ${table.name}: ${lost[0]}`]
      }
      await useRows(sql, known)
      await insertRows(sql, known, ++number)
    } catch (error) {
      return [`after ${migration.name} the version before it fails: ${messageOf(error)}`]
    }
    known = await readTables(sql)
  }
  await insertRows(sql, known, ++number)
  await useRows(sql, known)
  return []
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
