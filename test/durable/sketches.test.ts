import { describe, expect, test } from 'vitest'
import { type Block, PlatformError } from '#bot'
import { connect } from '../../src/db/client.ts'
import { deliveries } from '../../src/db/schema.ts'
import {
  type Delivery,
  type Drawing,
  drawnNow,
  expectSketches,
  placeOf,
  type SketchBlock,
} from '../../src/durable/deliveries.ts'
import { createSketching } from '../../src/durable/sketching.ts'
import { channel, outboxForTests, post, said, text } from '../support/outbox.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const outbox = outboxForTests()
const { put, start, rows, empty } = outbox

const sketch = (source: string): SketchBlock => ({
  type: 'sketch',
  language: 'en',
  sketch: { kind: 'diagram', source, name: 'diagram', instead: 'reason' },
})
const board = (source: string): Delivery => ({
  kind: 'put',
  to: { channel },
  slot: 'board',
  message: { summary: source, blocks: [sketch(source)] },
})
const remove: Delivery = { kind: 'remove', slot: 'board' }

const sourceOf = ({ sketch }: SketchBlock) => (sketch.kind === 'diagram' ? sketch.source : '')

/** Draws a text as its bytes. */
function painter(before: (source: string) => void | Promise<void> = () => undefined): Drawing {
  return {
    async draw(block) {
      await before(sourceOf(block))
      return [{ type: 'image', png: Buffer.from(sourceOf(block)), name: 'd.png', alt: sourceOf(block) }]
    },
    getReady: () => undefined,
    undrawn: (block) => [{ type: 'text', text: `in words: ${sourceOf(block)}` }],
  }
}

const shown = (blocks: readonly Block[]) =>
  blocks.map((block) => (block.type === 'image' ? Buffer.from(block.png).toString() : block.type))

test('a sketch is kept as its text, and drawn when its message is sent', async () => {
  const platform = scriptedPlatform('playground')
  await put('a', {
    kind: 'post',
    to: { channel },
    message: { summary: 'two', blocks: [...text('first').blocks, sketch('A'), sketch('B')] },
  })
  expect(JSON.stringify((await rows())[0]?.payload)).not.toContain('png')
  start(platform, { drawing: painter() })
  await until(empty)
  const [call] = platform.calls
  expect(call?.kind === 'post' && shown(call.message.blocks)).toEqual(['text', 'A', 'B'])
})

test('what is put is posted, then edited in its place, and posted anew after it was removed', async () => {
  const platform = scriptedPlatform('playground')
  start(platform, { drawing: painter() })
  for (const delivery of [board('A'), board('B'), remove, remove, board('C')]) {
    await put('a', delivery)
    await until(empty)
  }
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'edit', 'remove', 'post'])
  expect(platform.calls).toMatchObject([{}, { ref: { message: 'm1' } }, { ref: { message: 'm1' } }, {}])
  expect(await placeOf(outbox.db(), 'a', 'board')).toMatchObject({ message: 'm2' })
})

test('what somebody took away is posted anew when it changes', async () => {
  const platform = scriptedPlatform('playground', ({ kind }) => {
    if (kind === 'edit') throw new PlatformError('gone', 'unknown message')
  })
  start(platform, { drawing: painter() })
  await put('a', board('A'))
  await until(empty)
  await put('a', board('B'))
  await until(empty)
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'edit', 'post'])
  expect(await placeOf(outbox.db(), 'a', 'board')).toMatchObject({ message: 'm2' })
})

test('of a storm of edits only those are drawn that nothing newer replaced', async () => {
  const gate = Promise.withResolvers<void>()
  const drawn: string[] = []
  const drawing = painter((source) => {
    drawn.push(source)
    return source === 'n0' ? gate.promise : undefined
  })
  const platform = scriptedPlatform('playground')
  start(platform, { drawing })
  await put('a', board('n0'))
  await until(() => drawn.length === 1)
  for (let i = 1; i <= 30; i++) await put('a', board(`n${i}`))
  expect(await rows()).toHaveLength(2)
  gate.resolve()
  await until(empty)
  expect(drawn).toEqual(['n0', 'n30'])
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'edit'])
})

test('a put that may have arrived is not replaced: its message would stand there forever', async () => {
  const platform = scriptedPlatform('playground', () => {
    if (platform.calls.length === 1) throw new PlatformError('later', 'no answer', { retryAfter: 3_600_000 })
  })
  const first = start(platform, { drawing: painter() })
  await put('a', board('A'))
  await until(async () => (await rows())[0]?.notBefore)
  await put('a', board('B'))
  await put('a', remove)
  await first.stop()
  await outbox.db().update(deliveries).set({ notBefore: null })
  start(platform, { drawing: painter() })
  await until(empty)
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'post', 'remove'])
  expect(platform.calls).toMatchObject([{ retried: false }, { retried: true }, {}])
})

