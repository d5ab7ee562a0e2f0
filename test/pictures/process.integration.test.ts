import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ChartSpec } from '../../src/pictures/charts/spec.ts'
import type { Pictures } from '../../src/pictures/pictures.ts'
import { painters } from '../support/painters.ts'
import { until } from '../support/until.ts'
import { start, startForAll } from './started.ts'

const SIMPLE = 'flowchart TD\nA'
const OTHER = 'flowchart LR\nA --> B --> C'

/** The one process that draws. */
const painter = () => until(async () => (await painters())[0])

/** A process that was given something to draw, and stands still over it. */
async function atWork(pictures: Pictures) {
  await pictures.diagram(SIMPLE)
  const pid = await painter()
  process.kill(pid, 'SIGSTOP')
  const drawn = pictures.diagram(OTHER)
  await sleep(50)
  return { pid, drawn }
}

describe.runIf(process.platform === 'linux')('the process that draws', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('is ready before the first picture where one is likely soon, once, and rests after its pause', async () => {
    // Timers of the idle time only: p-timeout and the helpers have taken theirs before.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const pictures = start({ idleMs: 60_000 })
    expect(await painters()).toEqual([])
    expect(await pictures.memory()).toBeUndefined()
    for (let i = 0; i < 5; i++) pictures.warm()
    const pid = await painter()
    await until(async () => ((await pictures.memory()) ?? 0) > 0)
    // It stays while pictures go on being likely.
    for (let i = 0; i < 3; i++) {
      await vi.advanceTimersByTimeAsync(40_000)
      pictures.warm()
      await vi.advanceTimersByTimeAsync(0)
    }
    expect(await painters()).toEqual([pid])
    await vi.advanceTimersByTimeAsync(60_000)
    await until(async () => (await pictures.memory()) === undefined)
    expect(await painters()).toEqual([])
    expect(await pictures.diagram(SIMPLE)).toHaveProperty('png')
  })

  it('is not started by a bot that stops', async () => {
    const pictures = start()
    await pictures.close()
    pictures.warm()
    await sleep(100)
    expect(await painters()).toEqual([])
    const starting = start()
    starting.warm()
    await starting.close()
    expect(await painters()).toEqual([])
  })

  describe('under signals', () => {
    const pictures = startForAll()

    it('is not ended by what ends its bot from outside, which has something to finish', async () => {
      const { pid, drawn } = await atWork(pictures)
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGCONT'] as const) process.kill(pid, signal)
      expect(await drawn).toHaveProperty('png')
      expect(await painters()).toEqual([pid])
    })

    it('is replaced when it was killed, and what it drew is drawn again', async () => {
      const { pid, drawn } = await atWork(pictures)
      process.kill(pid, 'SIGKILL')
      expect(await drawn).toHaveProperty('png')
      expect(await painters()).not.toContain(pid)
    })

    it('is given up for a picture over which it is killed twice', async () => {
      const { pid, drawn } = await atWork(pictures)
      process.kill(pid, 'SIGKILL')
      const next = await until(async () => (await painters()).find((each) => each !== pid))
      process.kill(next, 'SIGKILL')
      expect(await drawn).toEqual({ refused: 'failed' })
    })

    it('is not used again after drawing broke in it', async () => {
      await pictures.diagram(SIMPLE)
      const pid = await painter()
      const broken = { kind: 'minutes' } as unknown as ChartSpec
      expect(await pictures.chart(broken)).toEqual({ refused: 'failed' })
      await until(async () => !(await painters()).includes(pid))
    })
  })

  it('has time of its own: what a busy machine takes does not count, but what stands still ends', async () => {
    const pictures = start({ timeMs: 500 })
    const busy = await atWork(pictures)
    await sleep(800)
    process.kill(busy.pid, 'SIGCONT')
    expect(await busy.drawn).toHaveProperty('png')
    const still = await atWork(pictures)
    expect(await still.drawn).toEqual({ refused: 'time' })
    expect(await painters()).not.toContain(still.pid)
  })
})
