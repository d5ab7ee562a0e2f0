import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ChannelRef, type Message, PlatformError, type PlatformName } from '#bot'
import { deliveries, places } from '../../src/db/schema.ts'
import {
  type DeliveriesOptions,
  type Delivery,
  enqueue,
  placeOf,
  startDeliveries,
  streamOfMessage,
  streamOfThread,
} from '../../src/durable/deliveries.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { type Call, type ScriptedPlatform, scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const log = pino({ level: 'silent' })
const channel: ChannelRef = { platform: 'playground', space: 's', channel: 'c' }

let database: TestDatabase
let stops: (() => Promise<void>)[]

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.delete(deliveries)
  await database.db.delete(places)
  stops = []
})
afterEach(async () => {
  for (const stop of stops) await stop()
})

const text = (summary: string): Message => ({ summary, blocks: [{ type: 'text', text: summary }] })
const post = (summary: string, slot?: string): Delivery => ({
  kind: 'post',
  to: { channel },
  message: text(summary),
  ...(slot === undefined ? {} : { slot }),
})
const edit = (slot: string, summary: string): Delivery => ({ kind: 'edit', slot, message: text(summary) })

async function put(stream: string, ...several: Delivery[]): Promise<void> {
  await database.db.transaction(async (tx) => {
    for (const delivery of several) await enqueue(tx, stream, 'playground', delivery)
  })
}

function start(platform: ScriptedPlatform, options: Partial<DeliveriesOptions> = {}) {
  const { db, sql } = database
  const platforms = new Map<PlatformName, ScriptedPlatform>([[platform.name, platform]])
  const running = startDeliveries({ db, sql, platforms, log, retryMs: 20, ...options })
  stops.push(() => running.stop())
  return running
}

const empty = async () => (await database.db.select().from(deliveries)).length === 0
const said = (calls: readonly Call[]) =>
  calls.map((call) => ('message' in call ? call.message.summary : call.kind))

test('sends a stream in order', async () => {
  const platform = scriptedPlatform('playground')
  start(platform)
  const expected = Array.from({ length: 20 }, (_, i) => `n${i}`)
  for (const name of expected) await put('a', post(name))
  await until(empty)
  expect(said(platform.calls)).toEqual(expected)
  expect(platform.calls.every((call) => call.kind === 'post' && !call.retried)).toBe(true)
  expect(new Set(platform.calls.map((call) => call.kind === 'post' && call.key)).size).toBe(20)
})

test('sends different streams side by side, and one stream one at a time', async () => {
  const gate = Promise.withResolvers<void>()
  const platform = scriptedPlatform('playground', () => gate.promise)
  await put('a', post('a1'), post('a2'))
  await put('b', post('b1'), post('b2'))
  start(platform)
  await until(() => platform.calls.length === 2)
  expect(said(platform.calls).toSorted()).toEqual(['a1', 'b1'])
  gate.resolve()
  await until(empty)
  expect(platform.calls).toHaveLength(4)
})

test('remembers messages and threads, and finds their stream', async () => {
  const { db } = database
  const platform = scriptedPlatform('playground')
  await put(
    'mock:1',
    post('card', 'card'),
    { kind: 'thread', on: 'card', title: 'Mock', slot: 'thread' },
    { kind: 'post', to: { slot: 'thread' }, message: text('hello'), slot: 'hello' },
    edit('card', 'running'),
    { kind: 'react', slot: 'hello', emoji: '👋' },
    { kind: 'dm', user: { platform: 'playground', space: 's', user: 'u' }, message: text('psst') },
  )
  start(platform)
  await until(empty)
  const card = { ...channel, message: 'm1' }
  const thread = { ...channel, thread: 't-m1' }
  const hello = { ...thread, message: 'm2' }
  expect(platform.calls).toMatchObject([
    { kind: 'post', to: channel },
    { kind: 'thread', on: card, title: 'Mock' },
    { kind: 'post', to: thread },
    { kind: 'edit', ref: card },
    { kind: 'react', ref: hello, emoji: '👋' },
    { kind: 'dm', user: { user: 'u' } },
  ])
  expect(await placeOf(db, 'mock:1', 'thread')).toEqual(thread)
  expect(await placeOf(db, 'mock:1', 'hello')).toEqual(hello)
  expect(await placeOf(db, 'mock:1', 'other')).toBeUndefined()
  expect(await streamOfThread(db, thread)).toEqual({ stream: 'mock:1', slot: 'thread' })
  expect(await streamOfThread(db, channel)).toBeUndefined()
  expect(await streamOfThread(db, { ...thread, platform: 'slack' })).toBeUndefined()
  expect(await streamOfMessage(db, hello)).toEqual({ stream: 'mock:1', slot: 'hello' })
  expect(await streamOfMessage(db, { ...hello, message: 'm9' })).toBeUndefined()
})

