import type { Queries } from '../support/sql.ts'

/** A table as the database describes it: the columns that a statement has to fill, and whom they point at. */
export type Table = Readonly<{ name: string; columns: readonly Column[] }>

type Column = Readonly<{
  name: string
  type: string
  points: Readonly<{ table: string; column: string }> | null
}>

/** All tables, those that others point at first. Columns that fill themselves are left out. */
export async function readTables(sql: Queries): Promise<readonly Table[]> {
  const rows = await sql<(Column & Readonly<{ table: string }>)[]>`
    select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      (select jsonb_build_object('table', f.confrelid::regclass::text, 'column', fa.attname)
        from pg_constraint f join pg_attribute fa on fa.attrelid = f.confrelid and fa.attnum = f.confkey[1]
        where f.contype = 'f' and f.conrelid = c.oid and f.conkey = array[a.attnum]) as points
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0
      and not a.attisdropped and not a.atthasdef and a.attidentity = ''
    order by c.relname, a.attnum`
  const tables = Map.groupBy(rows, ({ table }) => table)
  return inOrder([...tables].map(([name, columns]) => ({ name, columns })))
}

function inOrder(tables: readonly Table[]): readonly Table[] {
  const sorted: Table[] = []
  const add = (table: Table) => {
    if (sorted.includes(table)) return
    for (const { points } of table.columns)
      for (const other of tables) if (other !== table && other.name === points?.table) add(other)
    sorted.push(table)
  }
  tables.forEach(add)
  return sorted
}

/** Puts a row with every column filled into each table, as a version that knows these columns does. `number` tells rows apart. */
export async function insertRows(sql: Queries, tables: readonly Table[], number: number): Promise<void> {
  for (const { name, columns } of tables) {
    const names = columns.map((column) => `"${column.name}"`).join(', ')
    const values = columns.map((column) => literalOf(name, column, number)).join(', ')
    // A table may hold one row by its nature.
    await sql.unsafe(`insert into "${name}" (${names}) values (${values}) on conflict do nothing`)
  }
}

/** Reads and changes what is there by all columns, as a version that knows these columns does. */
export async function useRows(sql: Queries, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    const names = columns.map((column) => `"${column.name}"`)
    await sql.unsafe(`select ${names.join(', ')} from "${name}"`)
    await sql.unsafe(`update "${name}" set ${names.map((column) => `${column} = ${column}`).join(', ')}`)
  }
}

/** The contents of these columns, one JSON text per row. */
export async function readRows(sql: Queries, { name, columns }: Table): Promise<readonly string[]> {
  const pairs = columns.map((column) => `'${column.name}', "${column.name}"`).join(', ')
  const rows = await sql.unsafe<{ row: string }[]>(
    `select jsonb_build_object(${pairs})::text as row from "${name}"`,
  )
  return rows.map(({ row }) => row)
}

/** As SQL. Numbers stay between 1 and 4, which is what a level may be. */
function literalOf(table: string, { name, type, points }: Column, number: number): string {
  // One that nothing here points at yet, where there is one: the column may be unique.
  if (points)
    return `(select o."${points.column}" from ${points.table} o
      order by exists (select 1 from "${table}" t where t."${name}" = o."${points.column}") limit 1)`
  if (type === 'text' || type.startsWith('character')) return `'${name} ${number} é 漢'`
  if (type === 'text[]') return `array['${name} ${number}', 'é 漢']`
  if (type === 'uuid') return 'gen_random_uuid()'
  if (type === 'integer' || type === 'smallint') return String(1 + (number % 4))
  if (type === 'bigint') return String(1_790_000_000_000 + number)
  if (type === 'double precision' || type.startsWith('numeric')) return `${number}.5`
  if (type === 'boolean') return 'true'
  if (type.startsWith('json')) return `'{"number": ${number}, "list": [1, null, "é"]}'`
  if (type === 'bytea') return `'\\x00ff0${number % 10}'`
  if (type.startsWith('timestamp')) return 'now()'
  throw new Error(`nobody has said what a column of type ${type} holds (${name}): say it here`)
}