test('slow pictures hold up no other stream, and few are drawn at once', async () => {
  const gate = Promise.withResolvers<void>()
  let drawing = 0
  let most = 0
  const platform = scriptedPlatform('playground')
  start(platform, {
    workers: 6,
    // After sixty of these a message goes without its picture: not within this test.
    drawRetryMs: 1_000,
    drawing: painter(async () => {
      most = Math.max(most, ++drawing)
      await gate.promise
      drawing -= 1
    }),
  })
  for (let i = 0; i < 12; i++) await put(`slow:${i}`, board(`A${i}`))
  await until(() => drawing === 4)
  for (let i = 0; i < 6; i++) await put(`quick:${i}`, post(`q${i}`))
  await until(() => platform.calls.length === 6)
  expect(said(platform.calls).toSorted()).toEqual(['q0', 'q1', 'q2', 'q3', 'q4', 'q5'])
  gate.resolve()
  await until(empty)
  expect(platform.calls).toHaveLength(18)
  expect(most).toBe(4)
})

test('where the painter stays busy the message is sent with words in the place of its picture', async () => {
  const platform = scriptedPlatform('playground')
  let tries = 0
  start(platform, {
    drawRetryMs: 1,
    drawing: painter(() => {
      tries += 1
      throw new PlatformError('later', 'busy')
    }),
  })
  await put('a', board('A'))
  await until(empty)
  expect(platform.calls).toMatchObject([
    { kind: 'post', message: { blocks: [{ type: 'text', text: 'in words: A' }] } },
  ])
  expect(tries).toBeGreaterThan(10)
})

test('stopping waits for the picture at hand only, and the next start draws the rest', async () => {
  const gate = Promise.withResolvers<void>()
  const drawn: string[] = []
  const drawing = painter((source) => {
    drawn.push(source)
    return gate.promise
  })
  const platform = scriptedPlatform('playground')
  const first = start(platform, { drawing })
  await put('a', {
    kind: 'post',
    to: { channel },
    message: { summary: 'three', blocks: [sketch('A'), sketch('B'), sketch('C')] },
  })
  await until(() => drawn.length === 1)
  const stopped = first.stop()
  gate.resolve()
  await stopped
  expect(drawn).toEqual(['A'])
  expect(platform.calls).toEqual([])
  start(platform, { drawing })
  await until(empty)
  const [call, ...more] = platform.calls
  expect(call?.kind === 'post' && shown(call.message.blocks)).toEqual(['A', 'B', 'C'])
  expect(more).toEqual([])
})

test('a message whose pictures take too long is sent with words in the place of those that are missing', async () => {
  const slow = painter((source) => (source === 'B' ? new Promise(() => undefined) : undefined))
  const ready = createSketching(slow, { drawMs: 200 })
  const message = { summary: 's', blocks: [sketch('A'), sketch('B'), sketch('B')] }
  const { blocks } = await ready(message, 1)
  expect(shown(blocks)).toEqual(['A', 'text', 'text'])
})

test('a private answer does not wait for a busy painter', async () => {
  const busy = painter(() => {
    throw new PlatformError('later', 'busy')
  })
  const message = { summary: 's', blocks: [sketch('A'), sketch('B')] }
  expect((await drawnNow(message, busy)).blocks).toEqual([
    { type: 'text', text: 'in words: A' },
    { type: 'text', text: 'in words: B' },
  ])
  expect(shown((await drawnNow(message, painter())).blocks)).toEqual(['A', 'B'])
})

describe('what draws', () => {
  const waiting = () => {
    let told = 0
    return { drawing: { ...painter(), getReady: () => void told++ }, told: () => told }
  }
  const say = () => outbox.db().transaction((tx) => expectSketches(tx))

  test('gets ready in every replica when sketches are likely soon, with the commit and not without it', async () => {
    const here = waiting()
    const there = waiting()
    start(scriptedPlatform('playground'), { drawing: here.drawing })
    const other = connect(outbox.database().source)
    try {
      start(scriptedPlatform('playground'), { drawing: there.drawing, listen: other.listen })
      // Until both listen.
      await until(async () => {
        await say()
        return here.told() > 0 && there.told() > 0
      })
      await put('a', post('settled'))
      await until(empty)
      const before = here.told()
      const undone = outbox.db().transaction(async (tx) => {
        await expectSketches(tx)
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
      await say()
      await until(() => here.told() > before)
      expect(here.told()).toBe(before + 1)
    } finally {
      await other.close()
    }
  })

  test('is left alone when the bot connects, for the first time or again', async () => {
    const { drawing, told } = waiting()
    const platform = scriptedPlatform('playground')
    start(platform, { drawing })
    await put('a', post('first'))
    await until(empty)
    await outbox.database().sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`
    await until(async () => {
      const [again] = await outbox.database().sql`select 1 from pg_stat_activity
        where datname = current_database() and query ilike 'listen%sketches%'`
      return again
    })
    await say()
    await until(() => told() > 0)
    expect(told()).toBe(1)
  })
})
