import { expect, test } from 'vitest'
import { PlatformError } from '#bot'
import { findSlot, slotOfMessage, slotOfThread } from '../../src/durable/outbox/index.ts'
import { channel, edit, outboxForTests, post, said, text } from '../support/outbox.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const outbox = outboxForTests()
const { put, start, rows, empty } = outbox

test('remembers messages and threads, and finds their stream', async () => {
  const db = outbox.db()
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
  expect(await findSlot(db, 'mock:1', 'thread')).toEqual(thread)
  expect(await findSlot(db, 'mock:1', 'hello')).toEqual(hello)
  expect(await findSlot(db, 'mock:1', 'other')).toBeUndefined()
  expect(await slotOfThread(db, thread)).toEqual({ stream: 'mock:1', slot: 'thread' })
  expect(await slotOfThread(db, channel)).toBeUndefined()
  expect(await slotOfThread(db, { ...thread, platform: 'slack' })).toBeUndefined()
  expect(await slotOfMessage(db, hello)).toEqual({ stream: 'mock:1', slot: 'hello' })
  expect(await slotOfMessage(db, { ...hello, message: 'm9' })).toBeUndefined()
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
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'e1') throw new PlatformError('later', 'slow down', { retryAfter: 3_600_000 })
  })
  await put('a', post('card', 'card'), edit('card', 'e1'))
  start(platform)
  await until(async () => (await rows())[0]?.notBefore)
  await put('a', edit('card', 'e2'))
  const found = await rows()
  expect(found).toHaveLength(1)
  expect(found[0]?.payload).toMatchObject({ message: { summary: 'e2' } })
  expect(found[0]?.notBefore?.getTime()).toBeGreaterThan(Date.now() + 3_000_000)
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
