import { pino } from 'pino'
import { expect, test } from 'vitest'
import { PlatformError } from '#bot'
import { enqueue } from '../../src/durable/outbox/index.ts'
import { edit, outboxForTests, post, said } from '../support/outbox.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const outbox = outboxForTests()
const { put, start, rows, empty } = outbox

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

test('a delivery that can never be sent is set aside with those that depend on it, and the stream goes on', async () => {
  const dead: [string, string, string][] = []
  const outcomes: string[] = []
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'card') throw new PlatformError('forbidden', 'no')
  })
  await put('a', post('card', 'card'), edit('card', 'running'), post('last'))
  start(platform, {
    onDeadLetter: async (stream, delivery, error) => {
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
  const found = await rows()
  expect(found.map(({ state }) => state)).toEqual(['dead', 'dead'])
  expect(found[0]?.error).toContain('no')
})

test.each([
  ['gone', 'warn'],
  ['forbidden', 'warn'],
  ['invalid', 'error'],
] as const)('a reaction that is refused as %s is logged as %s', async (kind, level) => {
  const levels: unknown[] = []
  const platform = scriptedPlatform('playground', (call) => {
    if (call.kind === 'react') throw new PlatformError(kind, 'no')
  })
  await put('a', post('card', 'card'), { kind: 'react', slot: 'card', emoji: '👀' })
  start(platform, {
    log: pino({}, { write: (line) => void levels.push((JSON.parse(line) as { level: number }).level) }),
  })
  await until(() => levels.length > 0)
  expect(levels).toEqual([pino.levels.values[level]])
})

test('gives up at last when the platform stays away', async () => {
  const platform = scriptedPlatform('playground', (call) => {
    if (said([call])[0] === 'a1') throw new PlatformError('later', 'away')
  })
  await put('a', post('a1'), post('a2'))
  start(platform, { retryMs: 1 })
  await until(() => said(platform.calls).includes('a2'))
  expect(platform.calls).toHaveLength(45)
})

test('never gives up where the platform asks to wait', async () => {
  let left = 30
  const platform = scriptedPlatform('playground', () => {
    left--
    if (left >= 0) throw new PlatformError('later', 'busy', { retryAfter: 1 })
  })
  await put('a', post('a1'))
  start(platform)
  await until(async () => (await rows()).length === 0)
  expect(platform.calls).toHaveLength(31)
})

test('a fault in a platform is tried again a little, then set aside', async () => {
  const errors: PlatformError[] = []
  const platform = scriptedPlatform('playground', () => {
    throw new TypeError('undefined is not a function')
  })
  await put('a', post('a1'))
  start(platform, {
    onDeadLetter: (_stream, _delivery, error) => {
      errors.push(error)
    },
  })
  await until(() => errors.length === 1)
  expect(platform.calls).toHaveLength(3)
  expect(errors[0]).toMatchObject({ kind: 'invalid', cause: expect.any(TypeError) })
})

test('leaves what is for a platform that does not run here', async () => {
  const platform = scriptedPlatform('slack')
  await put('a', post('a1'))
  await outbox.db().transaction((tx) => enqueue(tx, 'b', 'slack', post('b1')))
  start(platform)
  await until(() => platform.calls.length === 1)
  expect(said(platform.calls)).toEqual(['b1'])
  await until(async () => (await rows()).length === 1)
})
