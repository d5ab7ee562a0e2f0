import { expect, test } from 'vitest'
import { deliveries } from '../../src/db/schema.ts'
import { findSlot } from '../../src/durable/outbox/index.ts'
import { channel, outboxForTests, post, said, text } from '../support/outbox.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const outbox = outboxForTests()
const { put, start, rows, empty } = outbox

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
  const db = outbox.db()
  await put('a', post('a1'))
  // As a bot leaves it that was killed while it was sending.
  await db.update(deliveries).set({ attempts: 1, leasedUntil: new Date(Date.now() + 300) })
  await put('a', post('a2'))
  const platform = scriptedPlatform('playground')
  start(platform)
  await until(empty)
  expect(platform.calls).toMatchObject([{ retried: true }, { retried: false }])
  expect(said(platform.calls)).toEqual(['a1', 'a2'])
})

test('a worker that lost its lease changes nothing when it comes back', async () => {
  const db = outbox.db()
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
  expect(await findSlot(db, 'a', 'card')).toMatchObject({ message: 'm2' })
  gate.resolve()
  await first.stop()
  expect(outcomes).toEqual([])
  expect(await findSlot(db, 'a', 'card')).toMatchObject({ message: 'm2' })
})

test('a lease is renewed while the platform takes its time', async () => {
  const gate = Promise.withResolvers<void>()
  const platform = scriptedPlatform('playground', () => gate.promise)
  await put('a', post('a1'))
  start(platform, { leaseMs: 9_000 })
  const leasedUntil = async () => (await rows())[0]?.leasedUntil?.getTime()
  const first = await until(leasedUntil)
  await until(async () => ((await leasedUntil()) ?? 0) > first)
  gate.resolve()
  await until(empty)
  expect(platform.calls).toHaveLength(1)
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
  const found = await rows()
  expect(found).toHaveLength(1)
  expect(found[0]?.attempts).toBe(0)
})
