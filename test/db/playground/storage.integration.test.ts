import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../../src/db/client.ts'
import { createPlaygroundStorage, pruneUploads } from '../../../src/db/playground/index.ts'
import type { Change, NewMessage, PlaygroundStorage } from '../../../src/platforms/playground/storage.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { until } from '../../support/until.ts'

let database: TestDatabase
let storage: PlaygroundStorage

beforeAll(async () => {
  database = await testDatabase()
  storage = createPlaygroundStorage(database)
  await storage.settle([
    { id: 'ana', name: 'Ana', admin: false },
    { id: 'ben', name: 'Ben', admin: true },
  ])
})
afterAll(() => database.close())

const message = (more: Partial<NewMessage> = {}): NewMessage => ({
  channel: 'general',
  thread: null,
  key: null,
  author: null,
  onlyFor: null,
  at: 1_790_000_000_000,
  summary: 'words',
  tone: null,
  pings: [],
  blocks: [{ type: 'text', text: 'words' }],
  attached: [],
  ...more,
})

async function post(more: Partial<NewMessage> = {}, by = storage) {
  const posted = await by.post(message(more), [])
  if (!posted) throw new Error('it was not posted')
  return posted
}

const file = (id = randomUUID()) => ({
  id,
  name: 'a.txt',
  mediaType: 'text/plain',
  bytes: Buffer.from('abc'),
})

describe('posting', () => {
  test('with one key posts once, however many try at once', async () => {
    const other = connect(database.source)
    const replicas = [storage, createPlaygroundStorage(other)]
    const all = await Promise.all(
      Array.from({ length: 12 }, (_, index) => post({ key: 'once' }, replicas[index % 2])),
    )
    await other.close()
    expect(new Set(all.map(({ id }) => id)).size).toBe(1)
    const rows = await database.sql`select 1 from playground_messages where key = 'once'`
    expect(rows).toHaveLength(1)
  })

  test('into a thread that is not there posts nothing', async () => {
    const { id } = await post()
    for (const thread of [id, '000000000000', 'x', ''])
      expect(await storage.post(message({ thread }), [file()])).toBeUndefined()
    expect(await database.sql`select 1 from playground_files`).toHaveLength(0)
    await storage.openThread(id, 'Thread')
    expect(await storage.post(message({ thread: id, channel: 'mocks' }), [])).toBeUndefined()
    expect(await post({ thread: id })).toMatchObject({ thread: id })
  })
})

test('changes are numbered in the order of their commits: who reads on misses none', async () => {
  const other = connect(database.source)
  const replicas = [storage, createPlaygroundStorage(other)]
  const began = await storage.latestChange()
  const writers = Array.from({ length: 60 }, (_, index) => post({}, replicas[index % 2]))
  let writing = true
  const written = Promise.all(writers).finally(() => {
    writing = false
  })
  const seen: number[] = []
  let since = began
  const readOn = async () => {
    const changes = await storage.changes(since, 7)
    for (const { change } of changes) {
      seen.push(change)
      since = change
    }
    return changes.length
  }
  while (writing) await readOn()
  while ((await readOn()) > 0);
  await other.close()
  expect(seen).toEqual((await written).map(({ change }) => change).sort((a, b) => a - b))
})

test('ids sort in the order in which messages came', async () => {
  const ids = [await post(), await post(), await post()].map(({ id }) => id)
  expect(ids.toSorted()).toEqual(ids)
})

test('the message on which a thread stands tells what is inside, without what only one sees', async () => {
  const head = await post()
  expect(head.opened).toBeNull()
  const opened = await storage.openThread(head.id, 'First')
  expect(opened?.opened).toEqual({ title: 'First', messages: 0, latestAt: null })
  expect((await storage.openThread(head.id, 'Second'))?.opened?.title).toBe('First')
  const inside = await post({ thread: head.id, author: 'ana', at: 1_790_000_000_005 })
  await post({ thread: head.id, onlyFor: 'ana', at: 1_790_000_000_009 })
  const read = await storage.find(head.id)
  expect(read?.opened).toEqual({ title: 'First', messages: 1, latestAt: 1_790_000_000_005 })
  expect(read?.change).toBeGreaterThan(inside.change)
  await storage.remove(inside.id, 'ana', 1)
  expect((await storage.find(head.id))?.opened).toEqual({ title: 'First', messages: 0, latestAt: null })
  expect(await storage.openThread(inside.id, 'In a thread')).toBeUndefined()
})

test('an edit takes the place of what stood there, its files too, and is later than it', async () => {
  const before = file()
  const posted = await storage.post(message({ at: 2_000_000_000_000 }), [before])
  const after = file()
  const content = { summary: 'new', tone: 'live', pings: ['ana'], blocks: [] } as const
  const edited = await storage.edit(posted?.id ?? '', content, [after], 5)
  expect(edited).toMatchObject({ summary: 'new', tone: 'live', pings: ['ana'], editedAt: 2_000_000_000_001 })
  expect(await storage.file(before.id)).toBeUndefined()
  expect(Buffer.from((await storage.file(after.id))?.bytes ?? []).toString()).toBe('abc')
  expect(await storage.fileSize(after.id)).toBe(3)
  const own = await post({ author: 'ana' })
  expect(await storage.edit(own.id, content, [], 5)).toBeUndefined()
  expect(await storage.rewrite(posted?.id ?? '', 'ana', 'x', 5)).toBeUndefined()
})

test('people keep the names they were given, through the next start', async () => {
  await storage.rename('ana', 'Anna')
  await storage.settle([{ id: 'ana', name: 'Ana', admin: false }])
  expect(await storage.people()).toEqual([
    { id: 'ana', name: 'Anna', admin: false },
    { id: 'ben', name: 'Ben', admin: true },
  ])
})

test('uploads that nobody posted go after a day', async () => {
  const [old, fresh, posted] = [file(), file(), file()]
  for (const each of [old, fresh, posted]) await storage.upload(each, 'ana')
  const attached = (await storage.uploaded([posted.id], 'ana')).map((each) => ({ ...each, url: '/x' }))
  await post({ author: 'ana', attached })
  await database.sql`update playground_files set created_at = now() - interval '25 hours'
    where id in ${database.sql([old.id, posted.id])}`
  await pruneUploads(database.db)
  expect(await storage.fileSize(old.id)).toBeUndefined()
  expect(await storage.fileSize(fresh.id)).toBe(3)
  expect(await storage.fileSize(posted.id)).toBe(3)
})

test('a listening connection that broke is made anew, and tells that something may have changed', async () => {
  const heard: Change[] = []
  const end = await storage.listen((change) => heard.push(change))
  await until(() => heard.length === 2)
  await database.sql`select pg_terminate_backend(pid) from pg_stat_activity
    where query like 'listen%playground%' and datname = current_database()`.catch(() => undefined)
  await until(() => heard.length >= 4)
  expect(heard.slice(0, 4).toSorted()).toEqual(['messages', 'messages', 'people', 'people'])
  await post()
  await until(() => heard.length >= 5)
  end()
})
