import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { backoffMs } from '../../src/kit/backoff.ts'
import { forEachConcurrently } from '../../src/kit/concurrency.ts'
import { inTime } from '../../src/kit/in-time.ts'
import { createNotifier } from '../../src/kit/notifier.ts'
import { createQueues } from '../../src/kit/queues.ts'
import { createRecentIds } from '../../src/kit/recent-ids.ts'

describe('backoffMs', () => {
  test('doubles with each failure, up to the longest wait', () => {
    expect([1, 2, 3, 4, 5, 2000].map((failures) => backoffMs(failures, 100, 1000))).toEqual([
      100, 200, 400, 800, 1000, 1000,
    ])
  })

  test('has no longest wait unless one is given', () => {
    expect(backoffMs(8, 500)).toBe(64_000)
  })
})

describe('forEachConcurrently', () => {
  test('does all work, at most so many at a time, and collects what failed', async () => {
    let running = 0
    let most = 0
    const done: number[] = []
    const errors = await forEachConcurrently(
      [1, 2, 3, 4, 5, 6],
      2,
      new AbortController().signal,
      async (n) => {
        most = Math.max(most, ++running)
        await sleep(1)
        running -= 1
        if (n % 3 === 0) throw new Error(`no ${n}`)
        done.push(n)
      },
    )
    expect(most).toBe(2)
    expect(done).toEqual([1, 2, 4, 5])
    expect(errors.map(String)).toEqual(['Error: no 3', 'Error: no 6'])
  })

  test('after an abort it begins nothing, and waits for the work under way', async () => {
    const stopping = new AbortController()
    const begun: number[] = []
    const ended: number[] = []
    await forEachConcurrently([1, 2, 3, 4], 2, stopping.signal, async (n) => {
      begun.push(n)
      stopping.abort()
      await sleep(5)
      ended.push(n)
    })
    expect(begun).toEqual([1])
    expect(ended).toEqual([1])
  })
})

describe('inTime', () => {
  test.each([
    ['the result', async () => 3, 3],
    ['nothing for work that fails', () => Promise.reject(new Error('no')), undefined],
    ['nothing for work that takes too long', () => sleep(10_000, 3, { ref: false }), undefined],
  ])('returns %s', async (_, work: () => Promise<number>, expected) => {
    expect(await inTime(work(), 5)).toBe(expected)
  })
})

describe('a notifier', () => {
  test('ends the wait under way', async () => {
    const notifier = createNotifier()
    const waiting = notifier.wait(60_000)
    notifier.notify()
    expect(await Promise.race([waiting, sleep(5_000, 'late', { ref: false })])).toBeUndefined()
  })

  test('a notification before the wait ends the next wait, and only that', async () => {
    const notifier = createNotifier()
    notifier.notify()
    notifier.notify()
    expect(await Promise.race([notifier.wait(60_000), sleep(5_000, 'late', { ref: false })])).toBeUndefined()
    const began = performance.now()
    await notifier.wait(20)
    expect(performance.now() - began).toBeGreaterThan(15)
  })
})

describe('queues', () => {
  test('run the work of a key in order, also after a failure, and keys side by side', async () => {
    const inTurn = createQueues()
    const order: string[] = []
    const gate = Promise.withResolvers<void>()
    const first = inTurn('a', async () => {
      await gate.promise
      order.push('a1')
      throw new Error('no')
    })
    const second = inTurn('a', async () => void order.push('a2'))
    await inTurn('b', async () => void order.push('b1'))
    gate.resolve()
    await expect(first).rejects.toThrow('no')
    await second
    expect(order).toEqual(['b1', 'a1', 'a2'])
  })
})

describe('recent ids', () => {
  test('an id is new once, and again after so many others', () => {
    const isNew = createRecentIds(2)
    expect(['a', 'a', 'b', 'a', 'c', 'b', 'a'].map(isNew)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
      true,
    ])
  })
})
