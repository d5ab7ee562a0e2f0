import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerOfMock, listMessages } from '../../../src/features/answers/store.ts'
import { catchUpAll } from '../../../src/features/mock/catch-up.ts'
import { createListener } from '../../../src/features/mock/listener.ts'
import { recordMessage } from '../../../src/features/mock/record.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { ana } from './fixtures.ts'
import { mockThreads, said } from './thread-fixture.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())

it('what stood in the thread when the votes were opened is kept, however late it is heard', async () => {
  const { deps, running, stored } = mockThreads(database)
  const { id, thread, end, reveal } = await running()
  await recordMessage(deps, id, said(thread, 'heard', 'first version', 5))
  await end()
  await reveal()
  await recordMessage(deps, id, said(thread, 'late', 'written in time', 10))
  await recordMessage(deps, id, said(thread, 'heard', 'second version', 5, 90))
  await recordMessage(deps, id, said(thread, 'after', 'written after the end', 61))
  await recordMessage(deps, id, said(thread, 'late', 'changed after the reveal', 10, 121))
  expect([...(await stored(id))].sort()).toEqual(['second version', 'written in time'])
})

it('threads are read side by side, where scores are given first, and one that fails keeps no other from it', async () => {
  const { deps, running, stored, reading } = mockThreads(database)
  const mocks = await Promise.all(Array.from({ length: 20 }, running))
  const scoring = mocks[13]
  await scoring?.end()
  const order: string[] = []
  const all = Promise.withResolvers<void>()
  let open = 0
  let most = 0
  reading.readMessages = async (thread) => {
    order.push(String(thread.thread))
    most = Math.max(most, ++open)
    if (most >= 8) all.resolve()
    await all.promise
    open--
    if (thread.thread === mocks[4]?.thread.thread) throw new Error('this one cannot be read')
    return { messages: [said(thread, `m-${thread.thread}`, `in ${thread.thread}`, 3)], complete: true }
  }
  const never = new AbortController().signal
  await expect(catchUpAll(deps, 'discord', never)).rejects.toThrow('not every thread could be read')
  expect(most).toBe(8)
  expect(order.slice(0, 8)).toContain(scoring?.thread.thread)
  for (const [index, { id, thread }] of mocks.entries())
    expect(await stored(id)).toEqual(index === 4 ? [] : [`in ${thread.thread}`])
})

it('a bot that stops reads nothing more', async () => {
  const { deps, running, reading } = mockThreads(database)
  await Promise.all(Array.from({ length: 20 }, running))
  const stopping = new AbortController()
  let reads = 0
  reading.readMessages = async () => {
    reads++
    stopping.abort()
    return { messages: [], complete: true }
  }
  await catchUpAll(deps, 'discord', stopping.signal)
  expect(reads).toBeLessThanOrEqual(8)
})

it('a reaction that is told late files a message only where it still stands', async () => {
  const { deps, running, reading } = mockThreads(database)
  const { id, thread } = await running()
  const { ref } = said(thread, 'filed', 'an answer', 5)
  await recordMessage(deps, id, said(thread, 'filed', 'an answer', 5))
  const { onReaction } = createListener(deps)
  const tell = (emoji: string, late?: true) =>
    onReaction?.({
      kind: 'reaction',
      message: ref,
      user: ana.user,
      emoji,
      added: true,
      ...(late && { late }),
    })
  const filed = async () => {
    const answer = await answerOfMock(deps.db, id)
    return answer && (await listMessages(deps.db, answer.id)).map(({ filedStage }) => filedStage)
  }
  await tell('1️⃣', true)
  expect(await filed()).toEqual([null])
  reading.readReactions = async () => [{ emoji: '2️⃣', user: ana.user }]
  await tell('2️⃣', true)
  expect(await filed()).toEqual([1])
  await tell('3️⃣')
  expect(await filed()).toEqual([2])
})
