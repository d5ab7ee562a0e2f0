import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FileRef, SeenMessage } from '#bot'
import { catchUpAll } from '../../../src/features/mock/catch-up.ts'
import { createListener } from '../../../src/features/mock/listener.ts'
import { recordMessage } from '../../../src/features/mock/record.ts'
import { PIXEL } from '../../platform-contract/sending.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { ben } from './fixtures.ts'
import { mockThreads, said } from './thread-fixture.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())

const DIAGRAM = 'as drawn\n\n```mermaid\npie\n```'
const png = (id: string): FileRef => ({
  id,
  name: 'sketch.png',
  mediaType: 'image/png',
  bytes: PIXEL.length,
  url: 'x:',
})

/** A mock in whose thread a proxy stands in for Ana. */
async function openScene() {
  const mocks = mockThreads(database)
  const { id, thread } = await mocks.running()
  const { onMessage } = createListener(mocks.deps)
  const messages: SeenMessage[] = []
  mocks.reading.readMessages = async (place) => ({
    messages: place.thread === thread.thread ? messages : [],
    complete: place.thread === thread.thread,
  })
  const original = (text: string, files: readonly FileRef[] = []) =>
    said(thread, `${id}-1`, text, 1, 1, files)
  const copy = (text: string, files: readonly FileRef[] = [], at = 3): SeenMessage => ({
    ...said(thread, `${id}-2`, text, 3, at, files),
    author: { ...ben.user, user: 'webhook', name: 'Alter', bot: true },
    relayed: true,
  })
  const replaced = (from: SeenMessage, to: SeenMessage) =>
    onMessage?.({
      kind: 'message',
      change: 'replaced',
      id: `${from.ref.message}:deleted`,
      ref: from.ref,
      message: { ...to, author: from.author },
    })
  const deleted = ({ ref }: SeenMessage) =>
    onMessage?.({ kind: 'message', change: 'deleted', id: `${ref.message}:deleted`, ref })
  const record = (message: SeenMessage) => recordMessage(mocks.deps, id, message)
  return {
    ...mocks,
    id,
    messages,
    original,
    copy,
    replaced,
    deleted,
    record,
    readAgain: () => catchUpAll(mocks.deps, 'discord', new AbortController().signal),
    texts: () => mocks.stored(id),
    kept: () => mocks.kept(id),
    /** The kind of the last delivery to each diagram's slot: `put` or `remove`. */
    async drawn() {
      const rows = await database.sql<{ what: string }[]>`
        select kind || ' ' || replace(slot, ${`${id}-`}, '') as what from deliveries
        where stream = ${`drawings:${id}`} order by id`
      return rows.map(({ what }) => what)
    },
  }
}

it('a message that a copy replaces stays, with its files and diagrams, until the copy is deleted', async () => {
  const { files, original, copy, record, replaced, deleted, texts, kept, drawn } = await openScene()
  files.set('one', PIXEL)
  files.set('two', PIXEL)
  const [first, second] = [original(DIAGRAM, [png('one')]), copy(DIAGRAM, [png('two')])]
  await record(first)
  await expect.poll(kept).toEqual([`sketch.png image/png ${PIXEL.length}`])
  await record(second)
  await replaced(first, second)
  expect(await texts()).toEqual([DIAGRAM])
  expect(await kept()).toEqual([`sketch.png image/png ${PIXEL.length}`])
  expect(await drawn()).toEqual(['remove 1:0', 'put 2:0'])
  await record({ ...copy('changed by the proxy', [], 5) })
  expect(await texts()).toEqual(['changed by the proxy'])
  await deleted(second)
  expect(await texts()).toEqual([])
})

it('a copy that comes after the deletion is the message’s text', async () => {
  const { original, copy, record, replaced, deleted, texts } = await openScene()
  const [first, second] = [original('an answer'), copy('an answer')]
  await record(first)
  await deleted(first)
  expect(await texts()).toEqual([])
  await replaced(first, second)
  await replaced(first, second)
  expect(await texts()).toEqual(['an answer'])
})

it('a copy of another’s message is none of the candidate’s', async () => {
  const { original, copy, replaced, texts } = await openScene()
  const author = { ...ben.user, name: 'Ben', bot: false }
  await replaced({ ...original('by Ben'), author }, copy('by Ben'))
  expect(await texts()).toEqual([])
})

it.each([
  ['its copy', 'an answer', true],
  ['another webhook’s message', 'words of a bridge', false],
])('a message that is gone when the thread is read again, where there is %s', async (_, text, stays) => {
  const { original, copy, record, messages, readAgain, texts, deleted } = await openScene()
  await record(original('an answer'))
  messages.push(copy(text))
  for (const _again of [1, 2]) {
    await readAgain()
    expect(await texts()).toEqual(stays ? ['an answer'] : [])
  }
  await deleted(copy(text))
  expect(await texts()).toEqual([])
})

it('a picture that is gone is found in the copy by its name', async () => {
  const { original, copy, record, messages, readAgain, kept } = await openScene()
  await record(original('', [png('gone')]))
  messages.push(copy('', [png('copied')]))
  await readAgain()
  expect((await kept()).map((each) => each.split(' ')[0])).toEqual(['sketch.png'])
})
