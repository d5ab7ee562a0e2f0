import { sql as statement } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { action, encodeAction, type Form, type UserRef } from '#bot'
import { createFormDrafts, pruneFormDrafts } from '../../src/durable/form-drafts.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

const user: UserRef = { platform: 'discord', space: 's', user: 'u' }

function form(name: string, title = 'Score'): Form {
  return { action: action(name, 1), title, submit: 'Submit', fields: [] }
}

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

test('opening again keeps the values and takes the new form', async () => {
  const drafts = createFormDrafts(database.db)
  const id = encodeAction(form('reopen').action)
  expect(await drafts.open(user, form('reopen'))).toEqual({ form: form('reopen'), values: {} })
  await drafts.merge(user, id, { depth: '3' })
  const reopened = await drafts.open(user, form('reopen', '评分'))
  expect(reopened).toEqual({ form: form('reopen', '评分'), values: { depth: '3' } })
  expect(await drafts.load(user, id)).toEqual(reopened)
})

test('choices made at once all count', async () => {
  const drafts = createFormDrafts(database.db)
  const id = encodeAction(form('race').action)
  await drafts.open(user, form('race'))
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => drafts.merge(user, id, { [`field${i}`]: String(i) })),
  )
  const draft = await drafts.load(user, id)
  expect(Object.keys(draft?.values ?? {})).toHaveLength(20)
  const merged = await drafts.merge(user, id, { field3: 'changed' })
  expect(merged?.values).toMatchObject({ field3: 'changed', field4: '4' })
})

test('keeps what jsonb would refuse', async () => {
  const drafts = createFormDrafts(database.db)
  const id = encodeAction(form('odd').action)
  await drafts.open(user, form('odd'))
  const merged = await drafts.merge(user, id, { comment: `a\0b ${'😀'.slice(0, 1)} "q" \\` })
  expect(merged?.values).toEqual({ comment: 'ab \ufffd "q" \\' })
})

test('a closed form takes no more, and another person has their own', async () => {
  const drafts = createFormDrafts(database.db)
  const id = encodeAction(form('close').action)
  const other = { ...user, user: 'v' }
  await drafts.open(user, form('close'))
  await drafts.open(other, form('close'))
  await drafts.close(user, id)
  expect(await drafts.load(user, id)).toBeUndefined()
  expect(await drafts.merge(user, id, { a: 'b' })).toBeUndefined()
  expect(await drafts.load(other, id)).toBeDefined()
})

test('untouched drafts are forgotten after a week', async () => {
  const drafts = createFormDrafts(database.db)
  const id = encodeAction(form('stale').action)
  await drafts.open(user, form('stale'))
  await pruneFormDrafts(database.db)
  expect(await drafts.load(user, id)).toBeDefined()
  await database.db.execute(
    statement`update form_drafts set updated_at = now() - interval '8 days' where form_id = ${id}`,
  )
  await pruneFormDrafts(database.db)
  expect(await drafts.load(user, id)).toBeUndefined()
})
