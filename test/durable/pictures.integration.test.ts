import { describe, expect, test } from 'vitest'
import { type Block, PlatformError } from '#bot'
import { connect } from '../../src/db/client.ts'
import { deliveries } from '../../src/db/schema.ts'
import {
  type Delivery,
  drawnNow,
  expectPictures,
  findSlot,
  type PictureBlock,
  type PictureRenderer,
} from '../../src/durable/outbox/index.ts'
import { createDraftRenderer } from '../../src/durable/outbox/pictures.ts'
import { channel, outboxForTests, post, said, text } from '../support/outbox.ts'
import { scriptedPlatform } from '../support/scripted-platform.ts'
import { until } from '../support/until.ts'

const outbox = outboxForTests()
const { put, start, rows, empty } = outbox

const picture = (source: string): PictureBlock => ({
  type: 'picture',
  language: 'en',
  picture: { kind: 'diagram', source, name: 'diagram', instead: 'reason' },
})
const board = (source: string): Delivery => ({
  kind: 'put',
  to: { channel },
  slot: 'board',
  message: { summary: source, blocks: [picture(source)] },
})
const remove: Delivery = { kind: 'remove', slot: 'board' }

const sourceOf = ({ picture }: PictureBlock) => (picture.kind === 'diagram' ? picture.source : '')

/** Draws a text as its bytes. */
function painter(before: (source: string) => void | Promise<void> = () => undefined): PictureRenderer {
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

test('a picture is stored as its text, and drawn when its message is sent', async () => {
  const platform = scriptedPlatform('playground')
  await put('a', {
    kind: 'post',
    to: { channel },
    message: { summary: 'two', blocks: [...text('first').blocks, picture('A'), picture('B')] },
  })
  expect(JSON.stringify((await rows())[0]?.payload)).not.toContain('png')
  start(platform, { renderer: painter() })
  await until(empty)
  const [call] = platform.calls
  expect(call?.kind === 'post' && shown(call.message.blocks)).toEqual(['text', 'A', 'B'])
})

test('a picture is posted, then edited in its place, and posted anew after it was removed', async () => {
  const platform = scriptedPlatform('playground')
  start(platform, { renderer: painter() })
  for (const delivery of [board('A'), board('B'), remove, remove, board('C')]) {
    await put('a', delivery)
    await until(empty)
  }
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'edit', 'remove', 'post'])
  expect(platform.calls).toMatchObject([{}, { ref: { message: 'm1' } }, { ref: { message: 'm1' } }, {}])
  expect(await findSlot(outbox.db(), 'a', 'board')).toMatchObject({ message: 'm2' })
})

test('a picture that somebody deleted is posted anew when it changes', async () => {
  const platform = scriptedPlatform('playground', ({ kind }) => {
    if (kind === 'edit') throw new PlatformError('gone', 'unknown message')
  })
  start(platform, { renderer: painter() })
  await put('a', board('A'))
  await until(empty)
  await put('a', board('B'))
  await until(empty)
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'edit', 'post'])
  expect(await findSlot(outbox.db(), 'a', 'board')).toMatchObject({ message: 'm2' })
})

test('of many quick edits only those are drawn that no newer one replaced', async () => {
  const gate = Promise.withResolvers<void>()
  const drawn: string[] = []
  const renderer = painter((source) => {
    drawn.push(source)
    return source === 'n0' ? gate.promise : undefined
  })
  const platform = scriptedPlatform('playground')
  start(platform, { renderer })
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
  const first = start(platform, { renderer: painter() })
  await put('a', board('A'))
  await until(async () => (await rows())[0]?.notBefore)
  await put('a', board('B'))
  await put('a', remove)
  await first.stop()
  await outbox.db().update(deliveries).set({ notBefore: null })
  start(platform, { renderer: painter() })
  await until(empty)
  expect(platform.calls.map(({ kind }) => kind)).toEqual(['post', 'post', 'remove'])
  expect(platform.calls).toMatchObject([{ retried: false }, { retried: true }, {}])
})