test('a delivery that is to come later keeps its place', async () => {
  let refusals = 2
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'a1' && refusals-- > 0)
      throw new PlatformError('later', 'slow down', { retryAfter: 50 })
  })
  await put('a', post('a1'), post('a2'))
  await put('b', post('b1'))
  start(platform)
  await until(empty)
  expect(said(platform.calls.filter((call) => said([call])[0] !== 'b1'))).toEqual(['a1', 'a1', 'a1', 'a2'])
  expect(
    platform.calls.flatMap((call) =>
      call.kind === 'post' && said([call])[0] === 'a1' ? [call.retried] : [],
    ),
  ).toEqual([false, true, true])
})

test('what can never be sent is set aside, with what depends on it, and the stream goes on', async () => {
  const dead: [string, string, string][] = []
  const outcomes: string[] = []
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'card') throw new PlatformError('forbidden', 'no')
  })
  await put('a', post('card', 'card'), edit('card', 'running'), post('last'))
  start(platform, {
    onDead: async (stream, delivery, error) => {
      dead.push([stream, delivery.kind, error.kind])
      if (delivery.kind === 'post') await put('a', post('replacement'))
    },
    onOutcome: (outcome, kind) => outcomes.push(`${outcome} ${kind}`),
  })
  await until(() => outcomes.length === 4)
  expect(dead).toEqual([
    ['a', 'post', 'forbidden'],
    ['a', 'edit', 'gone'],
  ])
  expect(said(platform.calls)).toEqual(['card', 'last', 'replacement'])
  expect(outcomes).toEqual(['dead post', 'dead edit', 'sent post', 'sent post'])
  const rows = await database.db.select().from(deliveries)
  expect(rows.map(({ state }) => state)).toEqual(['dead', 'dead'])
  expect(rows[0]?.error).toContain('no')
})

test('gives up at last when the platform stays away', async () => {
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'a1') throw new PlatformError('later', 'away', { retryAfter: 1 })
  })
  await put('a', post('a1'), post('a2'))
  start(platform)
  await until(() => said(platform.calls).includes('a2'))
  expect(platform.calls).toHaveLength(13)
})

test('a fault in a platform is tried again a little, then set aside', async () => {
  const errors: PlatformError[] = []
  const platform = scriptedPlatform('playground', () => {
    throw new TypeError('undefined is not a function')
  })
  await put('a', post('a1'))
  start(platform, {
    onDead: (_stream, _delivery, error) => {
      errors.push(error)
    },
  })
  await until(() => errors.length === 1)
  expect(platform.calls).toHaveLength(3)
  expect(errors[0]).toMatchObject({ kind: 'invalid', cause: expect.any(TypeError) })
})

test('a platform that never answers does not hold its stream for ever', async () => {
  let hangs = true
  const platform = scriptedPlatform('playground', () => {
    if (!hangs) return
    hangs = false
    return new Promise(() => undefined)
  })
  await put('a', post('a1'))
  start(platform, { sendTimeoutMs: 50 })
  await until(empty)
  expect(platform.calls).toMatchObject([{ retried: false }, { retried: true }])
})

test('after a death in the middle another worker takes over, and says that it is a repetition', async () => {
  const { db } = database
  await put('a', post('a1', 'first'), post('a2'))
  // As a bot leaves it that was killed while it was sending.
  await db.update(deliveries).set({ attempts: 1, leasedUntil: new Date(Date.now() + 300) })
  const platform = scriptedPlatform('playground')
  start(platform)
  await until(empty)
  expect(platform.calls).toMatchObject([{ retried: true }, { retried: true }])
  expect(said(platform.calls)).toEqual(['a1', 'a2'])
})

test('a worker that lost its lease changes nothing when it comes back', async () => {
  const { db } = database
  const gate = Promise.withResolvers<void>()
  const slow = scriptedPlatform('playground', () => gate.promise)
  const outcomes: string[] = []
  await put('a', post('a1', 'card'))
  // Its lease is renewed far too late, as when its process hangs.
  const first = start(slow, { workers: 1, leaseMs: 600_000, onOutcome: (outcome) => outcomes.push(outcome) })
  await until(() => slow.calls.length === 1)
  await db.update(deliveries).set({ leasedUntil: new Date(0) })
  const quick = scriptedPlatform('playground')
  await quick.post(channel, text('something else'), '0', false)
  start(quick)
  await until(empty)
  expect(await placeOf(db, 'a', 'card')).toMatchObject({ message: 'm2' })
  gate.resolve()
  await first.stop()
  expect(outcomes).toEqual([])
  expect(await placeOf(db, 'a', 'card')).toMatchObject({ message: 'm2' })
})

