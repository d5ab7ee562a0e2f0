import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ChannelRef, MessageRef, Platform, PlatformName, SeenMessage } from '#bot'
import { loadContent } from '../../../src/content/load.ts'
import { rememberSlot } from '../../../src/durable/outbox/slots.ts'
import { answerOfMock, listMessages, listParts } from '../../../src/features/answers/store.ts'
import { groupAt } from '../../../src/features/groups/store.ts'
import { catchUpAll } from '../../../src/features/mock/catch-up.ts'
import type { MockDeps } from '../../../src/features/mock/deps.ts'
import { createEngine } from '../../../src/features/mock/engine.ts'
import { createListener } from '../../../src/features/mock/listener.ts'
import { recordMessage } from '../../../src/features/mock/record.ts'
import { newMock } from '../../../src/features/mock/rules/step.ts'
import { insertMock } from '../../../src/features/mock/store.ts'
import { loadTexts } from '../../../src/texts/catalogue.ts'
import { manualClock } from '../../support/clock.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { featureDeps } from '../../support/features.ts'
import { scriptedPlatform } from '../../support/scripted-platform.ts'
import { ana, PLAN, T0 } from './fixtures.ts'

const content = loadContent(new URL('../../../content/', import.meta.url))
const texts = loadTexts()
const clock = manualClock(T0)
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.close())

let readMessages: Platform['readMessages']
let readReactions: Platform['readReactions'] = async () => []
const platforms: ReadonlyMap<PlatformName, Platform> = new Map([
  [
    'discord',
    {
      ...scriptedPlatform('discord'),
      readMessages: (thread: ChannelRef) => readMessages(thread),
      readReactions: (ref: MessageRef) => readReactions(ref),
    },
  ],
])

function flow(): MockDeps {
  const deps = featureDeps({ ...database, clock, content, texts, platforms })
  return { ...deps, engine: createEngine(deps) }
}

let channels = 0

/** A solo mock of Ana's that runs in a thread of its own. */
async function running(deps: MockDeps) {
  const { db, engine } = deps
  const { id: groupId } = await groupAt(db, ana.user)
  const number = ++channels
  const channel = { platform: 'discord', space: 's', channel: `c${number}` } as const
  const thread: ChannelRef = { ...channel, thread: `t${number}` }
  const mock = {
    groupId,
    channel,
    problem: 'fraud-detection',
    own: null,
    language: 'en',
    minutes: 45,
  } as const
  const id = await db.transaction(async (tx) => {
    const inserted = await insertMock(tx, { ...mock, state: newMock(ana.user, PLAN, T0) }, T0 + number)
    if (inserted === undefined) throw new Error('no mock')
    await rememberSlot(tx, { stream: inserted, slot: 'thread' }, thread)
    return inserted
  })
  await engine.advance(id, () => ({ kind: 'start', by: ana, at: T0 }))
  const end = () => engine.advance(id, () => ({ kind: 'end', by: ana, at: T0 + 60_000, revision: 1 }))
  const reveal = () => engine.advance(id, () => ({ kind: 'reveal', by: ana, at: T0 + 120_000 }))
  return { id, thread, end, reveal }
}

/** @param at in seconds since the start */
function said(
  thread: ChannelRef,
  message: string,
  text: string,
  writtenAt: number,
  at = writtenAt,
): SeenMessage {
  const author = { ...ana.user, name: 'Ana', bot: false }
  const times = { writtenAt: T0 + writtenAt * 1000, at: T0 + at * 1000 }
  return { ref: { ...thread, message }, author, text, files: [], ...times }
}

async function stored({ db }: MockDeps, mock: string): Promise<readonly string[]> {
  const answer = await answerOfMock(db, mock)
  return answer ? (await listParts(db, answer.id)).map(({ text }) => text) : []
}

it('what stood in the thread when the votes were opened is kept, however late it is heard', async () => {
  const deps = flow()
  const { id, thread, end, reveal } = await running(deps)
  await recordMessage(deps, id, said(thread, 'heard', 'first version', 5))
  await end()
  await reveal()
  await recordMessage(deps, id, said(thread, 'late', 'written in time', 10))
  await recordMessage(deps, id, said(thread, 'heard', 'second version', 5, 90))
  await recordMessage(deps, id, said(thread, 'after', 'written after the end', 61))
  await recordMessage(deps, id, said(thread, 'late', 'changed after the reveal', 10, 121))
  expect([...(await stored(deps, id))].sort()).toEqual(['second version', 'written in time'])
})

it('threads are read side by side, where scores are given first, and one that fails keeps no other from it', async () => {
  const deps = flow()
  const mocks = await Promise.all(Array.from({ length: 20 }, () => running(deps)))
  const scoring = mocks[13]
  await scoring?.end()
  const order: string[] = []
  const all = Promise.withResolvers<void>()
  let open = 0
  let most = 0
  readMessages = async (thread) => {
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
    expect(await stored(deps, id)).toEqual(index === 4 ? [] : [`in ${thread.thread}`])
})

it('a bot that stops reads nothing more', async () => {
  const deps = flow()
  await Promise.all(Array.from({ length: 20 }, () => running(deps)))
  const stopping = new AbortController()
  let reads = 0
  readMessages = async () => {
    reads++
    stopping.abort()
    return { messages: [], complete: true }
  }
  await catchUpAll(deps, 'discord', stopping.signal)
  expect(reads).toBeLessThanOrEqual(8)
})

it('a reaction that is told late files a message only where it still stands', async () => {
  const deps = flow()
  const { id, thread } = await running(deps)
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
  readReactions = async () => [{ emoji: '2️⃣', user: ana.user }]
  await tell('2️⃣', true)
  expect(await filed()).toEqual([1])
  await tell('3️⃣')
  expect(await filed()).toEqual([2])
})
