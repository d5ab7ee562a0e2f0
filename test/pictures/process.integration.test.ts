import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { ChartSpec } from '../../src/pictures/charts/spec.ts'
import type { Pictures } from '../../src/pictures/pictures.ts'
import { painters } from '../support/painters.ts'
import { until } from '../support/until.ts'
import { start } from './started.ts'

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
  it('is ready before the first picture where one is likely soon, once, and rests after its pause', async () => {
    const pictures = start({ idleMs: 500 })
    expect(await painters()).toEqual([])
    for (let i = 0; i < 5; i++) pictures.warm()
    const pid = await painter()
    await until(async () => ((await pictures.memory()) ?? 0) > 0)
    expect(await painters()).toEqual([pid])
    await until(async () => (await painters()).length === 0)
    expect(await pictures.diagram(SIMPLE)).toHaveProperty('png')
  })

  it('stays while pictures go on being likely', async () => {
    const pictures = start({ idleMs: 600 })
    pictures.warm()
    const pid = await until(async () => (await pictures.memory()) && (await painter()))
    for (let i = 0; i < 4; i++) {
      await sleep(300)
      pictures.warm()
    }
    expect(await painters()).toEqual([pid])
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

  it('is not ended by what ends its bot from outside, which has something to finish', async () => {
    const { pid, drawn } = await atWork(start())
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGCONT'] as const) process.kill(pid, signal)
    expect(await drawn).toHaveProperty('png')
    expect(await painters()).toEqual([pid])
  })

  it('is replaced when it was killed, and what it drew is drawn again', async () => {
    const { pid, drawn } = await atWork(start())
    process.kill(pid, 'SIGKILL')
    expect(await drawn).toHaveProperty('png')
    expect(await painters()).not.toContain(pid)
  })

  it('is given up for a picture over which it is killed twice', async () => {
    const pictures = start()
    const { pid, drawn } = await atWork(pictures)
    process.kill(pid, 'SIGKILL')
    const next = await until(async () => (await painters()).find((each) => each !== pid))
    process.kill(next, 'SIGKILL')
    expect(await drawn).toEqual({ refused: 'failed' })
    expect(await pictures.diagram(SIMPLE)).toHaveProperty('png')
  })

  it('has time of its own: what a busy machine takes does not count', async () => {
    const { pid, drawn } = await atWork(start({ timeMs: 500 }))
    await sleep(800)
    process.kill(pid, 'SIGCONT')
    expect(await drawn).toHaveProperty('png')
  })

  it('is killed where it stands still', async () => {
    const { pid, drawn } = await atWork(start({ timeMs: 200 }))
    expect(await drawn).toEqual({ refused: 'time' })
    expect(await painters()).not.toContain(pid)
  })

  it('is not used again after drawing broke in it', async () => {
    const pictures = start()
    await pictures.diagram(SIMPLE)
    const pid = await painter()
    const broken = { kind: 'minutes' } as unknown as ChartSpec
    expect(await pictures.chart(broken)).toEqual({ refused: 'failed' })
    await until(async () => !(await painters()).includes(pid))
    expect(await pictures.diagram(SIMPLE)).toHaveProperty('png')
  })
})