test('a lease is renewed while the platform takes its time', async () => {
  const gate = Promise.withResolvers<void>()
  const platform = scriptedPlatform('playground', () => gate.promise)
  await put('a', post('a1'))
  start(platform, { leaseMs: 900 })
  const leasedUntil = async () => (await database.db.select().from(deliveries))[0]?.leasedUntil?.getTime()
  const first = await until(leasedUntil)
  await until(async () => ((await leasedUntil()) ?? 0) > first)
  gate.resolve()
  await until(empty)
  expect(platform.calls).toHaveLength(1)
})

test('an edit replaces earlier ones of its slot that nobody has begun to send', async () => {
  const platform = scriptedPlatform('playground')
  await put('a', post('card', 'card'), edit('card', 'e1'), post('other', 'other'))
  await put('a', edit('card', 'e2'), edit('other', 'o1'))
  await put('b', post('b', 'card'), edit('card', 'b1'))
  await put('a', edit('card', 'e3'))
  start(platform)
  await until(empty)
  const calls = said(platform.calls)
  expect(calls.filter((call) => !call.startsWith('b'))).toEqual(['card', 'other', 'o1', 'e3'])
  expect(calls.filter((call) => call.startsWith('b'))).toEqual(['b', 'b1'])
})

test('an edit that is being sent ends before the next begins', async () => {
  const gate = Promise.withResolvers<void>()
  const platform = scriptedPlatform('playground', (call) =>
    said([call])[0] === 'e1' ? gate.promise : undefined,
  )
  await put('a', post('card', 'card'), edit('card', 'e1'))
  start(platform)
  await until(() => said(platform.calls).includes('e1'))
  await put('a', edit('card', 'e2'))
  await put('a', edit('card', 'e3'))
  gate.resolve()
  await until(empty)
  expect(said(platform.calls)).toEqual(['card', 'e1', 'e3'])
})

test('a newer edit still waits as long as the platform asked', async () => {
  const { db } = database
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'e1') throw new PlatformError('later', 'slow down', { retryAfter: 3_600_000 })
  })
  await put('a', post('card', 'card'), edit('card', 'e1'))
  start(platform)
  await until(async () => (await db.select().from(deliveries))[0]?.notBefore)
  await put('a', edit('card', 'e2'))
  const rows = await db.select().from(deliveries)
  expect(rows).toHaveLength(1)
  expect(rows[0]?.payload).toMatchObject({ message: { summary: 'e2' } })
  expect(rows[0]?.notBefore?.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
})

test('pictures and odd texts arrive as they were', async () => {
  const png = Uint8Array.from({ length: 256 }, (_, i) => i)
  const platform = scriptedPlatform('playground')
  await put('a', {
    kind: 'post',
    to: { channel },
    message: {
      summary: 'cut \0 here 😀'.slice(0, -1),
      blocks: [
        { type: 'text', text: '{"a": "b"}' },
        { type: 'image', png, name: 'chart.png', alt: '评分' },
      ],
    },
  })
  start(platform)
  await until(empty)
  expect(platform.calls).toMatchObject([
    {
      message: {
        summary: 'cut  here \ufffd',
        blocks: [
          { type: 'text', text: '{"a": "b"}' },
          { type: 'image', png, name: 'chart.png', alt: '评分' },
        ],
      },
    },
  ])
})

test('leaves what is for a platform that does not run here', async () => {
  const platform = scriptedPlatform('slack')
  await put('a', post('a1'))
  await database.db.transaction((tx) => enqueue(tx, 'b', 'slack', post('b1')))
  start(platform)
  await until(() => platform.calls.length === 1)
  expect(said(platform.calls)).toEqual(['b1'])
  await until(async () => (await database.db.select().from(deliveries)).length === 1)
})

test('stopping waits for what is being sent', async () => {
  const gate = Promise.withResolvers<void>()
  const platform = scriptedPlatform('playground', () => gate.promise)
  await put('a', post('a1'), post('a2'))
  const running = start(platform, { workers: 1 })
  await until(() => platform.calls.length === 1)
  const stopped = running.stop()
  gate.resolve()
  await stopped
  expect(said(platform.calls)).toEqual(['a1'])
  const rows = await database.db.select().from(deliveries)
  expect(rows).toHaveLength(1)
  expect(rows[0]?.attempts).toBe(0)
})