test('slow pictures hold up no other stream, and few are drawn at once', async () => {
  const gate = Promise.withResolvers<void>()
  let inProgress = 0
  let most = 0
  const platform = scriptedPlatform('playground')
  start(platform, {
    workers: 6,
    // After sixty of these a message goes without its picture: not within this test.
    drawRetryMs: 1_000,
    renderer: painter(async () => {
      most = Math.max(most, ++inProgress)
      await gate.promise
      inProgress -= 1
    }),
  })
  for (let i = 0; i < 12; i++) await put(`slow:${i}`, board(`A${i}`))
  await until(() => inProgress === 4)
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
    renderer: painter(() => {
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
  const renderer = painter((source) => {
    drawn.push(source)
    return gate.promise
  })
  const platform = scriptedPlatform('playground')
  const first = start(platform, { renderer })
  await put('a', {
    kind: 'post',
    to: { channel },
    message: { summary: 'three', blocks: [picture('A'), picture('B'), picture('C')] },
  })
  await until(() => drawn.length === 1)
  const stopped = first.stop()
  gate.resolve()
  await stopped
  expect(drawn).toEqual(['A'])
  expect(platform.calls).toEqual([])
  start(platform, { renderer })
  await until(empty)
  const [call, ...more] = platform.calls
  expect(call?.kind === 'post' && shown(call.message.blocks)).toEqual(['A', 'B', 'C'])
  expect(more).toEqual([])
})

test('a message whose pictures take too long is sent with words in the place of those that are missing', async () => {
  const slow = painter((source) => (source === 'B' ? new Promise(() => undefined) : undefined))
  const ready = createDraftRenderer(slow, { drawMs: 200 })
  const message = { summary: 's', blocks: [picture('A'), picture('B'), picture('B')] }
  const { blocks } = await ready(message, 1)
  expect(shown(blocks)).toEqual(['A', 'text', 'text'])
})

test('a private answer does not wait for a busy painter', async () => {
  const busy = painter(() => {
    throw new PlatformError('later', 'busy')
  })
  const message = { summary: 's', blocks: [picture('A'), picture('B')] }
  expect((await drawnNow(message, busy)).blocks).toEqual([
    { type: 'text', text: 'in words: A' },
    { type: 'text', text: 'in words: B' },
  ])
  expect(shown((await drawnNow(message, painter())).blocks)).toEqual(['A', 'B'])
})

describe('the renderer', () => {
  const waiting = () => {
    let told = 0
    return { renderer: { ...painter(), getReady: () => void told++ }, told: () => told }
  }
  const say = () => outbox.db().transaction((tx) => expectPictures(tx))

  test('gets ready in every replica when pictures are likely soon, with the commit and not without it', async () => {
    const here = waiting()
    const there = waiting()
    start(scriptedPlatform('playground'), { renderer: here.renderer })
    const other = connect(outbox.database().source)
    try {
      start(scriptedPlatform('playground'), { renderer: there.renderer, listen: other.listen })
      // Until both listen.
      await until(async () => {
        await say()
        return here.told() > 0 && there.told() > 0
      })
      await put('a', post('settled'))
      await until(empty)
      const before = here.told()
      const undone = outbox.db().transaction(async (tx) => {
        await expectPictures(tx)
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
    const { renderer, told } = waiting()
    const platform = scriptedPlatform('playground')
    start(platform, { renderer })
    await put('a', post('first'))
    await until(empty)
    const { sql } = outbox.database()
    const [ended] = await sql<{ pid: number }[]>`select pid, pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen%'`
    // The server may still list the ended connection.
    await until(async () => {
      const [again] = await sql`select 1 from pg_stat_activity
        where datname = current_database() and query ilike 'listen%sketches%' and pid <> ${ended?.pid ?? 0}`
      return again
    })
    await say()
    await until(() => told() > 0)
    expect(told()).toBe(1)
  })
})
