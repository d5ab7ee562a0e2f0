import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startWorker, type TakeResult, type Worker } from '../../src/durable/worker.ts'
import { HOUR } from '../../src/kit/durations.ts'

let worker: Worker
let notify: () => void
let looks = 0

beforeEach(() => {
  vi.useFakeTimers()
  looks = 0
})
afterEach(async () => {
  await worker.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

/** A worker that finds what `look` says, by which look it is, from 1. */
async function start(
  look: (nth: number) => TakeResult | Promise<TakeResult>,
  concurrency = 3,
): Promise<void> {
  worker = startWorker({
    name: 'test',
    listen: (_, hear) => {
      notify = hear
      return () => undefined
    },
    channel: 'test',
    concurrency,
    takeOne: async () => look(++looks),
    log: pino({ level: 'silent' }),
  })
  await vi.advanceTimersByTimeAsync(0)
}

/** @returns how often it looked in this time */
async function looksIn(ms: number): Promise<number> {
  const before = looks
  await vi.advanceTimersByTimeAsync(ms)
  return looks - before
}

test('with nothing to do it looks once a minute, however many its concurrency', async () => {
  await start(() => ({ nextIn: undefined }), 16)
  expect(await looksIn(HOUR)).toBe(60)
})

test('it sleeps until the next is due, also where a minute begins in between', async () => {
  const dueAt = Date.now() + 200_000
  const seen: number[] = []
  await start(() => {
    if (Date.now() < dueAt) return { nextIn: dueAt - Date.now() }
    seen.push(Date.now() - dueAt)
    return { nextIn: undefined }
  })
  expect(await looksIn(199_999)).toBeLessThanOrEqual(3)
  expect(seen).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(seen).toEqual([0])
})

test('a notification wakes one loop, and its work wakes another', async () => {
  let rows = 0
  await start(() => {
    if (rows === 0) return { nextIn: undefined }
    rows--
    return 'work'
  })
  notify()
  expect(await looksIn(0)).toBe(1)
  rows = 5
  notify()
  await vi.advanceTimersByTimeAsync(0)
  expect(rows).toBe(0)
})

test('a notification that comes while it looks is not missed', async () => {
  const gate = Promise.withResolvers<void>()
  let rows = 0
  await start(async (nth) => {
    const found = rows
    if (nth === 1) await gate.promise
    if (found === 0) return { nextIn: undefined }
    rows--
    return 'work'
  }, 1)
  rows = 1
  notify()
  gate.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect(rows).toBe(0)
})

test('after the machine slept it looks at once: its timers stood still', async () => {
  const dueAt = Date.now() + 50_000
  const seen: number[] = []
  await start(() => {
    if (Date.now() < dueAt) return { nextIn: dueAt - Date.now() }
    seen.push(Date.now())
    return { nextIn: undefined }
  })
  await vi.advanceTimersByTimeAsync(5_000)
  vi.setSystemTime(Date.now() + HOUR)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(seen).toHaveLength(1)
})

test('a fault is tried again after a second', async () => {
  await start((nth) => {
    if (nth <= 3) throw new Error('the database is away')
    return { nextIn: undefined }
  }, 3)
  expect(looks).toBe(3)
  expect(await looksIn(1_000)).toBe(1)
})
