import { fileURLToPath } from 'node:url'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { lintMigration } from './migration-lint.ts'
import { type Migration, type Rehearsal, rehearse } from './migration-rehearsal.ts'
import { readRows, readTables } from './representative-rows.ts'

const folder = fileURLToPath(new URL('../../drizzle', import.meta.url))
const migrations: readonly Migration[] = readMigrationFiles({ migrationsFolder: folder }).map(
  ({ sql, folderMillis }, index) => ({ name: `migration ${index} (${folderMillis})`, statements: sql }),
)

/** Possible next migrations, and the fault of each. */
const BAD: readonly Readonly<{ sql: string; lint?: RegExp; rehearsal?: RegExp }>[] = [
  {
    sql: 'DROP TABLE "mock_notes";',
    lint: /drop it in a later release/u,
    rehearsal: /mock_notes.*does not exist/u,
  },
  {
    sql: 'ALTER TABLE "groups" DROP COLUMN "language";',
    lint: /drop it in/u,
    rehearsal: /language.*does not exist/u,
  },
  {
    sql: 'ALTER TABLE "groups" RENAME COLUMN "language" TO "tongue";',
    lint: /old name/u,
    rehearsal: /language/u,
  },
  {
    sql: 'ALTER TABLE "mocks" RENAME TO "sessions";',
    lint: /old name/u,
    rehearsal: /"mocks" does not exist/u,
  },
  {
    sql: 'ALTER TABLE "groups" ADD COLUMN "colour" text NOT NULL;',
    lint: /default/u,
    rehearsal: /fails where there is data/u,
  },
  { sql: 'ALTER TABLE "mocks" ALTER COLUMN "candidate" SET NOT NULL;', lint: /may leave it empty/u },
  {
    sql: 'ALTER TABLE "mocks" ALTER COLUMN "minutes" SET DATA TYPE text;',
    lint: /old type/u,
    rehearsal: /changes rows of mocks/u,
  },
  {
    sql: 'ALTER TABLE "alarms" ALTER COLUMN "attempts" DROP DEFAULT;',
    lint: /relies on it/u,
    rehearsal: /version before it fails/u,
  },
  {
    sql: 'ALTER TABLE "groups" ADD CONSTRAINT "short" CHECK (default_minutes < 3);',
    lint: /may break it/u,
    rehearsal: /fails/u,
  },
  { sql: 'CREATE UNIQUE INDEX "one" ON "groups" USING btree ("language");', lint: /may break it/u },
  { sql: 'ALTER TABLE "answers" DROP CONSTRAINT "answers_mock_id_unique";', lint: /ON CONFLICT/u },
  { sql: 'DELETE FROM "votes";', lint: /keep it/u, rehearsal: /loses or changes rows of votes/u },
  {
    sql: 'UPDATE "mocks" SET "channel" = NULL WHERE false; TRUNCATE "places";',
    lint: /keep it/u,
    rehearsal: /places/u,
  },
]

/** Harmless migrations. */
const GOOD: readonly string[] = [
  'ALTER TABLE "groups" ADD COLUMN "colour" text;',
  `ALTER TABLE "groups" ADD COLUMN "colour" text DEFAULT 'blue' NOT NULL;`,
  'CREATE INDEX "groups_language" ON "groups" USING btree ("language");',
  'CREATE TABLE "tags" ("id" uuid PRIMARY KEY NOT NULL, "group_id" uuid NOT NULL);',
  `CREATE TABLE "tags" ("group_id" uuid NOT NULL);
   ALTER TABLE "tags" ADD CONSTRAINT "tags_group" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id");
   CREATE UNIQUE INDEX "tags_one" ON "tags" USING btree ("group_id");`,
]

let database: TestDatabase
let rehearsal: Rehearsal
beforeAll(async () => {
  database = await testDatabase('empty')
  rehearsal = await rehearse(database.sql, migrations)
})
afterAll(() => database.close())

/** Rehearses one more migration after ours, and takes it back. */
async function faultsOf(sql: string): Promise<readonly string[]> {
  const rollback = new Error('rolled back')
  let faults: readonly string[] = []
  const rehearsed = database.sql.begin(async (tx) => {
    ;({ faults } = await rehearse(tx, [{ name: 'the next', statements: [sql] }], rehearsal.stand))
    throw rollback
  })
  await expect(rehearsed).rejects.toBe(rollback)
  return faults
}

describe('the migrations', () => {
  it('after the first do nothing that the version before could not live with', () => {
    expect(migrations.length).toBeGreaterThan(0)
    expect(migrations.slice(1).flatMap(({ name, statements }) => lintMigration(name, statements))).toEqual([])
  })

  it('keep all rows, while the version before goes on', () => {
    expect(rehearsal.faults).toEqual([])
  })

  it('were rehearsed with rows in every table', async () => {
    const tables = await readTables(database.sql)
    const rows = await Promise.all(tables.map((table) => readRows(database.sql, table)))
    expect(tables.length).toBeGreaterThan(10)
    expect(tables.filter((_, index) => rows[index]?.length === 0).map(({ name }) => name)).toEqual([])
  })
})

describe('the checks of migrations', () => {
  it.each(BAD)('refuse $sql', async ({ sql, lint, rehearsal }) => {
    expect(lintMigration('the next', [sql]).join('\n')).toMatch(lint ?? /^$/u)
    if (rehearsal) expect((await faultsOf(sql)).join('\n')).toMatch(rehearsal)
  })

  it.each(GOOD)('let through %s', async (sql) => {
    expect(lintMigration('the next', [sql])).toEqual([])
    expect(await faultsOf(sql)).toEqual([])
  })
})
