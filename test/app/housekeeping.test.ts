import { type Logger, pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startHousekeeping } from '../../src/app/housekeeping.ts'
import { DAY } from '../../src/kit/durations.ts'

let logged: { level: number; msg: string; err?: { message: string } }[]
let log: Logger
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') })
  logged = []
  log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
})
afterEach(() => {
  vi.useRealTimers()
})

test('runs at the start and then once a day', async () => {
  const runs: string[] = []
  const housekeeping = startHousekeeping([async () => void runs.push(new Date().toISOString())], log)
  await vi.advanceTimersByTimeAsync(2 * DAY)
  await housekeeping.stop()
  await vi.advanceTimersByTimeAsync(DAY)
  expect(runs.map((at) => at.slice(0, 16))).toEqual([
    '2026-03-01T12:00',
    '2026-03-02T04:17',
    '2026-03-03T04:17',
  ])
})

test('a part that fails is logged, and keeps neither the others nor the next run from being done', async () => {
  let runs = 0
  const fail = async () => {
    throw new Error('the disk is full')
  }
  const housekeeping = startHousekeeping([fail, async () => void runs++], log)
  await vi.advanceTimersByTimeAsync(DAY)
  await housekeeping.stop()
  expect(runs).toBe(2)
  const told = logged.filter(({ level }) => level >= 40).map(({ msg, err }) => [msg, err?.message])
  expect(told).toEqual([
    ['housekeeping failed', 'the disk is full'],
    ['housekeeping failed', 'the disk is full'],
  ])
})

test('a run does not begin while the one before is under way, and stopping waits for it', async () => {
  const gate = Promise.withResolvers<void>()
  let runs = 0
  const work = async () => {
    runs += 1
    // The first run is the one at the start; the second, nightly one hangs.
    if (runs === 2) await gate.promise
  }
  const housekeeping = startHousekeeping([work], log)
  await vi.advanceTimersByTimeAsync(3 * DAY)
  expect(runs).toBe(2)
  let stopped = false
  const stopping = housekeeping.stop().then(() => {
    stopped = true
  })
  await vi.advanceTimersByTimeAsync(1000)
  expect(stopped).toBe(false)
  gate.resolve()
  await stopping
  expect(stopped).toBe(true)
})
